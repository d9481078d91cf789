"""What the unit has handed in: of a correction, officials read the papers and the answers once the head has certified it."""

from collections.abc import Iterable

from portal.core.permissions import Person, unit_ids_with
from workflows.enums import Outcome
from workflows.models import Decision, Paper, PinnedComment, Proposal, ReturnRequest


def is_of_unit(user: Person, proposal: Proposal) -> bool:
    """Whether the account reads what its unit is still writing."""
    return proposal.unit_id in unit_ids_with(user, "core.view_proposals")


def papers_for(user: Person, proposal: Proposal) -> list[Paper]:
    """Every version that the reader may know of, in the order of their kinds, the newest first. One query.

    To officials the version that an uncertified one has replaced is the present one still (`is_current`).
    """
    papers = proposal.papers.select_related("kind").order_by("kind__order", "kind", "-version")
    if is_of_unit(user, proposal):
        return list(papers)
    known = []
    found = list(papers.with_handing_in())
    replaced = {paper.kind_id for paper in found if paper.is_current and not paper.is_handed_in}  # type: ignore[attr-defined]
    for paper in found:
        if not paper.is_handed_in:  # type: ignore[attr-defined]  # annotated
            continue
        if paper.kind_id in replaced:
            paper.is_current = True
            replaced.discard(paper.kind_id)
        known.append(paper)
    return known


def current_papers_for(user: Person, proposal: Proposal) -> list[Paper]:
    """One of each kind, in their order. One query."""
    return [paper for paper in papers_for(user, proposal) if paper.is_current]


def comments_for(user: Person, proposal: Proposal) -> list[PinnedComment]:
    """Those that the account may read, with their requests and the sections of these; replies as far as it may. Two queries more."""
    comments = PinnedComment.objects.filter(proposal=proposal).visible_to(user, proposal.unit)
    comments = comments.select_related("request").prefetch_related("request__sections")
    if is_of_unit(user, proposal):
        return list(comments)
    found = list(comments.with_handing_in())
    for comment in found:
        if not comment.is_handed_in:  # type: ignore[attr-defined]  # annotated
            comment.reply = ""
    return found


def requests_for(user: Person, proposal: Proposal) -> list[ReturnRequest]:
    """All returns to the unit with what was asked in each; what it said of unchanged sections as far as the account may know."""
    requests = ReturnRequest.objects.filter(proposal=proposal).defer("unasked")
    requests = requests.select_related("decision").prefetch_related("sections")
    if is_of_unit(user, proposal):
        return list(requests)
    found = list(requests.with_handing_in())
    for request in found:
        if not request.is_handed_in:  # type: ignore[attr-defined]  # annotated
            for marked in request.sections.all():
                marked.explanation = ""
    return found


def handed_in_answers(decisions: Iterable[Decision]) -> frozenset[int]:
    """Of all decisions on a proposal, the keys of the returns whose answers the head has certified."""
    all_of_them = list(decisions)
    certified = [decision.at for decision in all_of_them if decision.outcome == Outcome.SUBMITTED]
    returns = ((each.pk, getattr(each, "return_request", None)) for each in all_of_them)
    return frozenset(
        pk
        for pk, request in returns
        if request and request.answered_at and any(at >= request.answered_at for at in certified)
    )
