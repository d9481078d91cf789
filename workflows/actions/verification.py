"""The verifier's verdicts."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import asking, checklists, snapshots, totals
from workflows.enums import Outcome, Section, Step
from workflows.execution import OpenStep, open_step
from workflows.models import Item, PinnedComment, Proposal, ReturnedSection, ReturnRequest


class SectionsAreMissingError(Exception):
    """A return to the unit that opens no section: nobody could correct anything. The message is a sentence for the user."""


class PapersAreIncompleteError(Exception):
    """A required paper was not looked at, or is not in order. The message is a sentence for the user that names them."""


def verify(*, by: User, proposal: Proposal, note: str = "", task_id: int | None = None) -> Proposal:
    """The papers are complete: on to the Director. Comments ask for nothing any more. Raises PapersAreIncompleteError."""
    with open_step(by=by, proposal=proposal, step=Step.VERIFICATION, task_id=task_id) as opened:
        if refusal := checklists.why_incomplete(checklists.checklist(opened.proposal)):
            raise PapersAreIncompleteError(refusal)
        close_comments(opened)
        opened.decide(Outcome.COMPLETE, note)
    return proposal


def return_for_revision(
    *,
    by: User,
    proposal: Proposal,
    reason: str,
    sections: Mapping[Section, str] | None = None,
    step: Step = Step.VERIFICATION,
    task_id: int | None = None,
) -> Proposal:
    """Back to whoever has to mend it. `sections` maps those to be corrected to a comment each.

    From the verifier or the Director it goes to the unit and needs at least one section (SectionsAreMissingError); papers
    that are not in order and open comments mark theirs by themselves. From the Director-General it goes to the Director,
    without sections.
    """
    with open_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened:
        if step is Step.DIRECTOR_GENERAL:
            forget_approval(opened)
            opened.decide(Outcome.RETURNED, reason)
        else:
            _return_to_unit(opened, reason, sections or {})
    return proposal


def _return_to_unit(opened: OpenStep, reason: str, sections: Mapping[Section, str]) -> None:
    proposal, step = opened.proposal, opened.step
    comments, lines = list(asking.open_comments(proposal, step)), asking.lines_of(proposal, step)
    asked = asking.with_what_is_typed(asking.asked_by(comments, lines), sections)
    if not asked:
        raise SectionsAreMissingError(_("Tandai sedikitnya satu bagian yang harus diperbaiki."))
    forget_approval(opened)
    decision = opened.decide(Outcome.RETURNED, reason)
    content = snapshots.take_all(proposal, checklists.current_papers(lines) if lines else None)
    unasked = {section.value: said for section, said in content.items() if section not in asked}
    request = ReturnRequest.objects.create(decision=decision, proposal=proposal, unasked=unasked)
    ReturnedSection.objects.bulk_create(
        ReturnedSection(request=request, section=section, comment=comment, content=content[section])
        for section, comment in asked.items()
    )
    if comments:
        PinnedComment.objects.filter(pk__in=[each.pk for each in comments]).update(request=request)


def close_comments(opened: OpenStep) -> None:
    """The case goes on or ends: nobody is asked any more. What the unit never saw stays for the officials to read."""
    comments = asking.open_comments(opened.proposal, opened.step)
    comments.update(closed_at=timezone.now(), closed_by_name=opened.by.name)


def forget_approval(opened: OpenStep) -> None:
    """What was approved in the round that ends here no longer counts."""
    if opened.step is Step.VERIFICATION:
        return  # nothing is approved yet, or every way back here has forgotten it
    approved = Item.objects.filter(community__proposal=opened.proposal, approved_quantity__isnull=False)
    if approved.update(approved_quantity=None):
        totals.count_up(opened.proposal)
