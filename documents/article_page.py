"""One article by itself: what /peraturan/<kind>/<year>/<number>/pasal-3/ shows, light enough for a slow phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.reading.labels import CHAPTERS, SECTIONS, Tree, label, title
from documents.reading.parts import LONGEST_PART, size
from documents.text.nodes import Kind

if TYPE_CHECKING:
    from documents.models import Regulation


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The article before or after, with its address below the regulation's."""

    label: str
    slug: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article, what explains it, and where it stands."""

    label: str
    anchor: str
    heading: str
    chapters: tuple[str, ...]
    unit: Tree
    explained: Tree | None
    before: Neighbour | None
    after: Neighbour | None
    place: str = ""
    is_long: bool = False  # as long as a part of a text: it has no page of its own

    @property
    def slug(self) -> str:
        return article_slug(self.anchor)


def article(page: "Regulation", slug: str) -> Article | None:
    """The article of this slug («pasal-3», or «pasal-3-ayat-2», then `place` is its anchor). None if there is none."""
    if page.text is None:
        return None
    articles = list(_articles(page.text.tree, ()))
    for index, (node, chapters) in enumerate(articles):
        own = article_slug(node["anchor"])
        if slug != own and not slug.startswith(f"{own}-"):
            continue
        place = _place(node, slug)
        if place is None:
            continue
        return Article(
            label=label(node),
            anchor=node["anchor"],
            heading=node.get("heading", ""),
            chapters=chapters,
            unit=node,
            explained=_with_anchor(page.text.tree, f"penjelasan-{node['anchor']}"),
            before=_neighbour(articles[index - 1][0]) if index else None,
            after=_neighbour(articles[index + 1][0]) if index + 1 < len(articles) else None,
            place="" if place == node["anchor"] else place,
            is_long=size(node) > LONGEST_PART,
        )
    return None


def article_slug(anchor: str) -> str:
    """The anchor of an article as it stands in an address."""
    return anchor.lower()


def _articles(node: Tree, chapters: tuple[str, ...]) -> Iterator[tuple[Tree, tuple[str, ...]]]:
    """The regulation's own articles in order, each with the titles of its chapter and section."""
    for child in node.get("children", ()):
        kind = Kind(child["kind"])
        if kind is Kind.PASAL:
            yield child, chapters
        elif kind in CHAPTERS or kind in SECTIONS:
            yield from _articles(child, (*chapters, title(child)))


def _place(node: Tree, slug: str) -> str | None:
    if article_slug(node.get("anchor", "")) == slug:
        return str(node["anchor"])
    return next((found for child in node.get("children", ()) if (found := _place(child, slug))), None)


def _with_anchor(node: Tree, anchor: str) -> Tree | None:
    if node.get("anchor") == anchor:
        return node
    return next((found for child in node.get("children", ()) if (found := _with_anchor(child, anchor))), None)


def _neighbour(node: Tree) -> Neighbour:
    return Neighbour(label(node), article_slug(node["anchor"]))
