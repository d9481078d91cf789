"""What the unit changed after a return, beside what was asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.core.models import User
from workflows import pinning, queries, snapshots
from workflows.enums import Section
from workflows.handed_in import comments_for, papers_for
from workflows.models import Paper, Proposal, ReturnedSection, ReturnRequest
from workflows.pinning import Remark
from workflows.snapshots import Change, Clear
from workflows.unasked import unasked_changes
from workflows.views.access import signed_in, visible_proposal
from workflows.views.unmasking import running_access


@dataclass(frozen=True, slots=True)
class Answered:
    """One section that was asked for: its comments, what changed (None: nobody knows), and the files of papers."""

    returned: ReturnedSection
    changes: list[Change] | None
    remarks: list[Remark]
    replaced: list[tuple[Paper | None, Paper]]

    @property
    def explanation(self) -> str:
        return pinning.explanation_of(self.returned, (each.comment for each in self.remarks))


@login_required
@never_cache
@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit changed after the last return that it answered, asked for or not; 404 before there was one."""
    user = signed_in(request)
    found = visible_proposal(user, pk)
    answered = queries.last_answered_return(found, user)
    if answered is None:
        raise Http404
    clear = snapshots.clear_of(found) if running_access(request, found) else {}
    papers = papers_for(user, found)
    current = [paper for paper in papers if paper.is_current]
    context = {
        "proposal": found,
        "decision": answered.decision,
        "sections": list(_sections(user, found, answered, clear, papers)),
        "unasked": [
            (section, told, _replaced(papers, answered) if section is Section.PAPERS else [])
            for section, told in unasked_changes(found, answered, clear, current)
        ],
        "knows_unasked": bool(answered.unasked),
        "is_open": bool(clear),
    }
    return render(request, "workflows/changes.html", context)


def _sections(
    user: User, proposal: Proposal, answered: ReturnRequest, clear: dict[Section, Clear], papers: list[Paper]
) -> Iterable[Answered]:
    marked = list(answered.sections.all())
    kept = pinning.kept_contents(marked)
    told = [comment for comment in comments_for(user, proposal) if comment.request_id == answered.pk]
    current = [paper for paper in papers if paper.is_current]
    for each in marked:
        section = Section(each.section)
        now, shown = snapshots.take(proposal, section, current), clear.get(section)
        yield Answered(
            each,
            snapshots.changes(each.content, now, section, shown) if each.content else None,
            [pinning.remark(comment, kept, now, shown) for comment in told if comment.section == section],
            _replaced(papers, answered) if section is Section.PAPERS else [],
        )


def _replaced(papers: list[Paper], answered: ReturnRequest) -> list[tuple[Paper | None, Paper]]:
    """Papers that came after the return, each with the one that it replaced."""
    return [
        (_before(papers, paper, answered), paper)
        for paper in papers
        if paper.is_current and paper.uploaded_at > answered.decision.at
    ]


def _before(papers: list[Paper], newer: Paper, answered: ReturnRequest) -> Paper | None:
    """The paper of the same kind that the official had before them."""
    older = [each for each in papers if each.kind_id == newer.kind_id and each.uploaded_at <= answered.decision.at]
    return older[0] if older else None
