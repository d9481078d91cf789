"""Which readers a record has, as ACL tokens: the same rules as `visible_to`, turned around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wagtail.models import Page, PageViewRestriction

from portal.core.audience import PUBLIC, SIGNED_IN, group_tokens
from portal.core.permissions import groups_with
from workflows.models import Proposal

Readers = frozenset[int] | None
"""Group ids; None means everybody whom nothing else keeps out."""

_RESTRICTED_RIGHT = "core.view_restricted_documents"


def with_privacy(pages: Iterable[Page]) -> Iterator[Page]:
    """The same pages, knowing which restrictions hold for them: one query instead of one per page."""
    every = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    for page in pages:
        page.search_restrictions = [each for each in every if page.path.startswith(each.page.path)]
        yield page


def readers_of(page: Page) -> tuple[str, ...]:
    """Tokens of those who may open a live page: Wagtail's privacy of it and all above, and its owner's restriction.

    Where several restrictions meet, only groups within all of them read: somebody who satisfies each by another
    group opens the page and does not find it, never the other way round. A shared password lets nobody find.
    """
    groups: Readers = None
    needs_login = False
    restrictions = getattr(page, "search_restrictions", None)
    for restriction in page.get_view_restrictions() if restrictions is None else restrictions:
        if restriction.restriction_type == PageViewRestriction.LOGIN:
            needs_login = True
        elif restriction.restriction_type == PageViewRestriction.GROUPS:
            groups = _within(groups, frozenset(group.pk for group in restriction.groups.all()))
        else:
            groups = frozenset()
    if getattr(page, "is_restricted", False):
        groups = _within(groups, groups_with(_RESTRICTED_RIGHT, page.owner_unit))
    if groups is None:
        return (SIGNED_IN,) if needs_login else (PUBLIC,)
    return group_tokens(sorted(groups))


def readers_of_proposal(proposal: Proposal) -> tuple[str, ...]:
    """The wall between units: its own people; officials once it is registered (`ProposalQuerySet.visible_to`)."""
    everywhere = groups_with("core.view_proposals")
    groups = groups_with("core.view_proposals", proposal.unit) - everywhere
    if proposal.is_registered:
        groups |= everywhere
        if proposal.leading_directorate:
            groups |= groups_with("core.view_proposals_of_directorate", proposal.leading_directorate)
    return group_tokens(sorted(groups))


def _within(groups: Readers, others: frozenset[int]) -> frozenset[int]:
    return others if groups is None else groups & others
