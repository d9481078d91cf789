"""Evaluate a query tree on the embedded index: FTS5 where it can, sets of bits where it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from search import analysis
from search.engines.base import CITED_BONUS
from search.engines.bits import Bits
from search.engines.sqlite_impacts import Impact, Impacts
from search.query import All, Any_, AtLeast, Citation, Minus, Node, Phrase, Word
from search.ranking import TITLE_BONUS
from search.snippets import positive_leaves

MANY = 2_000
"""More documents than this are not scored one by one."""

_WEIGHED_PARTS = 5
"""Of a relaxed question only the rarest words decide the order."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents found, and what their scores are made of: a score of each, or the impacts of the words; and bonuses of sets.

    An impact counts for the documents of the set beside it: «a OR (b AND c)» counts b only where c is, too.
    """

    bits: Bits
    scores: Mapping[int, float] = field(default_factory=dict)
    impacts: tuple[tuple[Impact, Bits], ...] = ()
    bonuses: tuple[tuple[Bits, float], ...] = ()

    def with_bonus(self, rows: Bits, bonus: float) -> Matched:
        """The same with a bonus for those of the documents that are in `rows`."""
        return replace(self, bonuses=(*self.bonuses, (rows & self.bits, bonus))) if rows & self.bits else self

    @property
    def is_scored(self) -> bool:
        return bool(self.scores or self.impacts or self.bonuses)


def fts(node: Node) -> str | None:
    """The FTS5 expression of a tree, or None when a part of it is not about text.

    Terms are letters and digits only, and quoted: no operator of FTS5 can come from a query.
    """
    match node:
        case Word(text):
            return f'"{analysis.term(text)}"'
        case Phrase(words):
            return '"' + " ".join(map(analysis.term, words)) + '"'
        case All(parts):
            return _joined(" AND ", parts)
        case Any_(parts):
            return _joined(" OR ", parts)
        case Minus(keep, drop):
            return _joined(" NOT ", (keep, drop))
    return None


def _joined(operator: str, parts: tuple[Node, ...]) -> str | None:
    compiled = [fts(part) for part in parts]
    present = [part for part in compiled if part is not None]
    return "(" + operator.join(present) + ")" if len(present) == len(compiled) else None


class Evaluation:
    """One query on the public documents of one state of the index, or on the others. `many`: more public ones than this are not
    scored one by one; closed ones never are, for FTS5 would weigh words by them. `seen`: what the reader may see, which alone says
    how rare a word is that decides an order: the words of other documents may not change it.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        impacts: Impacts,
        *,
        scored: bool,
        many: int = MANY,
        seen: Bits | None = None,
    ) -> None:
        self._connection = connection
        self._impacts = impacts
        self._scored = scored
        self._many = many if impacts.is_public else 0
        self._seen = impacts.rows if seen is None else seen

    def of(self, tree: Node | None) -> Matched:
        """The documents that the tree asks for; who may see them is the caller's to ask."""
        if tree is None:
            return Matched(self._impacts.rows)
        expression = fts(tree)
        if expression is not None:
            return self._of_text(tree, expression)
        match tree:
            case Citation():
                bits = self._impacts.view.cited(tree) & self._impacts.rows
                return Matched(bits, bonuses=((bits, CITED_BONUS),))
            case AtLeast(count, parts):
                return self._of_at_least(count, parts)
            case Minus(keep, drop):
                kept = self.of(keep)
                return Matched(kept.bits & ~self.of(drop).bits, kept.scores, kept.impacts, kept.bonuses)
            case All(parts) | Any_(parts):
                return _combine([self.of(part) for part in parts], intersect=isinstance(tree, All))
        raise TypeError(f"not a node: {tree!r}")

    def _of_text(self, tree: Node, expression: str) -> Matched:
        """Where the reader sees none of the documents, none is weighed: how long that takes would tell how many there are."""
        if self._may_be(tree) > self._many or _excludes(tree):
            bits = self._combined(tree)
            if not self._scored or not bits & self._seen:
                return Matched(bits)
            titled = self._combined(tree, in_title=True) & bits
            return Matched(bits, {}, tuple(self._weighed(tree, bits)), ((titled, TITLE_BONUS),))
        bits = self._found(expression)
        if not self._scored or not bits & self._seen:
            return Matched(bits)
        scores = self._impacts.scores(self._connection, expression)
        return Matched(bits, scores, (), ((self._found(f"title : ({expression})") & bits, TITLE_BONUS),))

    def _of_at_least(self, count: int, parts: tuple[Node, ...]) -> Matched:
        every = [(part, self._bits(part)) for part in parts]
        reached = [self._impacts.rows] + [0] * count
        for _, bits in every:
            for so_many in range(count, 0, -1):
                reached[so_many] |= reached[so_many - 1] & bits
        having = ((bits & self._seen).bit_count() for _, bits in every)
        rarest = sorted((number, position) for position, number in enumerate(having) if number)
        leaves = [leaf for _, position in rarest[:_WEIGHED_PARTS] for leaf in positive_leaves(every[position][0])]
        if not self._scored or not leaves or not reached[count]:
            return Matched(reached[count])
        tree = Any_(tuple(leaves))
        if self._may_be(tree) > self._many:
            return Matched(reached[count], {}, tuple(self._weighed(tree, reached[count])))
        return Matched(reached[count], self._impacts.scores(self._connection, fts(tree) or ""))

    def _bits(self, tree: Node) -> Bits:
        return Evaluation(self._connection, self._impacts, scored=False, many=self._many).of(tree).bits

    def _found(self, expression: str) -> Bits:
        return self._impacts.found(self._connection, expression)

    def _impact(self, leaf: Word | Phrase) -> Impact:
        return self._impacts.of(self._connection, fts(leaf) or "")

    def _combined(self, tree: Node, *, in_title: bool = False) -> Bits:
        """The documents of a tree of text, or those whose title alone answers it, from what is known of its words."""
        match tree:
            case Word() | Phrase():
                return self._impact(tree).postings.in_title if in_title else self._found(fts(tree) or "")
            case Minus(keep, drop):
                return self._combined(keep, in_title=in_title) & ~self._combined(drop, in_title=in_title)
            case All(parts):
                bits = self._combined(parts[0], in_title=in_title)
                for part in parts[1:]:
                    bits &= self._combined(part, in_title=in_title)
                return bits
            case Any_(parts):
                bits = 0
                for part in parts:
                    bits |= self._combined(part, in_title=in_title)
                return bits
        raise TypeError(f"not about text: {tree!r}")

    def _weighed(self, tree: Node, among: Bits) -> Iterator[tuple[Impact, Bits]]:
        """The words that speak for the documents of a set, each with those documents for which its part of the tree holds."""
        match tree:
            case Word() | Phrase():
                yield self._impact(tree), among
            case Minus(keep, _):
                yield from self._weighed(keep, among & self._combined(tree))
            case All(parts):
                inside = among & self._combined(tree)
                for part in parts:
                    yield from self._weighed(part, inside)
            case Any_(parts):
                for part in parts:
                    yield from self._weighed(part, among)

    def _may_be(self, tree: Node) -> int:
        """So many documents at most have what a tree of text asks for; beyond `many` it may be any number above."""
        match tree:
            case Word(text):
                return self._impacts.count(self._connection, f'"{analysis.term(text)}"', self._many)
            case Phrase(words):
                return min((self._may_be(Word(word)) for word in words), default=0)
            case Minus(keep, _):
                return self._may_be(keep)
            case All(parts):
                return min(map(self._may_be, parts))
            case Any_(parts):
                return sum(map(self._may_be, parts))
        raise TypeError(f"not about text: {tree!r}")


def _excludes(tree: Node) -> bool:
    """Whether there is a «-word» in it. FTS5 finds the right documents, and takes words for absent that they have: after
    `((a OR "b c") AND d) NOT e` has passed a row with b and c apart, a counts for nothing in its bm25().
    """
    match tree:
        case Minus():
            return True
        case All(parts) | Any_(parts):
            return any(map(_excludes, parts))
    return False


def _combine(every: list[Matched], *, intersect: bool) -> Matched:
    bits = every[0].bits
    scores: dict[int, float] = {}
    for matched in every:
        bits = bits & matched.bits if intersect else bits | matched.bits
        for row, score in matched.scores.items():
            scores[row] = scores.get(row, 0.0) + score
    return Matched(
        bits,
        scores,
        tuple(impact for matched in every for impact in matched.impacts),
        tuple(bonus for matched in every for bonus in matched.bonuses),
    )
