"""What sources say against each other, as lists that a reviewer works off. A dispute ends when its cause is corrected."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents import jdihn_left_out
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
#: Regulations that the national feed cannot have as they are.
NOT_IN_FEED = "jdihn"
ABOUT_FEED: dict[str, str | Promise] = {NOT_IN_FEED: _("Tidak dimuat di umpan JDIHN")}


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
    labels = {**ABOUT_STATUS, **ABOUT_RELATION, **ABOUT_FEED}
    tabs = tuple(Tab(each, str(labels[each]), n, each == name) for each, n in counts.items())
    is_about_relations = name in ABOUT_RELATION
    rows = _relations(name) if is_about_relations else _regulations(name)
    shown = Paginator(rows, PER_PAGE).get_page(page)
    if name == NOT_IN_FEED:
        shown.object_list = _with_feed_problems(shown.object_list)
    return Disputes(tabs, shown, is_about_relations)


def _counts() -> dict[str, int]:
    contradictions = dict(
        Relation.objects.filter(source__live=True)
        .exclude(contradiction="")
        .order_by()
        .values_list("contradiction")
        .annotate(n=Count("pk"))
    )
    about_status = {name: Regulation.objects.live().disputed(name).count() for name in ABOUT_STATUS}
    about_relations = {name: contradictions.get(name, 0) for name in ABOUT_RELATION}
    return about_status | about_relations | {NOT_IN_FEED: _outside_the_feed().count()}


def _regulations(name: str) -> Any:
    repeals = Relation.objects.filter(kind=RelationKind.REPEALS, article="", source__live=True).select_related("source")
    disputed = _outside_the_feed() if name == NOT_IN_FEED else Regulation.objects.live().disputed(name)
    found = disputed.with_kind().order_by("-year", "kind__code", "pk")
    return found.prefetch_related(Prefetch("inverse_relations", queryset=repeals, to_attr="repeals"))


def _outside_the_feed() -> Any:
    return Regulation.objects.live().filter(pk__in=[each.pk for each in jdihn_left_out.left_out()])


def _with_feed_problems(regulations: Any) -> list[Any]:
    problems = {each.pk: each.problems for each in jdihn_left_out.left_out()}
    rows = list(regulations)
    for each in rows:
        each.feed_problems = problems.get(each.pk, ())
    return rows


def _relations(name: str) -> Any:
    found = Relation.objects.filter(Q(contradiction=name), source__live=True).select_related("source", "target")
    return found.order_by("-source__year", "source_id", "pk")
