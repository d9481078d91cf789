"""What a process remembers of the index: sets of documents as bits of one big number.

Facets, access and years are answered by AND and a bit count; at 9,448 documents a set is 1.2 KB. A view
is immutable and follows the index by its change log, so it is exactly as old as the transaction it serves.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.documents import number_keys
from search.query import FACETS, Audience, Citation, Facet, SearchQuery

Bits = int
_EVERY_ROW = "SELECT id, kind, year, status, date, issuer, weight, clusters, acl, number FROM docs"
_THESE_ROWS = _EVERY_ROW + " WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - both halves are constants


@dataclass(frozen=True, slots=True)
class _Row:
    """What of a document the sets are made from."""

    values: tuple[tuple[Facet, str], ...]
    acl: tuple[str, ...]
    number: str
    year: int | None
    date: str
    weight: float


@dataclass(frozen=True, slots=True)
class View:
    """The sets as of change `seq`; `newest` has all rows, the newest first, and `place` where each stands in it.

    The first `dated` rows of `newest` have a day or a year; the others stand last whichever way the days run.
    """

    seq: int = 0
    rows: Mapping[int, _Row] = field(default_factory=dict)
    everything: Bits = 0
    facets: Mapping[Facet, Mapping[str, Bits]] = field(default_factory=dict)
    acl: Mapping[str, Bits] = field(default_factory=dict)
    numbers: Mapping[str, Bits] = field(default_factory=dict)
    newest: Sequence[int] = ()
    dated: int = 0
    place: Mapping[int, int] = field(default_factory=dict)
    weights: Mapping[int, float] = field(default_factory=dict)

    def visible(self, audience: Audience) -> Bits:
        """The documents that have a token of this audience."""
        seen = 0
        for token in audience:
            seen |= self.acl.get(token, 0)
        return seen

    def chosen(self, facet: Facet, values: Iterable[str]) -> Bits:
        """The documents with any of the values in this facet."""
        sets = self.facets.get(facet, {})
        found = 0
        for value in values:
            found |= sets.get(value, 0)
        return found

    def cited(self, citation: Citation) -> Bits:
        """The documents of this name. A citation without a number names none."""
        if not citation.number:
            return 0
        found = self.numbers.get(number_keys(citation.number)[0], 0)
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
        sets = self.facets.get("year", {})
        return self.chosen("year", [year for year in sets if first <= int(year) <= last])


def to_bits(ids: Iterable[int], highest: int) -> Bits:
    """The set of these rows as one number; rows above `highest` do not exist in the view and are left out."""
    digits = bytearray(b"0") * (highest + 1)
    one = ord("1")
    for row in ids:
        if row <= highest:
            digits[highest - row] = one
    return int(digits, 2)


_DIGITS_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def flags(bits: Bits, highest: int) -> bytes:
    """For every row up to `highest` whether it is in the set: the fast test for many rows."""
    return format(bits, f"0{highest + 1}b").encode().translate(_DIGITS_TO_FLAGS)[::-1]


def members(bits: Bits) -> list[int]:
    """The rows of a set, ascending."""
    rows: list[int] = []
    for position, octet in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while octet:
            lowest = octet & -octet
            rows.append(position * 8 + lowest.bit_length() - 1)
            octet ^= lowest
    return rows


def newest_change(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT max(seq) FROM changes").fetchone()[0]
    return int(found or 0)


def follow(view: View | None, connection: sqlite3.Connection) -> View:
    """The view of the connection's present transaction, made from an older one where that is possible."""
    newest = newest_change(connection)
    if view is not None and view.seq == newest:
        return view
    oldest = connection.execute("SELECT min(seq) FROM changes").fetchone()[0] or 0
    if view is None or view.seq > newest or view.seq < oldest - 1:
        return _make(newest, {}, _read(connection.execute(_EVERY_ROW)), ())
    changed = [row for (row,) in connection.execute("SELECT DISTINCT doc FROM changes WHERE seq > ?", (view.seq,))]
    return _make(newest, view.rows, _read(connection.execute(_THESE_ROWS, (json.dumps(changed),))), changed)


def _read(cursor: sqlite3.Cursor) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    for row, kind, year, status, date, issuer, weight, clusters, acl, number in cursor:
        values: list[tuple[Facet, str]] = [("kind", kind), ("status", status), ("issuer", issuer)]
        values.append(("year", "" if year is None else str(year)))
        values.extend(("cluster", cluster) for cluster in json.loads(clusters))
        rows[row] = _Row(
            tuple((facet, value) for facet, value in values if value),
            tuple(json.loads(acl)), number, year, date or "", weight,
        )  # fmt: skip
    return rows


def _day(row: _Row) -> str:
    return row.date or str(row.year or "")


def _make(seq: int, known: Mapping[int, _Row], fresh: Mapping[int, _Row], changed: Iterable[int]) -> View:
    rows = dict(known)
    for row in changed:
        rows.pop(row, None)
    rows.update(fresh)
    highest = max(rows, default=0)
    newest = sorted(rows)
    newest.sort(key=lambda row: _day(rows[row]), reverse=True)
    facets: dict[Facet, dict[str, list[int]]] = {facet: {} for facet in FACETS}
    acl: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    for row, data in rows.items():
        for facet, value in data.values:
            facets[facet].setdefault(value, []).append(row)
        for token in data.acl:
            acl.setdefault(token, []).append(row)
        for number in number_keys(data.number):
            numbers.setdefault(number, []).append(row)
    return View(
        seq,
        rows,
        to_bits(rows, highest),
        {facet: {value: to_bits(ids, highest) for value, ids in sets.items()} for facet, sets in facets.items()},
        {token: to_bits(ids, highest) for token, ids in acl.items()},
        {number: to_bits(ids, highest) for number, ids in numbers.items()},
        newest,
        sum(1 for data in rows.values() if _day(data)),
        {row: position for position, row in enumerate(newest)},
        {row: data.weight for row, data in rows.items()},
    )
