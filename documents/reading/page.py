"""What a page shows of a text: one part of it, its contents, and the ways to the other parts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

from documents.reading import finding
from documents.reading.annotations import Annotations, Definition
from documents.reading.contents import Entry, contents
from documents.reading.html import html
from documents.reading.labels import ARTICLES, Tree, label, title
from documents.reading.parts import Division
from documents.text.nodes import Kind

if TYPE_CHECKING:
    from documents.models import Regulation


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
    glossary: tuple[Definition, ...]
    question: str
    found: finding.Found | None  # listed with the first part


def shown(page: "Regulation", request: HttpRequest, division: Division, index: int) -> Shown:
    """A part of the text of a regulation that has one, with the words marked that are looked for."""
    part, home = division.parts[index], page.get_url(request) or ""
    tree: Tree = page.text.tree if page.text else {}

    def place(anchor: str) -> str:
        return f"{division.address(division.index_at(anchor), home)}#{anchor}"

    def way(to: int) -> Way | None:
        exists = 0 <= to < len(division.parts)
        return Way(name(division.parts[to].tree), division.address(to, home)) if exists else None

    question = finding.read(request.GET.get(finding.QUESTION, ""))
    annotations = Annotations(page, request, [part.tree], place, question.pattern)
    return Shown(
        html=html(part.tree, annotations, home),
        contents=contents(tree, division, index, home),
        number=index + 1,
        count=len(division.parts),
        name=name(part.tree),
        slug=part.slug,
        before=way(index - 1),
        after=way(index + 1),
        glossary=annotations.glossary(),
        question=question.text,
        found=finding.find(tree, division, home, question) if question.text and not index else None,
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
