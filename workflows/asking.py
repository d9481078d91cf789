"""What a return asks for by itself, without being typed once more: papers that are not in order, and pinned comments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from workflows import checklists
from workflows.checklists import Line
from workflows.enums import Section, Step
from workflows.models import PinnedComment, Proposal
from workflows.models.verification import PinnedCommentQuerySet


def asked_by_itself(proposal: Proposal, step: Step) -> dict[Section, str]:
    """Sections that a return from this step marks whatever is ticked, each with the words that go with it.

    Comments need no words here: they stand at their answers.
    """
    return asked_by(open_comments(proposal, step), lines_of(proposal, step))


def lines_of(proposal: Proposal, step: Step) -> list[Line]:
    """The checklist, at the step that knows one."""
    return checklists.checklist(proposal) if step is Step.VERIFICATION else []


def asked_by(comments: Iterable[PinnedComment], lines: Sequence[Line]) -> dict[Section, str]:
    """The same from what has been read."""
    asked = {Section(each.section): "" for each in comments}
    wrong = checklists.not_in_order(lines)
    reasons = [
        _("%(kind)s: %(reason)s") % {"kind": line.kind, "reason": line.check.reason} for line in wrong if line.check
    ]
    return asked | ({Section.PAPERS: "\n".join(reasons)} if reasons else {})


def noted_sections(comments: Iterable[Mapping[str, Any]], step: Step) -> dict[Section, str]:
    """What comments alone mark, from rows that have been read: section, step and request of those not settled."""
    return {Section(each["section"]): "" for each in comments if each["step"] == step or each["request_id"]}


def open_comments(proposal: Proposal, step: Step) -> PinnedCommentQuerySet:
    """Those that a return from this step sends to the unit: its own, and what the unit has been asked and is not settled."""
    return PinnedComment.objects.open().going_with(step).filter(proposal=proposal)


def with_what_is_typed(asked: Mapping[Section, str], typed: Mapping[Section, str]) -> dict[Section, str]:
    """Both together, section by section in their order; what was typed comes first."""
    return {
        section: "\n".join(filter(None, (typed.get(section, ""), asked.get(section, ""))))
        for section in Section
        if section in asked or section in typed
    }
