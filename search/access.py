"""Which readers a record has, as ACL tokens: the same rules as `visible_to`, turned around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wagtail.models import Page, PageViewRestriction

from portal.core.audience import PUBLIC, SIGNED_IN, group_tokens, member_tokens
from portal.core.permissions import Grants
from workflows.models import Proposal

Readers = frozenset[int] | None
"""Group ids; None means everybody whom nothing else keeps out."""

_RESTRICTED_RIGHT = "core.view_restricted_documents"
_PROPOSAL_RIGHT = "core.view_proposals"
_DIRECTORATE_RIGHT = "core.view_proposals_of_directorate"


EveryGrant = list[tuple[str, str, int, list[int]]]
"""Right, sort of place, place, groups, of all that there are."""


def every_grant() -> EveryGrant:
    """All that `readers_of` and `readers_of_proposal` ask of rights. One query."""
    return Grants(_RESTRICTED_RIGHT, _PROPOSAL_RIGHT, _DIRECTORATE_RIGHT).listed()


def with_privacy(pages: Iterable[Page]) -> Iterator[Page]:
    """The same pages, knowing which restrictions and rights hold for them: a few queries instead of some per page."""
    grants = Grants(_RESTRICTED_RIGHT)
    closed = list(_closed_paths())
    for page in pages:
        page.search_restrictions = [restriction for path, restriction in closed if page.path.startswith(path)]
        page.search_grants = grants
        yield page


def _closed_paths() -> Iterator[tuple[str, PageViewRestriction]]:
    """Each path below which a restriction holds: that of its page and of every alias of it. What stands on an alias itself
    Wagtail does not ask for (`Page.get_view_restrictions`).
    """
    every = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    aliases: dict[int, list[Page]] = {}
    for alias in Page.objects.filter(alias_of__isnull=False).only("path", "alias_of") if every else ():
        aliases.setdefault(alias.alias_of_id, []).append(alias)
    for restriction in every:
        pages = [restriction.page] if restriction.page.alias_of_id is None else []
        for page in pages:  # it grows: an alias may have aliases
            yield page.path, restriction
            pages += [alias for alias in aliases.get(page.pk, ()) if alias not in pages]


def with_aliases(page: Page) -> list[Page]:
    """The page and all that follow it: its aliases, and theirs. They have the readers that it has."""
    found = fresh = [page]
    while fresh:
        known = [each.pk for each in found]
        fresh = list(Page.objects.filter(alias_of__in=[each.pk for each in fresh]).exclude(pk__in=known))
        found = found + fresh
    return found


def readers_of(page: Page) -> tuple[str, ...]:
    """Tokens of those who may open a live page: Wagtail's privacy of it and all above, and its owner's restriction.

    Where several restrictions meet, only groups within all of them read: somebody who satisfies each by another
    group opens the page and does not find it, never the other way round. A shared password lets nobody find.
    """
    groups: Readers = None
    needs_login = asks_for_members = False
    restrictions = getattr(page, "search_restrictions", None)
    for restriction in page.get_view_restrictions() if restrictions is None else restrictions:
        if restriction.restriction_type == PageViewRestriction.LOGIN:
            needs_login = True
        elif restriction.restriction_type == PageViewRestriction.GROUPS:
            groups = _within(groups, frozenset(group.pk for group in restriction.groups.all()))
            asks_for_members = True
        else:
            groups = frozenset()
    if getattr(page, "is_restricted", False):
        grants = getattr(page, "search_grants", None) or Grants(_RESTRICTED_RIGHT)
        groups = _within(groups, grants.groups_with(_RESTRICTED_RIGHT, page.owner_unit))
    if groups is None:
        return (SIGNED_IN,) if needs_login else (PUBLIC,)
    return (member_tokens if asks_for_members else group_tokens)(sorted(groups))


def proposal_grants() -> Grants:
    """What `readers_of_proposal` asks, read once for many proposals."""
    return Grants(_PROPOSAL_RIGHT, _DIRECTORATE_RIGHT)


def readers_of_proposal(proposal: Proposal, grants: Grants) -> tuple[str, ...]:
    """The wall between units: its own people; officials once it is registered (`ProposalQuerySet.visible_to`)."""
    groups = grants.groups_on(_PROPOSAL_RIGHT, proposal.unit)
    if proposal.is_registered:
        groups |= grants.groups_with(_PROPOSAL_RIGHT)
        if proposal.leading_directorate:
            groups |= grants.groups_with(_DIRECTORATE_RIGHT, proposal.leading_directorate)
    return group_tokens(sorted(groups))


def _within(groups: Readers, others: frozenset[int]) -> frozenset[int]:
    return others if groups is None else groups & others
