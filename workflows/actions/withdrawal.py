"""Taking a proposal back, before the KPA has confirmed it."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.models import User
from portal.core.permissions import forget_rights
from workflows import audit, unsaved
from workflows.enums import Stage, Step
from workflows.execution import ReasonIsMissingError, StepIsOverError
from workflows.flows import AidFlow
from workflows.models import AidProcess, Proposal
from workflows.permissions import capacity_in, check_can_withdraw


@transaction.atomic
def withdraw(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Ends the proposal at the wish of the head of its unit. Raises ReasonIsMissingError, StepIsOverError, RefusedError."""
    reason = reason.strip()
    if not reason:
        raise ReasonIsMissingError(_("Tuliskan alasan penarikan."))
    with AidFlow.lock(proposal.process_id):
        forget_rights(by)
        fresh = Proposal.objects.select_related("unit").get(pk=proposal.pk)
        with audit.acting(by, reason, capacity_in(by, fresh, Step.SUBMISSION)):
            _withdraw_locked(by, fresh)
            # The engine saves the instance it is handed (B9): it gets one that was read under the lock.
            AidFlow.instance.cancel(AidProcess.objects.get(pk=fresh.process_id))
            unsaved.forget(fresh, is_over=True)
    proposal.refresh_from_db()
    return proposal


def _withdraw_locked(by: User, fresh: Proposal) -> None:
    if not fresh.is_open:
        raise StepIsOverError(_("Usulan ini sudah berakhir: %(stage)s.") % {"stage": fresh.get_stage_display()})
    check_can_withdraw(by, fresh)
    Proposal.objects.filter(pk=fresh.pk).update(stage=Stage.WITHDRAWN)
    audit.record(proposal=fresh, verb="withdrawn", note=audit.current_note(), data={"stage": fresh.stage})
