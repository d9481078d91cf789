"""What the result page shows, worked out before the template: facets with links, chips, tags of status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from search.labels import PARAMETERS, Labels, facet_short, facet_title
from search.parsing import MAX_TEXT
from search.query import Facet, FacetCount, Result, Sort

SORTS: Mapping[str, Sort] = {"sesuai": "relevance", "terbaru": "newest", "terlama": "oldest"}
LITERAL = "persis"
YEAR_FROM, YEAR_TO = "dari", "sampai"
_SHOWN = 10
_MAX_CHOSEN = 30
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the result page says; anything it does not understand is left out."""

    text: str
    filters: Mapping[Facet, tuple[str, ...]]
    sort: str
    page: int
    literal: bool = False
    year_from: int | None = None
    year_to: int | None = None
    misread: tuple[str, ...] = ()

    @classmethod
    def read(cls, typed: QueryDict) -> Asked:
        """Years in the wrong order change places; what was typed as a year and is none is `misread`."""
        filters: dict[Facet, tuple[str, ...]] = {}
        for facet, name in PARAMETERS.items():
            values = tuple(dict.fromkeys(value for value in typed.getlist(name) if value))[:_MAX_CHOSEN]
            if values:
                filters[facet] = values
        sort = typed.get("urut", "")
        years = [typed.get(name, "").strip() for name in (YEAR_FROM, YEAR_TO)]
        first, last = (_year(text) for text in years)
        if first and last and first > last:
            first, last = last, first
        return cls(
            text=typed.get("q", "")[:MAX_TEXT].strip(),
            filters=filters,
            sort=sort if sort in SORTS else "sesuai",
            page=_number(typed.get("halaman", "")) or 1,
            literal=typed.get(LITERAL) == "1",
            year_from=first,
            year_to=last,
            misread=tuple(text[:20] for text in years if text and not _year(text)),
        )

    @property
    def limits(self) -> dict[str, Any]:
        """Fields of `SearchQuery` that narrow the answer; years that were chosen go before those that the words say."""
        years = {"year_from": self.year_from, "year_to": self.year_to} if self.year_from or self.year_to else {}
        return {"filters": self.filters, **years}

    @property
    def order(self) -> Sort:
        """Without a question nothing is more relevant than another: the newest first."""
        return "newest" if self.sort == "sesuai" and not self.text else SORTS[self.sort]

    def narrowing(self, *, without: tuple[Facet, str] | None = None, years: bool = True) -> list[tuple[str, str]]:
        """Names and values of what narrows the answer, as in an address."""
        chosen = [(facet, value) for facet, values in self.filters.items() for value in values]
        pairs = [(PARAMETERS[facet], value) for facet, value in chosen if (facet, value) != without]
        limits = ((YEAR_FROM, self.year_from), (YEAR_TO, self.year_to)) if years else ()
        return pairs + [(name, str(year)) for name, year in limits if year]

    def address(
        self,
        *,
        without: tuple[Facet, str] | None = None,
        text: str | None = None,
        bare: bool = False,
        literal: bool | None = None,
        years: bool = True,
    ) -> str:
        """The query string of the first page of this search: with one value taken away, with another text, taken
        literally, without the limits on years, or `bare` of all that narrows it.
        """
        pairs = [("q", self.text if text is None else text)]
        if not bare:
            pairs += self.narrowing(without=without, years=years)
        if self.sort != "sesuai":
            pairs.append(("urut", self.sort))
        if (self.literal and text is None) if literal is None else literal:
            pairs.append((LITERAL, "1"))
        return "?" + urlencode(pairs)


def _number(typed: str) -> int | None:
    """A positive number as typed, else None."""
    return int(typed) or None if typed.isascii() and typed.isdecimal() and len(typed) < 7 else None


def _year(typed: str) -> int | None:
    number = _number(typed)
    return number if number and len(typed) == _YEAR_DIGITS else None


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
    at_once = [choice for position, choice in enumerate(choices) if position < _SHOWN or choice.is_chosen]
    more = [choice for choice in choices if choice not in at_once]
    is_open = (
        bool(chosen) or facet in {"kind", "cluster"} or (facet == "year" and bool(asked.year_from or asked.year_to))
    )
    return FacetBox(PARAMETERS[facet], facet_title(facet), at_once, more, is_open)


def chips(asked: Asked, labels: Labels) -> list[Chip]:
    """One per chosen value, and one for the years."""
    chosen = [
        Chip(f"{facet_short(facet)}: {labels.of(facet, value)}", asked.address(without=(facet, value)))
        for facet, values in asked.filters.items()
        for value in values
    ]
    years = years_in_words(asked.year_from, asked.year_to)
    return [*chosen, Chip(years, asked.address(years=False))] if years else chosen


def years_in_words(first: int | None, last: int | None) -> str:
    """«tahun 2010–2015», «sejak tahun 2010», «sampai tahun 2015», or nothing."""
    if first and last:
        return gettext("tahun %(first)s") % {"first": first if first == last else f"{first}–{last}"}
    if first:
        return gettext("sejak tahun %(first)s") % {"first": first}
    return gettext("sampai tahun %(last)s") % {"last": last} if last else ""
