"""Numbers that a text leaves out: a scan lost the heading, and the article stands inside the one before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from documents.text.nodes import HEADS, Kind, Node
from documents.text.numbering import order

_FRAME = (*HEADS, Kind.ENACTING)


@dataclass(frozen=True, slots=True)
class Gap:
    """`first` to `last` are missing between `before` ("" at the beginning) and `after`; all as written: «7», «III»."""

    kind: Kind
    first: str
    last: str
    before: str
    after: str


def gaps(tree: Node) -> list[Gap]:
    """What is missing among the articles and chapters of the text itself, in the order of the text."""
    own = list(_own(tree))
    articles = [node.number for node, _within in own if node.kind is Kind.PASAL]
    found = list(_between(Kind.PASAL, articles)) if articles and articles[0][:1].isdigit() else []
    # In every BUKU the chapters are numbered anew.
    chapters = [(within, node.number) for node, within in own if node.kind is Kind.BAB]
    for _within, group in groupby(chapters, key=lambda each: each[0]):
        found += _between(Kind.BAB, [number for _, number in group])
    return found


def _own(node: Node, within: str = "") -> Iterator[tuple[Node, str]]:
    for child in node.children:
        if child.kind is Kind.PASAL or child.kind in _FRAME:
            yield child, within
        if child.kind in _FRAME:
            yield from _own(child, child.anchor if child.kind is Kind.BUKU else within)


def _between(kind: Kind, numbers: Sequence[str]) -> Iterator[Gap]:
    for before, after in pairwise(["", *numbers]):
        last, now = (order(number)[0] if number else 0 for number in (before, after))
        if now > last + 1:
            yield Gap(kind, _written(kind, last + 1), _written(kind, now - 1), before, after)


def _written(kind: Kind, value: int) -> str:
    return roman(value) if kind is Kind.BAB else str(value)


def roman(value: int) -> str:
    """1 to 399 as a roman number."""
    signs: Iterable[tuple[int, str]] = (
        *((100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
        *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    )
    written = ""
    for worth, sign in signs:
        written += sign * (value // worth)
        value %= worth
    return written
