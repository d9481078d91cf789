"""The regulations that a text cites, as far as the reader may open them: two queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import HttpRequest

from documents.numbers import Numbered

if TYPE_CHECKING:
    from documents.models import Regulation


@dataclass(frozen=True, slots=True)
class Target:
    """Where a cited regulation is read, and the anchors of its articles."""

    address: str
    articles: frozenset[str]

    def at(self, place: str) -> str:
        """The address of an article or a place in it; of the whole if the text here has no such article."""
        article = "-".join(place.split("-")[:2])
        if article not in self.articles:
            return self.address
        return f"{self.address}{article.lower()}/{f'#{place}' if place != article else ''}"


def targets(page: "Regulation", request: HttpRequest, wanted: Iterable[int]) -> dict[int, Target]:
    """By number of the citation (`documents.text.marks`); what is not here, closed or ambiguous is left out."""
    if page.text is None:
        return {}
    citations = page.text.marks.get("citations", ())
    asked = {number: citations[number] for number in wanted if number < len(citations)}
    if not asked:
        return {}
    known = _known(page, request, asked.values())
    meant = {
        number: known[code, year].meant(cited) or known[name, year].meant(cited)
        for number, (code, name, cited, year) in asked.items()
    }
    places = _places(page, request, set(meant.values()) - {None})
    return {number: places[pk] for number, pk in meant.items() if pk in places}


def _known(
    page: "Regulation", request: HttpRequest, citations: Iterable[list[Any]]
) -> dict[tuple[str, int], Numbered[int]]:
    """Numbers and keys of what the reader may open, by code or name of the kind and year; of the kinds and years cited."""
    rows = list(citations)
    kinds = Q(kind__code__in={code for code, *_ in rows})
    for name in {name for _, name, *_ in rows if name}:
        kinds |= Q(kind__name__iexact=name)
    visible = type(page).objects.visible_to(request.user).exclude(pk=page.pk)
    found = visible.filter(kinds, year__in={year for *_, year in rows}).order_by()
    known = defaultdict[tuple[str, int], Numbered[int]](Numbered)
    for code, name, year, key, pk in found.values_list("kind__code", "kind__name", "year", "number_key", "pk"):
        for kind in {code, name.casefold()}:
            known[kind, year].add(key, pk)
    return known


def _places(page: "Regulation", request: HttpRequest, ids: Iterable[Any]) -> dict[int | None, Target]:
    rows = type(page).objects.filter(pk__in=ids).annotate(articles=F("text__marks__articles")).order_by()
    return {
        each.pk: Target(each.get_url(request), frozenset(each.articles or ()))
        for each in rows.only("url_path", "year", "number_key")
    }
