"""The marks of a text (`documents.text.marks`) as links on one page: terms to their definition, references, citations."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.html import escape

from documents.reading import prose
from documents.reading.cited import Target, targets
from documents.reading.labels import Tree, label
from documents.text.marks import CITATION, PLACE, TERM
from documents.text.nodes import Kind, one_line

if TYPE_CHECKING:
    from documents.models import Regulation


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that the page uses and that is defined elsewhere in the text."""

    id: str
    names: str
    words: str
    source: str
    address: str


class Annotations:
    """Writes the paragraphs of the units that a page shows. `place` gives the address of an anchor as seen from there."""

    def __init__(
        self,
        page: "Regulation",
        request: HttpRequest,
        units: Iterable[Tree],
        place: Callable[[str], str],
        hits: re.Pattern[str] | None = None,
    ) -> None:
        self._tree = page.text.tree if page.text else {}
        marks: dict[str, Any] = (page.text.marks if page.text else None) or {}
        self._terms: list[list[str]] = marks.get("terms", [])
        self._marks: dict[str, list[list[Any]]] = marks.get("places", {})
        self._here = {anchor for unit in units for anchor in _anchors(unit)}
        self._place = place
        self._hits = hits
        self._targets: dict[int, Target] = targets(page, request, {mark[3] for mark in self._shown(CITATION)})

    def paragraphs(self, unit: Tree) -> str:
        """The own words of a unit."""
        text, offset = unit.get("text", ""), unit.get("offset", 0)
        marks = self._marks.get(unit.get("origin") or unit.get("anchor", ""), ())
        links = [
            prose.Link(start - offset, end - offset, tag)
            for start, end, kind, *what in marks
            if offset <= start and end <= offset + len(text) and (tag := self._tag(kind, what))
        ]
        return prose.linked(text, links, self._hits)

    def lines(self, unit: Tree) -> str:
        """Words in which the line ends mean something; nothing in them is a link."""
        return prose.lines(unit, self._hits)

    def glossary(self) -> tuple[Definition, ...]:
        """The definitions that the links of terms lead to, as far as they do not stand on the page themselves."""
        wanted: dict[str, list[str]] = {}
        for mark in self._shown(TERM):
            name, anchor = self._terms[mark[3]]
            if anchor not in self._here and name not in wanted.setdefault(anchor, []):
                wanted[anchor].append(name)
        if not wanted:
            return ()
        return tuple(self._definitions(self._tree, wanted, ""))

    def _shown(self, kind: str) -> Iterator[list[Any]]:
        return (mark for anchor in self._marks.keys() & self._here for mark in self._marks[anchor] if mark[2] == kind)

    def _tag(self, kind: str, what: list[Any]) -> str:
        if kind == TERM:
            anchor = self._terms[what[0]][1]
            return f'<a class="def" href="#{"" if anchor in self._here else "istilah-"}{escape(anchor)}">'
        if kind == PLACE:
            address = f"#{what[0]}" if what[0] in self._here else self._place(what[0])
            return f'<a href="{escape(address)}">'
        target = self._targets.get(what[0])
        return f'<a href="{escape(target.at(what[1]))}">' if target else ""

    def _definitions(self, unit: Tree, wanted: dict[str, list[str]], article: str) -> Iterator[Definition]:
        if Kind(unit["kind"]) is Kind.PASAL:
            article = label(unit)
        anchor = unit.get("anchor", "")
        if anchor in wanted:
            source = f"{article} angka {unit.get('number', '')}" if article and unit.get("number") else article
            yield Definition(f"istilah-{anchor}", ", ".join(wanted[anchor]), _words(unit), source, self._place(anchor))
        for child in unit.get("children", ()):
            yield from self._definitions(child, wanted, article)


def _anchors(unit: Tree) -> Iterator[str]:
    if anchor := unit.get("origin") or unit.get("anchor"):
        yield anchor
    for child in unit.get("children", ()):
        yield from _anchors(child)


def _words(unit: Tree) -> str:
    parts = [unit.get("text", "")]
    parts += [f"{child.get('lead', '')}{_words(child)}" for child in unit.get("children", ())]
    return one_line(" ".join(parts))
