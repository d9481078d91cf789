"""The list of suggested relations, by what is to be done with them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Case, Count, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.enums import RelationKind
from documents.models import RelationSuggestion
from documents.querysets import SuggestionQuerySet
from documents.reviewing.disputes import PER_PAGE, Tab

PROPOSED, WAITING, REJECTED = "usulan", "orang-kedua", "ditolak"
LABELS: dict[str, str | Promise] = {
    PROPOSED: _("Usulan dari naskah"),
    WAITING: _("Menunggu orang kedua"),
    REJECTED: _("Ditolak"),
}
URGENT = (RelationKind.REPEALS, RelationKind.REPEALS_PART, RelationKind.AMENDS)
"""Kinds that change a status come first: until somebody decides, the portal shows the old one."""
_STATES = {
    PROPOSED: SuggestionQuerySet.proposed,
    WAITING: SuggestionQuerySet.waiting,
    REJECTED: SuggestionQuerySet.rejected,
}


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A page of suggestions of one state, perhaps of one kind only."""

    tabs: tuple[Tab, ...]
    kinds: tuple[Tab, ...]
    kind: str
    page: "ListPage[Any]"

    @property
    def state(self) -> str:
        return next(tab.name for tab in self.tabs if tab.is_chosen)


def suggestions(state: str, kind: str, page: str) -> Suggestions:
    """What was typed and means nothing is the first tab, or every kind."""
    chosen = state if state in LABELS else PROPOSED
    rows = RelationSuggestion.objects.all()
    tabs = tuple(Tab(each, str(label), _STATES[each](rows).count(), each == chosen) for each, label in LABELS.items())
    found = _STATES[chosen](rows)
    counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    wanted = kind if kind in counts else ""
    kinds = tuple(
        Tab(each.value, str(each.label), counts[each.value], each.value == wanted)
        for each in RelationKind
        if each.value in counts
    )
    if wanted:
        found = found.filter(kind=wanted)
    listed = found.select_related("source", "source__kind", "target", "target__kind", "decided_by")
    urgent = Case(*(When(kind=each, then=place) for place, each in enumerate(URGENT)), default=len(URGENT))
    ordered = listed.order_by(urgent, "-source__year", "source_id", "kind", "pk")
    return Suggestions(tabs, kinds, wanted, Paginator(ordered, PER_PAGE).get_page(page))
