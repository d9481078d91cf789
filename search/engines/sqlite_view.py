"""What a process remembers of the index: sets of documents as bits, what sorts them, and their lengths.

Facets, access and years are answered by AND and a bit count. A view is immutable and follows the index by
its change log, so it is exactly as old as the transaction it serves; a change costs what it touches.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from search.documents import PUBLIC, number_keys
from search.engines.bits import Bits, flags, members, to_bits
from search.query import FACETS, Audience, Citation, Facet, SearchQuery

_EVERY_ROW = "SELECT id, kind, year, status, date, issuer, weight, clusters, acl, number, length FROM docs"
_THESE_ROWS = _EVERY_ROW + " WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - both halves are constants
_MOST_FOLLOWED = 2_000
_UNDATED = 0
_FEW = 500


@dataclass(frozen=True, slots=True)
class _Row:
    """What of a document the sets are made from. `day` as 20200501, 20200000 where only the year is known."""

    sets: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    day: int
    weight: float
    length: int

    @property
    def is_public(self) -> bool:
        return ("acl", PUBLIC) in self.sets


@dataclass(frozen=True, slots=True)
class View:
    """The sets as of change `seq`; `newest` has all rows, the newest first, equal ones by row.

    The first `dated` rows of `newest` have a day or a year; the others stand last whichever way the days run.
    `public_length`, `closed_length`: words of all public documents together, and of all others.
    """

    seq: int = 0
    rows: Mapping[int, _Row] = field(default_factory=dict)
    everything: Bits = 0
    sets: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    weights: Mapping[float, Bits] = field(default_factory=dict)
    newest: Sequence[int] = ()
    dated: int = 0
    public_length: int = 0
    closed_length: int = 0

    @property
    def public(self) -> Bits:
        """The documents that everybody may see."""
        return self.visible((PUBLIC,))

    @property
    def highest(self) -> int:
        """No row is above this one."""
        return self.everything.bit_length()

    def visible(self, audience: Audience) -> Bits:
        """The documents that have a token of this audience."""
        return self._any("acl", audience)

    def values(self, facet: Facet) -> Mapping[str, Bits]:
        """The documents of each value of a facet."""
        return self.sets.get(facet, {})

    def chosen(self, facet: Facet, values: Iterable[str]) -> Bits:
        """The documents with any of the values in this facet."""
        return self._any(facet, values)

    def cited(self, citation: Citation) -> Bits:
        """The documents of this name. A citation without a number names none."""
        if not citation.number:
            return 0
        found = to_bits(self.numbers.get(number_keys(citation.number)[0], ()), self.highest)
        if citation.kinds:
            found &= self.chosen("kind", citation.kinds)
        if citation.year is not None:
            found &= self.chosen("year", [str(citation.year)])
        return found

    def oldest(self) -> Sequence[int]:
        """All rows, the oldest first."""
        return [*reversed(self.newest[: self.dated]), *self.newest[self.dated :]]

    def years(self, query: SearchQuery) -> Bits:
        """The documents within the years of the query."""
        if query.year_from is None and query.year_to is None:
            return self.everything
        first, last = query.year_from or 0, query.year_to or 9999
        return self.chosen("year", [year for year in self.values("year") if first <= int(year) <= last])

    def weightiest(self, among: Bits, wanted: int) -> list[int]:
        """The rows of a set with most authority, equal ones the oldest first, those without a day before them."""
        found: list[int] = []
        for weight in sorted(self.weights, reverse=True):
            rows = among & self.weights[weight]
            if rows.bit_count() < _FEW:
                ordered = iter(sorted(members(rows), key=lambda row: (self.rows[row].day, row)))
            else:
                inside = flags(rows, self.highest)
                undated_first = chain(self.newest[self.dated :], reversed(self.newest[: self.dated]))
                ordered = (row for row in undated_first if inside[row])
            found += islice(ordered, wanted - len(found))
        return found

    def place(self, row: int) -> tuple[int, int]:
        """Ascending: the newest first, equal ones by row."""
        return -self.rows[row].day, row

    def _any(self, name: str, values: Iterable[str]) -> Bits:
        sets = self.sets.get(name, {})
        found = 0
        for value in values:
            found |= sets.get(value, 0)
        return found


def newest_change(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT max(seq) FROM changes").fetchone()[0]
    return int(found or 0)


def changed_since(connection: sqlite3.Connection, view: View) -> list[int] | None:
    """The rows that changed after a view was made; None when the change log does not reach so far, or the view is of another index."""
    oldest = connection.execute("SELECT min(seq) FROM changes").fetchone()[0] or 0
    if view.seq > newest_change(connection) or view.seq < oldest - 1:
        return None
    changed = connection.execute(
        "SELECT DISTINCT doc FROM changes WHERE seq > ? LIMIT ?", (view.seq, _MOST_FOLLOWED + 1)
    )
    rows = [row for (row,) in changed]
    return rows if len(rows) <= _MOST_FOLLOWED else None


def load(connection: sqlite3.Connection) -> View:
    """The view of the connection's present transaction."""
    rows = dict(_read(connection.execute(_EVERY_ROW)))
    highest = max(rows, default=0)
    tables: dict[str, dict[str, list[int]]] = {name: {} for name in (*FACETS, "acl")}
    numbers: dict[str, list[int]] = {}
    weights: dict[float, list[int]] = {}
    for row, data in rows.items():
        for name, value in data.sets:
            tables[name].setdefault(value, []).append(row)
        for number in data.numbers:
            numbers.setdefault(number, []).append(row)
        weights.setdefault(data.weight, []).append(row)
    return View(
        newest_change(connection),
        rows,
        to_bits(rows, highest),
        {name: {value: to_bits(ids, highest) for value, ids in table.items()} for name, table in tables.items()},
        {number: tuple(ids) for number, ids in numbers.items()},
        {weight: to_bits(ids, highest) for weight, ids in weights.items()},
        sorted(rows, key=lambda row: (-rows[row].day, row)),
        sum(1 for data in rows.values() if data.day != _UNDATED),
        *_lengths(rows.values()),
    )


def follow(view: View, connection: sqlite3.Connection, changed: Collection[int]) -> View:
    """The view of the connection's present transaction, made from an older one and the rows that changed since."""
    fresh = dict(_read(connection.execute(_THESE_ROWS, (json.dumps(list(changed)),))))
    rows = dict(view.rows)
    before = {row: rows.pop(row) for row in changed if row in rows}
    rows.update(fresh)
    tables = {name: dict(table) for name, table in view.sets.items()}
    numbers, weights, everything = dict(view.numbers), dict(view.weights), view.everything
    for row, data in before.items():
        everything &= ~(1 << row)
        weights[data.weight] &= ~(1 << row)
        for name, value in data.sets:
            tables[name][value] &= ~(1 << row)
        for number in data.numbers:
            numbers[number] = tuple(each for each in numbers[number] if each != row)
    for row, data in fresh.items():
        everything |= 1 << row
        weights[data.weight] = weights.get(data.weight, 0) | 1 << row
        for name, value in data.sets:
            tables[name][value] = tables[name].get(value, 0) | 1 << row
        for number in data.numbers:
            numbers[number] = (*numbers.get(number, ()), row)
    gone = set(before)
    newest = [row for row in view.newest if row not in gone]
    for row in fresh:
        insort(newest, row, key=lambda row: (-rows[row].day, row))
    return View(
        newest_change(connection),
        rows,
        everything,
        {name: {value: bits for value, bits in table.items() if bits} for name, table in tables.items()},
        {number: ids for number, ids in numbers.items() if ids},
        {weight: bits for weight, bits in weights.items() if bits},
        newest,
        view.dated + sum((data.day != _UNDATED) for data in fresh.values()) - sum((data.day != _UNDATED) for data in before.values()),
        *map(sum, zip((view.public_length, view.closed_length), _lengths(fresh.values()), _lengths(before.values(), -1), strict=True)),
    )  # fmt: skip


def _lengths(rows: Iterable[_Row], sign: int = 1) -> tuple[int, int]:
    """The words of the public ones and of the others."""
    words = [0, 0]
    for data in rows:
        words[not data.is_public] += sign * data.length
    return words[0], words[1]


def _read(cursor: sqlite3.Cursor) -> Iterator[tuple[int, _Row]]:
    """Rows as they are remembered; equal parts are kept once."""
    kept: dict[object, object] = {}
    for row, kind, year, status, date, issuer, weight, clusters, acl, number, length in cursor:
        sets = [("kind", kind), ("status", status), ("issuer", issuer), ("year", "" if year is None else str(year))]
        sets += [("cluster", cluster) for cluster in json.loads(clusters)]
        sets += [("acl", token) for token in json.loads(acl)]
        shared = tuple(kept.setdefault(each, each) for each in sets if each[1])
        day = int(date.replace("-", "")) if date else (year or 0) * 10_000
        names = number_keys(number)
        yield row, _Row(kept.setdefault(shared, shared), kept.setdefault(names, names), day, weight, length)  # type: ignore[arg-type]  # kept gives back its like
