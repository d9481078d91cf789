"""Who may gather one person's data, and who may read the log of looks."""

from django.utils.translation import gettext as _

from portal.core.permissions import Person, RefusedError, holds, holds_by_role
from portal.core.roles import EXPORT
from workflows.permissions import allowed

LOG_READERS = ("core.view_audit", "core.manage_people", EXPORT)


def check_can_export(user: Person) -> None:
    """An act of an office: a superuser without the role does not do it."""
    if not holds_by_role(user, EXPORT):
        raise RefusedError(_("Halaman ini hanya untuk petugas pelindungan data pribadi."))


def can_export(user: Person) -> bool:
    return allowed(lambda: check_can_export(user))


def check_can_read_log(user: Person) -> None:
    if not any(holds(user, right) for right in LOG_READERS):
        raise RefusedError(_("Catatan ini hanya untuk administrator portal, auditor, dan petugas pelindungan data."))
