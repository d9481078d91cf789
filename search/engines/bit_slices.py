"""A small whole number for every document at once: bit n of all numbers is one set of documents, a slice.

Sums and the best of a sum cost a few ANDs of big numbers, whatever the number of documents (O'Neil and Quass,
«Improved query performance with variant indexes», 1997). Slices are given lowest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from search.engines.bits import Bits

LEVELS = 255
"""The highest number that `slices` takes."""

_TO_DIGITS = [bytes(ord("1") if level >> place & 1 else ord("0") for level in range(256)) for place in range(8)]


def slices(levels: bytearray) -> tuple[Bits, ...]:
    """The numbers 0 to 255 of the rows 0, 1, 2 … as eight slices."""
    backwards = bytes(reversed(levels)) or b"\0"
    return tuple(int(backwards.translate(digits), 2) for digits in _TO_DIGITS)


def add(one: Sequence[Bits], other: Sequence[Bits]) -> list[Bits]:
    """The sum of two numbers for every row."""
    total: list[Bits] = []
    carry = 0
    for left, right in zip_longest(one, other, fillvalue=0):
        differ = left ^ right
        total.append(differ ^ carry)
        carry = left & right | carry & differ
    return [*total, carry]


def best(numbers: Sequence[Bits], among: Bits, wanted: int, slack: int) -> Bits:
    """The rows of a set with one of its `wanted` highest numbers, and all that have at most `slack` less than the last of these."""
    if among.bit_count() <= wanted:
        return among
    lowest, higher, equal = 0, 0, among
    for place in reversed(range(len(numbers))):
        having = equal & numbers[place]
        if higher + having.bit_count() >= wanted:
            lowest |= 1 << place
            equal = having
        else:
            higher += having.bit_count()
            equal ^= having
    return at_least(numbers, among, lowest - slack)


def at_least(numbers: Sequence[Bits], among: Bits, least: int) -> Bits:
    """The rows of a set whose number is `least` or more."""
    if least <= 0:
        return among
    more, equal = 0, among
    for place in reversed(range(len(numbers))):
        having = equal & numbers[place]
        if least >> place & 1:
            equal = having
        else:
            more |= having
            equal ^= having
    return more | equal


def divided(among: Bits, sets: Iterable[Bits]) -> list[Bits]:
    """A set cut into the parts in which all rows are in the same ones of `sets`; none is empty."""
    parts = [among]
    for each in sets:
        parts = [piece for part in parts for piece in (part & each, part & ~each) if piece]
    return [part for part in parts if part]
