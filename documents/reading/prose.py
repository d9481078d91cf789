"""The own words of a unit as paragraphs of HTML: hard line ends joined, every word escaped, links and hits put in."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from django.utils.html import escape

from documents.reading.labels import Tree
from documents.text.nodes import flowing

_BLANK_LINES = re.compile(r"\n[ \t]*\n")


class Words(Protocol):
    """How the own words of a unit are written."""

    def paragraphs(self, unit: Tree) -> str:
        """Running text."""

    def lines(self, unit: Tree) -> str:
        """Text in which the line ends mean something."""


class Plain:
    """Words with nothing in them."""

    def paragraphs(self, unit: Tree) -> str:
        return linked(unit.get("text", ""), ())

    def lines(self, unit: Tree) -> str:
        return lines(unit)


class Link(NamedTuple):
    """A place in a text and the tag that opens there (`<a …>`, escaped); links stand in order and apart from each other."""

    start: int
    end: int
    tag: str


def lines(unit: Tree, hits: re.Pattern[str] | None = None) -> str:
    """Paragraphs in which the line ends mean something: titles, signatures, tables of an annex."""
    return "".join(
        f"<p>{'<br>'.join(marked(' '.join(line.split()), hits) for line in part.splitlines() if line.strip())}</p>"
        for part in _BLANK_LINES.split(unit.get("text", ""))
        if part.strip()
    )


def linked(text: str, links: Sequence[Link], hits: re.Pattern[str] | None = None) -> str:
    """Paragraphs with links, and what `hits` finds marked."""
    return "".join(
        f"<p>{content}</p>"
        for start, end in _paragraphs(text)
        if (content := "".join(_pieces(text, start, end, links, hits)).strip())
    )


def marked(words: str, hits: re.Pattern[str] | None) -> str:
    """Escaped words, with what `hits` finds in `<mark>`."""
    if hits is None:
        return escape(words)
    parts, at = [], 0
    for match in hits.finditer(words):
        parts += [escape(words[at : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        at = match.end()
    return "".join([*parts, escape(words[at:])])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for blank in _BLANK_LINES.finditer(text):
        yield at, blank.start()
        at = blank.end()
    yield at, len(text)


def _pieces(text: str, start: int, end: int, links: Sequence[Link], hits: re.Pattern[str] | None) -> Iterator[str]:
    at = start
    for link in links:
        if link.start < start or link.end > end:
            continue
        yield marked(flowing(text[at : link.start]), hits)
        yield f"{link.tag}{marked(flowing(text[link.start : link.end]), hits)}</a>"
        at = link.end
    yield marked(flowing(text[at:end]), hits)
