"""What the result page shows, worked out before the template: facets with links, chips, tags of status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from documents.looks import look_of
from search.labels import PARAMETERS, Labels, facet_short, facet_title
from search.parsing import MAX_TEXT
from search.query import Facet, FacetCount, Hit, Result, Sort

SORTS: Mapping[str, Sort] = {"sesuai": "relevance", "terbaru": "newest", "terlama": "oldest"}
LITERAL = "persis"
_SHOWN = 10
_MAX_CHOSEN = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the result page says; anything it does not understand is left out."""

    text: str
    filters: Mapping[Facet, tuple[str, ...]]
    sort: str
    page: int
    literal: bool = False

    @classmethod
    def read(cls, typed: QueryDict) -> Asked:
        filters: dict[Facet, tuple[str, ...]] = {}
        for facet, name in PARAMETERS.items():
            values = tuple(dict.fromkeys(value for value in typed.getlist(name) if value))[:_MAX_CHOSEN]
            if values:
                filters[facet] = values
        number = typed.get("halaman", "")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
        sort = typed.get("urut", "")
        text = typed.get("q", "")[:MAX_TEXT].strip()
        return cls(text, filters, sort if sort in SORTS else "sesuai", max(page, 1), typed.get(LITERAL) == "1")

    def address(
        self,
        *,
        without: tuple[Facet, str] | None = None,
        text: str | None = None,
        bare: bool = False,
        literal: bool | None = None,
    ) -> str:
        """The query string of the first page of this search, with one value taken away, with another text, or taken literally."""
        pairs = [("q", self.text if text is None else text)]
        for facet, values in self.filters.items() if not bare else ():
            pairs += [(PARAMETERS[facet], value) for value in values if (facet, value) != without]
        if self.sort != "sesuai":
            pairs.append(("urut", self.sort))
        if (self.literal and text is None) if literal is None else literal:
            pairs.append((LITERAL, "1"))
        return "?" + urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: what is shown at once, and what is folded away."""

    name: str
    title: str
    shown: Sequence[Choice]
    more: Sequence[Choice]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with the words for its kind and status."""

    hit: Hit
    kind: str
    status: str
    tag: str
    tag_icon: str
    articles: Sequence[tuple[str, str, str]] = field(default=())


def facet_boxes(result: Result, asked: Asked, labels: Labels) -> list[FacetBox]:
    """All facets in the order on screen; a facet without values is there too, so that the page can say why."""
    return [_box(facet, result.facets.get(facet, ()), asked, labels) for facet in PARAMETERS]


def _box(facet: Facet, counts: Iterable[FacetCount], asked: Asked, labels: Labels) -> FacetBox:
    chosen = asked.filters.get(facet, ())
    counted = {each.value: each.count for each in counts}
    values = list(counted | dict.fromkeys((value for value in chosen if value not in counted), 0))
    if facet == "year":
        values.sort(reverse=True)
    choices = [Choice(value, labels.of(facet, value), counted.get(value, 0), value in chosen) for value in values]
    shown = [choice for position, choice in enumerate(choices) if position < _SHOWN or choice.is_chosen]
    more = [choice for choice in choices if choice not in shown]
    is_open = bool(chosen) or facet in {"kind", "cluster"}
    return FacetBox(PARAMETERS[facet], facet_title(facet), shown, more, is_open)


def chips(asked: Asked, labels: Labels) -> list[Chip]:
    """One per chosen value."""
    return [
        Chip(f"{facet_short(facet)}: {labels.of(facet, value)}", asked.address(without=(facet, value)))
        for facet, values in asked.filters.items()
        for value in values
    ]


def shown_hits(result: Result, labels: Labels) -> list[ShownHit]:
    return [_shown(hit, labels) for hit in result.hits]


def _shown(hit: Hit, labels: Labels) -> ShownHit:
    look = look_of(hit.status)
    articles = [
        (passage.label, f"{hit.url}#{passage.anchor}" if passage.anchor else hit.url, passage.snippet_html)
        for passage in hit.passages
    ]
    return ShownHit(hit, labels.kind(hit.kind), labels.status(hit.status) if hit.status else "", *look, articles)
