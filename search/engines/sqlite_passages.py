"""The best articles of documents already found, in the embedded index.

FTS5's own bm25() counts every row of every word anew per statement; here the words are weighed once per
request and each document's passages, one range of rows, are asked word by word.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search import analysis, ranking
from search.engines.sqlite_match import fts
from search.engines.sqlite_store import PASSAGE_BITS, unpack
from search.query import PassageHit, Phrase, SearchQuery, Word
from search.snippets import Wanted, excerpt, positive_leaves

# CROSS JOIN keeps SQLite from turning the loops round: each document's passages are one range of rows.
_IN_DOCUMENTS = (
    "SELECT p.id, p.length FROM json_each(?) d CROSS JOIN passage_fts f CROSS JOIN passages p ON p.id = f.rowid"  # noqa: S608 - our own number
    f" WHERE passage_fts MATCH ? AND f.rowid BETWEEN d.value AND d.value + {(1 << PASSAGE_BITS) - 1}"
)
_NAMED = (
    "SELECT p.id FROM json_each(?) d CROSS JOIN passages p"  # noqa: S608 - our own number
    f" ON p.id BETWEEN d.value AND d.value + {(1 << PASSAGE_BITS) - 1} WHERE p.number = ? ORDER BY p.id"
)
_READ = "SELECT id, label, anchor, heading, text FROM passages WHERE id IN (SELECT value FROM json_each(?))"
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

    def of(self, rows: Sequence[int]) -> dict[int, Scored]:
        """For each document, its passages that have words of the query. A word is asked of all documents at once."""
        having: dict[int, dict[int, tuple[int, list[float]]]] = {row: {} for row in rows}
        firsts = json.dumps([row << PASSAGE_BITS for row in rows])
        for leaf, weight in self._leaves:
            for passage, length in self._connection.execute(_IN_DOCUMENTS, (firsts, leaf)):
                having[passage >> PASSAGE_BITS].setdefault(passage, (length, []))[1].append(weight)
        named = self._named(firsts)
        return {row: self._scored(having[row], named.get(row)) for row in rows}

    def _scored(self, having: Mapping[int, tuple[int, list[float]]], named: int | None) -> Scored:
        scores = [
            (passage, ranking.passage_score(weights, length, self._average))
            for passage, (length, weights) in having.items()
        ]
        scores.sort(key=lambda pair: (-pair[1], pair[0]))
        most = len(having[scores[0][0]][1]) if scores else 0
        equal = sum(1 for _, weights in having.values() if len(weights) >= most)
        if named is not None:
            scores = [(named, 0.0), *(pair for pair in scores if pair[0] != named)]
        return Scored(tuple(scores), equal, named is not None)

    def _named(self, firsts: str) -> dict[int, int]:
        """Document → the article named in the query, which stands before all others."""
        if self._query.pasal is None:
            return {}
        found = self._connection.execute(_NAMED, (firsts, self._query.pasal)).fetchall()
        return {passage >> PASSAGE_BITS: passage for (passage,) in reversed(found)}

    def show(self, scored: Mapping[int, Scored], count: int, what: Wanted) -> dict[int, tuple[PassageHit, ...]]:
        """For each document label, anchor and excerpt of its best `count` passages, the candidates read closely."""
        candidates = {
            row: [passage for passage, _ in of.passages[: count + ranking.READ_CLOSELY]] for row, of in scored.items()
        }
        wanted = json.dumps([passage for passages in candidates.values() for passage in passages])
        read = {row[0]: row[1:] for row in self._connection.execute(_READ, (wanted,))}
        order = [analysis.term(leaf.text) for leaf in positive_leaves(self._query.tree) if isinstance(leaf, Word)]
        return {
            row: tuple(self._closest([read[passage] for passage in passages], scored[row].is_named, order, count, what))
            for row, passages in candidates.items()
        }

    def _closest(
        self,
        read: Sequence[tuple[str, str, str, bytes]],
        is_named: bool,
        order: Sequence[str],
        count: int,
        what: Wanted,
    ) -> Iterator[PassageHit]:
        texts = [(label, anchor, heading, unpack(blob)) for label, anchor, heading, blob in read]
        closeness = [
            ranking.closeness(analysis.terms(f"{heading} {text}"), order, self._weights, self._average)
            for _, _, heading, text in texts
        ]
        places = sorted(range(len(texts)), key=lambda place: (not (is_named and place == 0), -closeness[place], place))
        for label, anchor, _, text in (texts[place] for place in places[:count]):
            yield PassageHit(label, anchor, excerpt(text, what))
