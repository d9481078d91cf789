"""What sources say against each other, as lists that a reviewer works off. A dispute ends when its cause is corrected."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.enums import Contradiction, RelationKind
from documents.models import Regulation, Relation

PER_PAGE = 50

REGISTER_ONLY, RELATION_ONLY, STATED = "register", "hubungan", "data-asal"
#: Disputes about a regulation, by the name that stands in the address.
ABOUT_STATUS: dict[str, str | Promise] = {
    REGISTER_ONLY: _("Dicabut menurut register, tanpa hubungan yang mencabut"),
    RELATION_ONLY: _("Dicabut oleh satu hubungan, berlaku menurut register"),
    STATED: _("Dicabut oleh satu hubungan, berlaku menurut data asal impor"),
}
#: Relations that cannot be as they are.
ABOUT_RELATION: dict[str, str | Promise] = {
    Contradiction.CYCLE.value: _("Hubungan melingkar"),
    Contradiction.LOWER_RANK.value: _("Dicabut oleh peraturan yang lebih rendah"),
    Contradiction.TOO_EARLY.value: _("Diubah atau dicabut oleh peraturan yang lebih tua"),
    Contradiction.NO_ARTICLE.value: _("Pasal yang disebut tidak ada"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of dispute with the number of its cases."""

    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Disputes:
    """The tabs and a page of the chosen one: regulations, or relations if `is_about_relations`."""

    tabs: tuple[Tab, ...]
    page: "ListPage[Any]"
    is_about_relations: bool

    @property
    def chosen(self) -> Tab:
        return next(tab for tab in self.tabs if tab.is_chosen)


def disputes(chosen: str, page: str) -> Disputes:
    """The cases of one kind; an unknown name is the first kind that has any."""
    counts = _counts()
    name = chosen if chosen in counts else next((each for each, n in counts.items() if n), REGISTER_ONLY)
    labels = {**ABOUT_STATUS, **ABOUT_RELATION}
    tabs = tuple(Tab(each, str(labels[each]), n, each == name) for each, n in counts.items())
    is_about_relations = name in ABOUT_RELATION
    rows = _relations(name) if is_about_relations else _regulations(name)
    return Disputes(tabs, Paginator(rows, PER_PAGE).get_page(page), is_about_relations)


def _counts() -> dict[str, int]:
    contradictions = dict(
        Relation.objects.filter(source__live=True)
        .exclude(contradiction="")
        .order_by()
        .values_list("contradiction")
        .annotate(n=Count("pk"))
    )
    about_status = {name: Regulation.objects.live().disputed(name).count() for name in ABOUT_STATUS}
    return about_status | {name: contradictions.get(name, 0) for name in ABOUT_RELATION}


def _regulations(name: str) -> Any:
    repeals = Relation.objects.filter(kind=RelationKind.REPEALS, article="", source__live=True).select_related("source")
    found = Regulation.objects.live().disputed(name).with_kind().order_by("-year", "kind__code", "pk")
    return found.prefetch_related(Prefetch("inverse_relations", queryset=repeals, to_attr="repeals"))


def _relations(name: str) -> Any:
    found = Relation.objects.filter(Q(contradiction=name), source__live=True).select_related("source", "target")
    return found.order_by("-source__year", "source_id", "pk")
