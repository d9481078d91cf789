"""Models of the ground floor, split by subject."""

from portal.core.models.acting import ActingAppointment, ActingKind
from portal.core.models.audit import AuditChainHead, AuditEvent
from portal.core.models.calendar import Holiday
from portal.core.models.files import DiscardedFile
from portal.core.models.limits import AskCount
from portal.core.models.mail import OutgoingMail
from portal.core.models.organisation import Cluster, Directorate, Unit, UnitFormerName
from portal.core.models.people import RoleGroup, User

__all__ = [
    "ActingAppointment",
    "ActingKind",
    "AskCount",
    "AuditChainHead",
    "AuditEvent",
    "Cluster",
    "Directorate",
    "DiscardedFile",
    "Holiday",
    "OutgoingMail",
    "RoleGroup",
    "Unit",
    "UnitFormerName",
    "User",
]
