"""How much a word says for each document, remembered for words that many documents have.

FTS5 weighs every document of a word anew for every question: 100 to 300 ms for a word of 100,000 documents. Here it
does that once per word. What is kept is exact (which documents, how often), so that BM25 stays right when documents come and go; from
it numbers rounded up are made, which tell by `bit_slices` which few documents can be the best. Only those are scored.

What a word weighs is told by public documents alone, also in closed ones: these may change nobody's order.
"""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import add, mul, sub, truediv

from search import analysis
from search.documents import WEIGHTS
from search.engines import bit_slices
from search.engines.bits import Bits, from_flags, members, to_bits
from search.engines.sqlite_records import unpack
from search.engines.sqlite_tables import words_of
from search.engines.sqlite_view import View

_K1, _B = 1.2, 0.75
"""What FTS5 has built in, with its floor of the idf for words in more than half of all documents."""
_LEAST_IDF = 1e-6

_SCORED = "SELECT rowid, -bm25({table}, {title}, {keywords}, {body}) FROM {table} WHERE {table} MATCH ?"
_FOUND = "SELECT rowid FROM {table} WHERE {table} MATCH ?"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
_TEXTS = "SELECT id, title, keywords, body FROM docs WHERE id IN (SELECT value FROM json_each(?))"

_REMEMBERED_BYTES = 64_000_000
_CLOSED_SHARE = 4
_LEAST_REMEMBERED = 12
_BYTES_PER_ROW = 4
_MOST_CARRIED = 20
_MOST_COUNTS = 50_000
_MOST_FOUND = _MOST_TITLED = 500
_MOST_SHORT = 65_535


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a word or phrase, those that have it in the title, and by row how often, each place by its weight."""

    bits: Bits
    in_title: Bits
    frequencies: array[int]


@dataclass(frozen=True, slots=True)
class Impact:
    """`slices` in units of 2 ** `exponent` are BM25 rounded up by less than one unit."""

    postings: Postings
    idf: float
    exponent: int
    slices: tuple[Bits, ...]
    norms: array[float]

    def score(self, row: int) -> float:
        """BM25 as FTS5 computes it, to the last digit; 0 where the document has not the word."""
        frequency = self.postings.frequencies[row]
        return self.idf * (frequency * (_K1 + 1.0) / (frequency + self.norms[row]))


class Impacts:
    """What is remembered of public documents for one view, or of all others. Threads may share it: at worst two of them work out
    the same word.
    """

    def __init__(self, view: View, public: Impacts | None = None) -> None:
        """`public`: what is remembered of public documents, for that of the others."""
        self.view = view
        self.is_public = public is None
        self.rows = view.public if public is None else view.everything & ~view.public
        self._public = public or self
        self._tables = words_of(is_public=self.is_public)
        self._length = view.public_length if self.is_public else view.closed_length
        self._postings: dict[str, Postings] = {}
        self._impacts: dict[str, Impact] = {}
        self._counts: dict[str, int] = {}
        self._found: dict[str, Bits] = {}
        self._titled: dict[str, Bits] = {}
        self._norms: dict[float, array[float]] = {}

    def of(self, connection: sqlite3.Connection, expression: str) -> Impact:
        """The impact of a quoted word or phrase, remembered or read from the index."""
        known = self._impacts.get(expression)
        if known is None:
            postings = self._postings.get(expression) or self._read(connection, expression)
            having = postings.bits if self.is_public else self._public.found(connection, expression)
            known = self._weigh(postings, having.bit_count())
            self._postings[expression], self._impacts[expression] = postings, known
            self._forget()
        return known

    def count(self, connection: sqlite3.Connection, expression: str, most: int) -> int:
        """How many documents have a word; `most` + 1 where it is more than `most`."""
        if expression not in self._counts:
            counting = _COUNT.format(table=self._tables.docs)
            self._counts[expression] = connection.execute(counting, (expression, most + 1)).fetchone()[0]
        return self._counts[expression]

    def found(self, connection: sqlite3.Connection, expression: str) -> Bits:
        """The documents of an FTS5 expression, remembered for a word or phrase that was weighed and for those asked last."""
        if expression in self._postings:
            return self._postings[expression].bits
        if expression not in self._found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            rows = connection.execute(_FOUND.format(table=self._tables.docs), (expression,))
            self._found[expression] = to_bits((row for (row,) in rows), self.view.highest)
        return self._found[expression]

    def scores(self, connection: sqlite3.Connection, expression: str) -> dict[int, float]:
        """The documents of an FTS5 expression with their scores. Of public documents only: FTS5 weighs by the table it reads."""
        return dict(connection.execute(_scored(self._tables.docs), (expression,)).fetchall())

    def titled(self, connection: sqlite3.Connection, expression: str) -> Bits:
        """The documents whose title has words as written, the last one possibly unfinished («"undang" "u"*»)."""
        if expression not in self._titled:
            rows = connection.execute(_FOUND.format(table=self._tables.titles), (expression,))
            if len(self._titled) >= _MOST_TITLED:
                self._titled.clear()
            self._titled[expression] = to_bits((row for (row,) in rows), self.view.highest)
        return self._titled[expression]

    def carried_to(
        self, view: View, connection: sqlite3.Connection, changed: Collection[int], public: Impacts | None = None
    ) -> Impacts:
        """The same for a newer view, put right for the documents that changed; nothing remembered after many changes."""
        new = Impacts(view, public)
        if len(changed) <= _MOST_CARRIED and self._postings:
            texts = {
                row: [analysis.terms(text) for text in (title, keywords, unpack(body))]
                for row, title, keywords, body in connection.execute(_TEXTS, (json.dumps(list(changed)),))
                if new.rows >> row & 1
            }
            for expression, postings in list(self._postings.items()):
                terms = expression.strip('"').split()
                counts = {row: [_count(words, terms) for words in texts.get(row, ())] for row in changed}
                new._postings[expression] = _replaced(postings, counts, view.highest)
        return new

    def _read(self, connection: sqlite3.Connection, expression: str) -> Postings:
        """FTS5 tells the score; of a single word or phrase that is one fraction, from which the frequency follows exactly."""
        highest, count = self.view.highest, self.rows.bit_count()
        norms = self._norms_for(_average(self._length, count))
        rows, scores = array("I"), array("d")
        for row, score in connection.execute(
            _scored(self._tables.docs), (expression,)
        ):  # one by one: a list of pairs takes ten times the memory
            rows.append(row)
            scores.append(score)
        most = _idf(len(rows), count) * (_K1 + 1.0)
        weighed = map(mul, scores, map(norms.__getitem__, rows))
        counts = array("I", map(round, map(truediv, weighed, map(sub, repeat(most), scores))))
        frequencies = _zeros(highest, max(counts, default=0))
        for row, frequency in zip(rows, counts, strict=True):
            frequencies[row] = frequency
        titled = connection.execute(_FOUND.format(table=self._tables.docs), (f"title : {expression}",))
        in_title = to_bits((row for (row,) in titled), highest)
        return Postings(from_flags(bytes(map(bool, frequencies))), in_title, frequencies)

    def _weigh(self, postings: Postings, having: int) -> Impact:
        """`having`: public documents that have the word. The work of every row is done by `map`, which is some times as fast as a loop."""
        public, frequencies = self._public, postings.frequencies
        count = public.rows.bit_count()
        idf, norms = _idf(having, count), self._norms_for(_average(public._length, count))
        most = idf * (_K1 + 1.0)
        exponent = math.ceil(math.log2(most / bit_slices.LEVELS))
        in_units = most / 2.0**exponent
        shares = map(truediv, map(mul, repeat(in_units), frequencies), map(add, frequencies, norms))
        return Impact(postings, idf, exponent, bit_slices.slices(bytearray(map(math.ceil, shares))), norms)

    def _norms_for(self, average: float) -> array[float]:
        """By row what BM25 makes of a document's length, given the average; 1 where there is none, which divides."""
        if average not in self._norms:
            norms = array("d", [1.0]) * (self.view.highest + 1)
            for row in members(self.rows):
                norms[row] = _K1 * (1 - _B + _B * self.view.rows[row].length / average)
            self._norms[average] = norms
        return self._norms[average]

    def _forget(self) -> None:
        """Lets go of the words remembered longest ago when there are too many."""
        room = _REMEMBERED_BYTES if self.is_public else _REMEMBERED_BYTES // _CLOSED_SHARE
        most = max(_LEAST_REMEMBERED, room // (_BYTES_PER_ROW * (self.view.highest + 1)))
        for oldest in list(self._postings)[: max(0, len(self._postings) - most)]:
            self._postings.pop(oldest, None)
            self._impacts.pop(oldest, None)
        if len(self._counts) > _MOST_COUNTS:
            self._counts.clear()


def _idf(having: int, total: int) -> float:
    return max(math.log((total - having + 0.5) / (having + 0.5)), _LEAST_IDF)


def _average(length: int, count: int) -> float:
    return length / count if count and length else 1.0


def _scored(table: str) -> str:
    return _SCORED.format(table=table, **WEIGHTS)


def _zeros(highest: int, most: int) -> array[int]:
    """A count for every row, as narrow as the highest count allows."""
    return array("H" if most <= _MOST_SHORT else "I", [0]) * (highest + 1)


def _replaced(postings: Postings, counts: Mapping[int, Sequence[int]], highest: int) -> Postings:
    """The postings with these rows' counts in title, keywords and body; no counts: the document is gone."""
    weights = tuple(WEIGHTS.values())
    weighed = {row: round(sum(map(mul, each, weights))) for row, each in counts.items()}
    frequencies = postings.frequencies[: highest + 1]
    if max(weighed.values()) > _MOST_SHORT:
        frequencies = array("I", frequencies)
    frequencies.frombytes(bytes(frequencies.itemsize * (highest + 1 - len(frequencies))))
    for row, count in weighed.items():
        if row <= highest:
            frequencies[row] = count
    changed = to_bits(counts, max(counts))
    having = to_bits([row for row, count in weighed.items() if count], highest)
    titled = to_bits([row for row, each in counts.items() if each and each[0]], highest)
    return Postings(postings.bits & ~changed | having, postings.in_title & ~changed | titled, frequencies)


def _count(words: list[str], terms: list[str]) -> int:
    """How often the terms stand side by side."""
    if len(terms) == 1:
        return words.count(terms[0])
    return sum(1 for place, word in enumerate(words) if word == terms[0] and words[place : place + len(terms)] == terms)
