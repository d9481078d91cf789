"""What a page shows of a text: one part of it, its contents, and the ways to the other parts."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents.reading.contents import Entry, contents
from documents.reading.html import Paragraphs, html
from documents.reading.labels import ARTICLES, Tree, label, title
from documents.reading.parts import Division
from documents.reading.prose import plain
from documents.text.nodes import Kind


@dataclass(frozen=True, slots=True)
class Way:
    """To the part before or after."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`number` of `count` parts; a text of ordinary length is one. `slug` is the address below the regulation's."""

    html: SafeString
    contents: tuple[Entry, ...]
    number: int
    count: int
    name: str
    slug: str
    before: Way | None
    after: Way | None


def shown(tree: Tree, division: Division, index: int, home: str, paragraphs: Paragraphs = plain) -> Shown:
    """A part of a text; `home` is the address of its regulation."""
    part = division.parts[index]

    def way(to: int) -> Way | None:
        exists = 0 <= to < len(division.parts)
        return Way(name(division.parts[to].tree), division.address(to, home)) if exists else None

    return Shown(
        html=html(part.tree, paragraphs, home),
        contents=contents(tree, division, index, home),
        number=index + 1,
        count=len(division.parts),
        name=name(part.tree),
        slug=part.slug,
        before=way(index - 1),
        after=way(index + 1),
    )


def name(part: Tree) -> str:
    """«BAB VII PENUTUP», or «BAB VII, Pasal 72» for one that begins within a chapter."""
    first = next(iter(part.get("children", ())), None)
    if first is None:
        return ""
    if not first.get("continued"):
        return title(first)
    article = _first_article(first)
    return ", ".join(filter(None, (label(first) or title(first), label(article) if article else "")))


def _first_article(unit: Tree) -> Tree | None:
    for child in unit.get("children", ()):
        found = child if Kind(child["kind"]) in ARTICLES else _first_article(child)
        if found:
            return found
    return None
