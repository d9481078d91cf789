"""Recording that somebody tried to write where nothing may be written."""

from portal.core import audit
from portal.core.models import User
from workflows.enums import Section
from workflows.models import Proposal


def record_refusal(*, by: User, proposal: Proposal, section: Section) -> None:
    """A POST to a section that is closed: for the audit trail, not for the history that everybody reads."""
    data = {"section": section.value, "stage": proposal.stage}
    audit.record(by=by, verb="section_refused", obj=proposal, unit=proposal.unit, data=data)
