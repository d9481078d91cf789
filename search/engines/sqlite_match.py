"""Evaluate a query tree on the embedded index: FTS5 where it can, sets of bits where it cannot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from search import analysis
from search.documents import WEIGHTS
from search.engines.base import CITED_BONUS
from search.engines.sqlite_view import Bits, View, members, to_bits
from search.query import All, Any_, AtLeast, Citation, Minus, Node, Phrase, Word
from search.ranking import TITLE_BONUS
from search.snippets import positive_leaves

_BM25 = f"-bm25(doc_fts, {WEIGHTS['title']}, {WEIGHTS['keywords']}, {WEIGHTS['body']})"
_SCORED = f"SELECT rowid, {_BM25} FROM doc_fts WHERE doc_fts MATCH ?"  # noqa: S608 - numbers of our own
_WEIGHED_PARTS = 5  # of a relaxed question only the rarest words decide the order: the others cost 200 ms
_FOUND = "SELECT rowid FROM doc_fts WHERE doc_fts MATCH ?"


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents found, and the score of those whose words were weighed."""

    bits: Bits
    scores: dict[int, float]


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


def evaluate(connection: sqlite3.Connection, view: View, tree: Node | None, *, scored: bool) -> Matched:
    """The documents of the whole index that the tree asks for; who may see them is the caller's to ask."""
    if tree is None:
        return Matched(view.everything, {})
    expression = fts(tree)
    if expression is not None:
        return _evaluate_text(connection, view, expression, scored=scored)
    match tree:
        case Citation():
            bits = view.cited(tree)
            return Matched(bits, dict.fromkeys(members(bits), CITED_BONUS))
        case AtLeast(count, parts):
            return _evaluate_at_least(connection, view, count, parts, scored=scored)
        case Minus(keep, drop):
            kept = evaluate(connection, view, keep, scored=scored)
            return Matched(kept.bits & ~evaluate(connection, view, drop, scored=False).bits, kept.scores)
        case All(parts) | Any_(parts):
            every = [evaluate(connection, view, part, scored=scored) for part in parts]
            return _combine(every, intersect=isinstance(tree, All))
    raise TypeError(f"not a node: {tree!r}")


def _evaluate_text(connection: sqlite3.Connection, view: View, expression: str, *, scored: bool) -> Matched:
    highest = view.everything.bit_length()
    if not scored:
        return Matched(to_bits((row for (row,) in connection.execute(_FOUND, (expression,))), highest), {})
    scores = dict(connection.execute(_SCORED, (expression,)).fetchall())
    for (row,) in connection.execute(_FOUND, (f"title : ({expression})",)):
        if row in scores:  # «a -b» is also true of a title that has no b
            scores[row] += TITLE_BONUS
    return Matched(to_bits(scores, highest), scores)


def _evaluate_at_least(
    connection: sqlite3.Connection, view: View, count: int, parts: tuple[Node, ...], *, scored: bool
) -> Matched:
    every = [(part, evaluate(connection, view, part, scored=False).bits) for part in parts]
    reached = [view.everything] + [0] * count
    for _, bits in every:
        for so_many in range(count, 0, -1):
            reached[so_many] |= reached[so_many - 1] & bits
    rarest = sorted((bits.bit_count(), position) for position, (_, bits) in enumerate(every) if bits)[:_WEIGHED_PARTS]
    leaves = tuple(leaf for _, position in rarest for leaf in positive_leaves(every[position][0]))
    expression = fts(Any_(leaves)) if leaves else None
    if not scored or expression is None or not reached[count]:
        return Matched(reached[count], {})
    return Matched(reached[count], dict(connection.execute(_SCORED, (expression,)).fetchall()))


def _combine(every: list[Matched], *, intersect: bool) -> Matched:
    bits = every[0].bits
    scores = dict(every[0].scores)
    for matched in every[1:]:
        bits = bits & matched.bits if intersect else bits | matched.bits
        for row, score in matched.scores.items():
            scores[row] = scores.get(row, 0.0) + score
    return Matched(bits, scores)
