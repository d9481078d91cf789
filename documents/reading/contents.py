"""The table of contents: chapters with their articles; of a divided text all chapters, and the articles of the open part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from documents.reading.labels import CHAPTERS, PARTS, SECTIONS, Tree, label, title
from documents.reading.parts import Division
from documents.text.nodes import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    label: str
    address: str
    entries: tuple["Entry", ...] = ()


def contents(tree: Tree, division: Division, part: int, home: str) -> tuple[Entry, ...]:
    """The lines as a reader of this part needs them; `home` is the address of the regulation.

    Articles of other parts are one line a part («Pasal 57 – Pasal 80»), and nothing below a chapter that lies in one other
    part: its own line leads there.
    """
    return tuple(_Lines(division, part, home).of(tree.get("children", ())))


class _Lines:
    def __init__(self, division: Division, part: int, home: str) -> None:
        self._division = division
        self._part = part
        self._home = home

    def of(self, units: Iterable[Tree]) -> Iterator[Entry]:
        for is_article, group in groupby(units, key=lambda unit: Kind(unit["kind"]) in (Kind.PASAL, *SECTIONS)):
            if is_article:
                yield from self._articles(list(_articles(group)))
                continue
            for unit in group:
                kind = Kind(unit["kind"])
                if kind in CHAPTERS:
                    yield Entry(title(unit), self._address(unit), tuple(self._inside(unit)))
                elif kind in PARTS:
                    yield Entry(title(unit), self._address(unit))

    def _inside(self, chapter: Tree) -> Iterator[Entry]:
        spread = self._division.of_unit(chapter)
        if self._part in spread or len(spread) > 1:
            yield from self.of(chapter.get("children", ()))

    def _articles(self, articles: list[Tree]) -> Iterator[Entry]:
        for index, group in groupby(articles, key=lambda article: self._division.index_at(article["anchor"])):
            found = list(group)
            if index == self._part:
                yield from (
                    Entry(f"{label(each)} {each.get('heading', '')}".strip(), self._address(each)) for each in found
                )
            else:
                yield Entry(span(found), self._address(found[0]))

    def _address(self, unit: Tree) -> str:
        index = self._division.index_at(unit["anchor"])
        page = "" if index == self._part else self._division.address(index, self._home)
        return f"{page}#{unit['anchor']}"


def span(articles: list[Tree]) -> str:
    """«Pasal 57 – Pasal 80»."""
    return " – ".join(dict.fromkeys((label(articles[0]), label(articles[-1]))))


def _articles(units: Iterable[Tree]) -> Iterator[Tree]:
    for unit in units:
        if Kind(unit["kind"]) is Kind.PASAL:
            yield unit
        else:
            yield from _articles(unit.get("children", ()))
