"""How many of the documents found have each value of a facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TypeAlias

from search.engines.base import MAX_FACET_VALUES
from search.engines.bits import Bits, all_of, flags, members
from search.engines.sqlite_view import View
from search.query import Facet, FacetCount

_FEW = 500
_SHORT = 300
_MOST_REMEMBERED = 200

_Picked: TypeAlias = Callable[[bytes], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Counts for one view.

    A set costs the same AND whether it has ten rows or all, and most values have few. Of those the rows are remembered, each time
    beside the set that they were read from: where another document changed, the set is the same object, and its rows hold.
    """

    view: View
    _rows: dict[tuple[Facet, str], tuple[Bits, _Picked | None]] = field(default_factory=dict)
    _counted: dict[Bits, dict[Facet, tuple[FacetCount, ...]]] = field(default_factory=dict)

    def carried_to(self, view: View) -> FacetCounts:
        """The same for a newer view."""
        return FacetCounts(view, self._rows)

    def of(
        self, facets: Iterable[Facet], allowed: Bits, chosen: Mapping[Facet, Bits]
    ) -> dict[Facet, tuple[FacetCount, ...]]:
        """The values of each facet among what all *other* facets leave, the most frequent first. Remembered: whoever turns a page,
        sorts anew or chooses in one facet asks for the same counts again.
        """
        found = {}
        inside: dict[Bits, bytes] = {}
        for facet in facets:
            base = all_of(allowed, (bits for other, bits in chosen.items() if other != facet))
            if base not in self._counted and len(self._counted) >= _MOST_REMEMBERED:
                self._counted.clear()
            known = self._counted.setdefault(base, {})
            if facet not in known:
                counted = self._among(facet, base, inside)
                counts = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
                known[facet] = tuple(FacetCount(value, count) for value, count in counts[:MAX_FACET_VALUES])
            found[facet] = known[facet]
        return found

    def _among(self, facet: Facet, base: Bits, inside: dict[Bits, bytes]) -> Mapping[str, int]:
        if base.bit_count() < _FEW:
            return self._each(facet, base)
        if base not in inside:
            inside[base] = flags(base, self.view.highest)
        return self._many(facet, base, inside[base])

    def _each(self, facet: Facet, among: Bits) -> Mapping[str, int]:
        rows = (self.view.rows[row].sets for row in members(among))
        return Counter(value for sets in rows for name, value in sets if name == facet)

    def _many(self, facet: Facet, among: Bits, inside: bytes) -> Mapping[str, int]:
        counts = {}
        for value, bits in self.view.values(facet).items():
            known = self._rows.get((facet, value))
            if known is None or known[0] is not bits:
                known = self._rows[facet, value] = bits, _picked(bits)
            picked = known[1]
            count = sum(picked(inside)) if picked else (bits & among).bit_count()
            if count:
                counts[value] = count
        return counts


def _picked(bits: Bits) -> _Picked | None:
    """What takes the flags of these rows; None where they are many. There is no row 0: with it one row is picked as many are."""
    return itemgetter(0, *members(bits)) if bits.bit_count() < _SHORT else None
