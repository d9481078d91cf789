"""From the operator to the head of the unit, and from there to the officials."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import audit, numbers
from workflows.actions.comments import reply_to_comments
from workflows.actions.papers import drop_never_handed_in
from workflows.enums import Outcome, Section, Step
from workflows.execution import OpenStep, open_step
from workflows.models import Proposal, ReturnedSection, ReturnRequest
from workflows.readiness import Gap, NotReadyError, check_is_ready
from workflows.standing import Standing


def send_to_head(*, by: User, proposal: Proposal, note: str = "", task_id: int | None = None) -> Proposal:
    """The draft is ready to be certified by the head of the unit. Raises NotReadyError."""
    with open_step(by=by, proposal=proposal, step=Step.DRAFTING, task_id=task_id) as opened:
        check_is_ready(opened.proposal)
        opened.decide(Outcome.READY, note)
    return proposal


def resubmit(
    *,
    by: User,
    proposal: Proposal,
    note: str = "",
    explanations: Mapping[Section, str] | None = None,
    replies: Mapping[int, str] | None = None,
    task_id: int | None = None,
) -> Proposal:
    """The corrections asked for are made; the head certifies again.

    `explanations` say of marked sections why nothing was changed in them. Raises NotReadyError, also for a marked section
    that was neither changed nor explained. `replies` answer pinned comments by their number, and explain their sections.
    """
    with open_step(by=by, proposal=proposal, step=Step.REVISION, task_id=task_id) as opened:
        standing = Standing(opened.proposal)
        _explain(opened, standing, reply_to_comments(standing.comments, replies or {}) | dict(explanations or {}))
        _check_is_corrected(standing)
        check_is_ready(opened.proposal)
        opened.decide(Outcome.REVISED, note)
        ReturnRequest.objects.filter(proposal=opened.proposal, answered_at__isnull=True).update(
            answered_at=timezone.now()
        )
    return proposal


def certify_and_submit(*, by: User, proposal: Proposal, note: str = "", task_id: int | None = None) -> Proposal:
    """The head certifies; the first time the proposal gets its registration number. Raises NotReadyError."""
    with open_step(by=by, proposal=proposal, step=Step.SUBMISSION, task_id=task_id) as opened:
        check_is_ready(opened.proposal)
        drop_never_handed_in(opened.proposal)
        _register(opened)
        opened.decide(Outcome.SUBMITTED, note)
    return proposal


def send_back_to_operator(*, by: User, proposal: Proposal, reason: str, task_id: int | None = None) -> Proposal:
    """The head does not certify: back to the draft, or, once registered, to the correction."""
    with open_step(by=by, proposal=proposal, step=Step.SUBMISSION, task_id=task_id) as opened:
        opened.decide(Outcome.SENT_BACK, reason)
        if opened.proposal.is_registered:
            _reopen_last_request(opened.proposal)
    return proposal


def _check_is_corrected(standing: Standing) -> None:
    """Raises NotReadyError for a section that the open return marks and that was neither changed nor explained."""
    sentence = _("Ubah bagian «%s», atau tulis mengapa tidak perlu diubah.")
    gaps = [Gap(section, sentence % section.label) for section in Section if section in standing.to_correct]
    if gaps:
        raise NotReadyError(gaps)


def _explain(opened: OpenStep, standing: Standing, explanations: Mapping[Section, str]) -> None:
    """Keeps what is said of unchanged sections; of a changed one it would no longer be true."""
    said = []
    for returned in standing.marked:
        before = returned.explanation
        returned.explanation = (
            "" if returned.is_changed else explanations.get(Section(returned.section), before).strip()
        )
        if returned.explanation != before:
            said.append(returned)
    ReturnedSection.objects.bulk_update(said, ("explanation",))
    if told := [{"section": each.section} for each in said if each.explanation]:
        audit.record_all(proposal=opened.proposal, verb="section_explained", data=told)


def _reopen_last_request(proposal: Proposal) -> None:
    """What the officials did not ask for stays closed, however often the head wants the correction corrected."""
    last = ReturnRequest.objects.filter(proposal=proposal).latest("pk")
    ReturnRequest.objects.filter(pk=last.pk).update(answered_at=None)


def _register(opened: OpenStep) -> None:
    proposal = opened.proposal
    if not proposal.is_registered:
        proposal.registration_number = numbers.registration_number(timezone.localdate())
        proposal.submitted_at = timezone.now()
