"""The regulations that a text cites, as far as the reader may open them: one query, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import HttpRequest

from documents.naming import number_key

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
    found: dict[tuple[str, int, str], list[Target]] = {}
    for each in _cited(page, request, asked.values()) if asked else ():
        target = Target(each.get_url(request), frozenset(each.articles or ()))
        for name in {each.kind.code, each.kind.name.casefold()}:
            found.setdefault((name, each.year, each.number_key), []).append(target)
    return {
        number: candidates[0]
        for number, (code, name, cited, year) in asked.items()
        for key in [number_key(cited)]
        for candidates in [found.get((code, year, key)) or found.get((name, year, key)) or []]
        if len(candidates) == 1
    }


def _cited(page: "Regulation", request: HttpRequest, citations: Iterable[list[Any]]) -> Iterable[Any]:
    years = {year for *_, year in citations}
    keys = {number_key(number) for _, _, number, _ in citations}
    visible = type(page).objects.visible_to(request.user).filter(year__in=years, number_key__in=keys)
    articles = (
        visible.exclude(pk=page.pk).annotate(articles=F("text__marks__articles")).select_related("kind").order_by()
    )
    rows: Iterable[Any] = articles.only("url_path", "year", "number_key", "kind__code", "kind__name")
    return rows
