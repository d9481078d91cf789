"""Sets of rows as bits of a number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.engines.bits import flags, members, to_bits, within

_ROWS = st.sets(st.integers(0, 3_000), max_size=400)


@given(rows=_ROWS, asked=st.lists(st.integers(0, 4_000), max_size=50))
def test_each_way_of_asking_knows_the_rows_of_a_set(rows: set[int], asked: list[int]) -> None:
    bits = to_bits(rows, 3_000)
    inside = flags(bits, 4_000)

    assert members(bits) == sorted(rows)
    assert within(asked, bits) == [row for row in asked if row in rows]
    assert [bool(inside[row]) for row in asked] == [row in rows for row in asked]
