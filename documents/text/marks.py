"""What a reader can follow inside a text: uses of defined terms, references to its own articles, citations of others.

Found once, when a text is stored, and kept beside its tree; the page only looks the cited regulations up.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from documents.text.citations import find_citations, named_kind
from documents.text.definitions import Uses, glossary
from documents.text.nodes import Kind, Node, verbatim, walk
from documents.text.references import references

#: A mark is [start, end, kind, …] in the own words of a unit: TERM with the number of the term, PLACE with an anchor of
#: this text, CITATION with the number of the citation and the place in the cited regulation ("" for the whole).
Mark: TypeAlias = list[Any]
TERM, PLACE, CITATION = "t", "p", "c"

_UNMARKED = {Kind.TITLE, Kind.CLOSING, Kind.ANNEX}
_QUOTED = {Kind.AMENDMENT, Kind.AMENDED_UNIT}


def marks(tree: Node) -> dict[str, Any]:
    """`articles`: anchors of the articles; `terms`: [name, anchor of the definition]; `citations`: [kind, its full name where
    the kind is a general one, number, year]; `places`: marks by the anchor of the unit, in order and apart from each other.
    """
    return _Marker(tree).data()


class _Marker:
    def __init__(self, tree: Node) -> None:
        self._tree = tree
        self._glossary = glossary(tree)
        self._anchors = {node.anchor for node in walk(tree)}
        body = " ".join(verbatim(node) for node in walk(tree) if node.kind is Kind.PASAL and not self._defines(node))
        self._uses = Uses(self._glossary, " ".join(body.split()))
        self._citations: dict[tuple[str, str, str, int], int] = {}
        self._used: set[int] = set()

    def data(self) -> dict[str, Any]:
        places = {node.anchor: found for node, found in self._units(self._tree, "", quoted=False) if found}
        return {
            "articles": [node.anchor for node in walk(self._tree) if node.kind is Kind.PASAL],
            "terms": [[term.name, term.anchor] for term in self._glossary.terms],
            "citations": [list(key) for key in self._citations],
            "places": places,
        }

    def _units(self, node: Node, article: str, *, quoted: bool) -> Iterator[tuple[Node, list[Mark]]]:
        """`article` is the anchor of the article that speaks; an article of another act, quoted to amend it, has none."""
        if node.kind in _UNMARKED:
            return
        if node.kind is Kind.PASAL:
            article = node.anchor
            self._used = set()
        quoted = quoted or node.kind in _QUOTED
        if node.text.strip() and node.anchor:
            yield node, self._marks(node, article, quoted=quoted)
        for child in node.children:
            yield from self._units(child, article, quoted=quoted)

    def _marks(self, node: Node, article: str, *, quoted: bool) -> list[Mark]:
        found = list(self._cited(node.text))
        if not quoted and node.kind is not Kind.RECALLING:
            own = references(node.text, anchors=self._anchors)
            found = _with(found, ([each.start, each.end, PLACE, each.anchor] for each in own))
        if article and article != self._glossary.anchor and not quoted:
            uses = ([start, end, TERM, number] for start, end, number in self._uses.find(node.text))
            found = _with(found, uses, self._is_first_use)
        return found

    def _cited(self, text: str) -> Iterator[Mark]:
        for found in find_citations(text):
            citation = found.citation
            key = (citation.kind, named_kind(text[found.start : found.end]), citation.number, citation.year)
            number = self._citations.setdefault(key, len(self._citations))
            yield [found.start, found.end, CITATION, number, citation.anchor]

    def _is_first_use(self, mark: Mark) -> bool:
        """Only the first use of each term in an article is marked: more would drown the text."""
        is_first = mark[3] not in self._used
        self._used.add(mark[3])
        return is_first

    def _defines(self, node: Node) -> bool:
        return node.anchor == self._glossary.anchor


def _with(taken: list[Mark], marks: Iterable[Mark], wanted: Callable[[Mark], bool] = lambda mark: True) -> list[Mark]:
    """The taken marks, which are in order, and those wanted of the others that touch none; of two that touch the longer."""
    starts = [mark[0] for mark in taken]
    added: list[Mark] = []
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        after = bisect_right(starts, mark[0])
        touches_next = after < len(taken) and taken[after][0] < mark[1]
        touches_last = mark[0] < max(end, taken[after - 1][1] if after else 0)
        if not touches_next and not touches_last and wanted(mark):
            added.append(mark)
            end = mark[1]
    return sorted([*taken, *added], key=lambda mark: mark[0])
