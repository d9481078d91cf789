"""The best articles of documents already found, in the embedded index.

FTS5's own bm25() counts every row of every word anew per statement; here the words are weighed once per
request and each document's passages, one range of rows, are asked word by word. What a word weighs is told by the
articles of public documents, whoever asks.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from search import ranking, snippets
from search.engines.passages import Scored, Weigher
from search.engines.sqlite_match import fts
from search.engines.sqlite_memory import Memory
from search.engines.sqlite_records import unpack
from search.engines.sqlite_tables import PASSAGE_BITS, words_of
from search.query import PassageHit, SearchQuery

# CROSS JOIN keeps SQLite from turning the loops round: each document's passages are one range of rows.
_IN_DOCUMENTS = {
    is_public: (
        f"SELECT p.id, p.length FROM json_each(?) d CROSS JOIN {table} f CROSS JOIN passages p ON p.id = f.rowid"  # noqa: S608 - our own names
        f" WHERE {table} MATCH ? AND f.rowid BETWEEN d.value AND d.value + {(1 << PASSAGE_BITS) - 1}"
    )
    for is_public, table in ((each, words_of(is_public=each).passages) for each in (True, False))
}
_NAMED = (
    "SELECT p.id FROM json_each(?) d CROSS JOIN passages p"  # noqa: S608 - our own number
    f" ON p.id BETWEEN d.value AND d.value + {(1 << PASSAGE_BITS) - 1} WHERE p.number = ? ORDER BY p.id"
)
_READ = "SELECT id, label, anchor, heading, text, length FROM passages WHERE id IN (SELECT value FROM json_each(?))"


class Passages:
    """Weighs the passages of documents for one query, within one read transaction."""

    def __init__(self, connection: sqlite3.Connection, known: Memory, query: SearchQuery) -> None:
        self._connection = connection
        self._query = query
        self._public = known.view.public
        total, words = connection.execute("SELECT passages, length FROM public_totals").fetchone()
        self._weigher = Weigher(query, int(total), words, partial(known.articles_having, connection))

    def of(self, rows: Sequence[int]) -> dict[int, Scored[int]]:
        """For each document, its passages that have words of the query. A word is asked of all documents at once."""
        having: dict[int, dict[int, tuple[int, list[int]]]] = {row: {} for row in rows}
        for is_public in (True, False):
            some = [row for row in rows if bool(self._public >> row & 1) == is_public]
            firsts = _firsts(some)
            for place, (leaf, _) in enumerate(self._weigher.leaves if some else ()):
                for passage, length in self._connection.execute(_IN_DOCUMENTS[is_public], (firsts, fts(leaf))):
                    having[passage >> PASSAGE_BITS].setdefault(passage, (length, []))[1].append(place)
        named = self._named(_firsts(rows))
        return {row: self._weigher.scored(dict(sorted(having[row].items())), named.get(row)) for row in rows}

    def _named(self, firsts: str) -> dict[int, int]:
        """Document → the article named in the query, which stands before all others."""
        if self._query.pasal is None:
            return {}
        found = self._connection.execute(_NAMED, (firsts, self._query.pasal)).fetchall()
        return {passage >> PASSAGE_BITS: passage for (passage,) in reversed(found)}

    def show(
        self, scored: Mapping[int, Scored[int]], count: int, what: snippets.Wanted
    ) -> dict[int, tuple[PassageHit, ...]]:
        """For each document label, anchor and excerpt of its best `count` passages, the candidates read closely."""
        candidates = {
            row: [passage for passage, _ in of.passages[: count + ranking.READ_CLOSELY]] for row, of in scored.items()
        }
        wanted = json.dumps([passage for passages in candidates.values() for passage in passages])
        read = {row[0]: row[1:] for row in self._connection.execute(_READ, (wanted,))}
        return {
            row: tuple(self._closest([read[passage] for passage in passages], scored[row].is_named, count, what))
            for row, passages in candidates.items()
        }

    def _closest(
        self, read: Sequence[tuple[str, str, str, bytes, int]], is_named: bool, count: int, what: snippets.Wanted
    ) -> Iterator[PassageHit]:
        texts = [(label, anchor, unpack(blob)) for label, anchor, _, blob, _ in read]
        whole = [
            (f"{label} {heading} {text}", length)
            for (label, _, heading, _, length), (*_, text) in zip(read, texts, strict=True)
        ]
        places = self._weigher.closest(whole, is_named=is_named)
        for label, anchor, text in (texts[place] for place in places[:count]):
            yield PassageHit(label, anchor, snippets.excerpt(text, what) if self._query.excerpts else "")


def _firsts(rows: Iterable[int]) -> str:
    """The first row of each document's passages, as JSON."""
    return json.dumps([row << PASSAGE_BITS for row in rows])
