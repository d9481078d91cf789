"""The best articles of documents already found, in the embedded index.

FTS5's own bm25() counts every row of every word anew per statement; here the words are weighed once per
request and each document's passages, one range of rows, are asked word by word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from search import analysis, ranking
from search.engines.sqlite_match import fts
from search.engines.sqlite_store import PASSAGE_BITS, unpack
from search.query import PassageHit, Phrase, SearchQuery, Word
from search.snippets import Wanted, excerpt, positive_leaves

_IN_RANGE = (
    "SELECT p.id, p.length FROM passage_fts f CROSS JOIN passages p ON p.id = f.rowid"
    " WHERE passage_fts MATCH ? AND f.rowid BETWEEN ? AND ?"
)
_MAX_LEAVES = 12
_COMMON = 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """Passages of one document, the best first, as (row, score); `equal` have as many words as the best.

    `is_named`: the first was asked for by its number.
    """

    passages: tuple[tuple[int, float], ...] = ()
    equal: int = 0
    is_named: bool = False

    @property
    def best(self) -> float:
        return max((score for _, score in self.passages[:2]), default=0.0)


class Passages:
    """Weighs the passages of documents for one query, within one read transaction."""

    def __init__(self, connection: sqlite3.Connection, query: SearchQuery) -> None:
        self._connection = connection
        self._query = query
        total, words = connection.execute("SELECT passages, length FROM totals").fetchone()
        self._total = int(total)
        self._average = words / max(self._total, 1)
        self._weights: dict[str, float] = {}
        self._leaves = self._weighed(positive_leaves(query.tree)) if self._total else []

    def _weighed(self, leaves: Iterable[Word | Phrase]) -> list[tuple[str, float]]:
        """The FTS5 expression and weight of each leaf; words that most passages have only when there is no other."""
        weighed = {fts(leaf) or "": self._frequency(leaf) for leaf in leaves}
        self._weights = {leaf.strip('"'): ranking.idf(count, self._total) for leaf, count in weighed.items()}
        rare = {leaf: count for leaf, count in weighed.items() if 0 < count <= _COMMON * self._total}
        chosen = sorted((rare or weighed).items(), key=lambda item: item[1])[:_MAX_LEAVES]
        return [(leaf, ranking.idf(count, self._total)) for leaf, count in chosen if count]

    def _frequency(self, leaf: Word | Phrase) -> int:
        """How many passages have the word; for a phrase, its rarest word."""
        words = (leaf.text,) if isinstance(leaf, Word) else leaf.words
        counts = []
        for word in words:
            found = self._connection.execute(
                "SELECT doc FROM passage_terms WHERE term = ?", (analysis.term(word),)
            ).fetchone()
            counts.append(int(found[0]) if found else 0)
        return min(counts, default=0)

    def of(self, row: int) -> Scored:
        """The passages of a document that have words of the query."""
        first, last = row << PASSAGE_BITS, (row + 1 << PASSAGE_BITS) - 1
        weights: dict[int, list[float]] = {}
        lengths: dict[int, int] = {}
        for leaf, weight in self._leaves:
            for passage, length in self._connection.execute(_IN_RANGE, (leaf, first, last)):
                weights.setdefault(passage, []).append(weight)
                lengths[passage] = length
        scores = [
            (passage, ranking.passage_score(having, lengths[passage], self._average))
            for passage, having in weights.items()
        ]
        scores.sort(key=lambda pair: (-pair[1], pair[0]))
        most = len(weights[scores[0][0]]) if scores else 0
        equal = sum(1 for having in weights.values() if len(having) >= most)
        named = self._named(first, last)
        return Scored(tuple(named + [pair for pair in scores if pair[0] not in dict(named)]), equal, bool(named))

    def _named(self, first: int, last: int) -> list[tuple[int, float]]:
        """The article named in the query, before all others."""
        if self._query.pasal is None:
            return []
        found = self._connection.execute(
            "SELECT id FROM passages WHERE id BETWEEN ? AND ? AND number = ? LIMIT 1", (first, last, self._query.pasal)
        ).fetchone()
        return [(int(found[0]), 0.0)] if found else []

    def show(self, scored: Scored, count: int, what: Wanted) -> tuple[PassageHit, ...]:
        """Label, anchor and excerpt of the best `count` passages, the best candidates read once more, closely."""
        candidates = [row for row, _ in scored.passages[: count + ranking.READ_CLOSELY]]
        read = [(row, *self._read(row)) for row in candidates]
        order = [analysis.term(leaf.text) for leaf in positive_leaves(self._query.tree) if isinstance(leaf, Word)]
        closeness = {
            row: ranking.closeness(analysis.terms(f"{heading} {text}"), order, self._weights, self._average)
            for row, _, _, heading, text in read
        }
        named = candidates[0] if scored.is_named else None
        read.sort(key=lambda each: (each[0] != named, -closeness[each[0]], candidates.index(each[0])))
        return tuple(PassageHit(label, anchor, excerpt(text, what)) for _, label, anchor, _, text in read[:count])

    def _read(self, row: int) -> tuple[str, str, str, str]:
        label, anchor, heading, text = self._connection.execute(
            "SELECT label, anchor, heading, text FROM passages WHERE id = ?", (row,)
        ).fetchone()
        return label, anchor, heading, unpack(text)
