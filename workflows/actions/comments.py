"""Comments pinned to answers: written by whoever has the step, sent with a return, settled afterwards."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from workflows import pinning, snapshots
from workflows.enums import COMMENTING_STEPS, Section, Step
from workflows.execution import ConflictError, OpenStep, ReasonIsMissingError, held_step
from workflows.models import PinnedComment, Proposal


class AnswerIsGoneError(ConflictError):
    """There is no such answer (any more)."""


def commenting_step(proposal: Proposal) -> Step:
    """The step whose holder may comment now; at other stages the verifier's, which is then not open."""
    return next((step for step in COMMENTING_STEPS if step.value == proposal.stage), Step.VERIFICATION)


@transaction.atomic
def pin_comment(*, by: User, proposal: Proposal, section: Section, row: str, column: str, text: str) -> PinnedComment:
    """Keeps a comment that goes to the unit with the next return from this step, and marks its section then.

    Raises ReasonIsMissingError for an empty one, AnswerIsGoneError and what `held_step` raises. The same words twice at one
    answer are one comment: a second click. The audit chain holds no words: they may name people.
    """
    text = text.strip()[: PinnedComment.MOST_LETTERS]
    if not text:
        raise ReasonIsMissingError(_("Tulis catatannya."))
    step = commenting_step(proposal)
    with held_step(by=by, proposal=proposal, step=step) as opened:
        if not pinning.is_commentable(snapshots.take(opened.proposal, section), row, column):
            raise AnswerIsGoneError(_("Isian itu tidak ada lagi. Muat ulang halaman ini."))
        comment, is_new = PinnedComment.objects.open().get_or_create(
            proposal=opened.proposal,
            section=section,
            row=row,
            column=column,
            text=text,
            step=step,
            defaults={
                "by": by,
                "by_name": by.name,
                "by_office": opened.capacity.office_in_full,
                "at": timezone.now(),
            },
        )
        if is_new:
            _record(opened, "comment_pinned", comment)
    return comment


@transaction.atomic
def remove_comment(*, by: User, comment: PinnedComment) -> None:
    """Takes away what the unit has not seen. Of what was sent nothing disappears: that is closed."""
    with held_step(by=by, proposal=comment.proposal, step=commenting_step(comment.proposal)) as opened:
        unsent = PinnedComment.objects.open().filter(pk=comment.pk, request=None, step=opened.step)
        if not unsent.exists():
            raise AnswerIsGoneError(_("Catatan ini sudah dikirim atau sudah dihapus."))
        _record(opened, "comment_removed", comment)
        unsent.delete()


@transaction.atomic
def close_comment(*, by: User, comment: PinnedComment) -> None:
    """What was asked is settled. Closed twice, the first one counts."""
    with held_step(by=by, proposal=comment.proposal, step=commenting_step(comment.proposal)) as opened:
        sent = PinnedComment.objects.open().sent().filter(pk=comment.pk)
        if sent.update(closed_at=timezone.now(), closed_by_name=by.name):
            _record(opened, "comment_closed", comment)


def reply_to_comments(asked: Iterable[PinnedComment], replies: Mapping[int, str]) -> dict[Section, str]:
    """Keeps what the unit says to the comments `asked` in its open return; the replies together, by section.

    For `resubmit`, under its lock. What is said to other comments is ignored.
    """
    said: dict[Section, list[PinnedComment]] = {}
    changed = []
    for comment in asked:
        reply = replies.get(comment.pk, comment.reply).strip()[: PinnedComment.MOST_LETTERS]
        if reply != comment.reply:
            comment.reply = reply
            changed.append(comment)
        if reply:
            said.setdefault(Section(comment.section), []).append(comment)
    PinnedComment.objects.bulk_update(changed, ("reply",))
    return {section: pinning.replies_together(each) for section, each in said.items()}


def _record(opened: OpenStep, verb: str, comment: PinnedComment) -> None:
    proposal = opened.proposal
    data = {"comment": comment.pk, "section": comment.section, "row": comment.row, "column": comment.column}
    audit.record(by=opened.by, verb=verb, obj=proposal, unit=proposal.unit, data=data, capacity=opened.capacity)
