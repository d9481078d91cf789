"""Which regulation a written number means, among those of one kind and year.

Texts and registers write the number with its series («168/PMK.07/2009»); catalogues often store «168» alone.
"""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from documents.naming import number_key

T = TypeVar("T")

#: The first number, with the letters of an insertion («16A») but not those of a series («168PMK»).
_LEADING = re.compile(r"0*(\d+(?:[a-z](?![a-z]))?)")
_DIGITS = re.compile(r"\d+")


class Numbered(Generic[T]):
    """Regulations of one kind and year by their `number_key`: looked through once, however many numbers are asked for."""

    def __init__(self, candidates: Iterable[tuple[str, T]] = ()) -> None:
        self._exact: dict[str, list[T]] = {}
        self._alike: dict[str, list[tuple[str, T]]] = {}
        for key, value in candidates:
            self.add(key, value)

    def add(self, key: str, value: T) -> None:
        self._exact.setdefault(key, []).append(value)
        self._alike.setdefault(_first(key), []).append((key, value))

    def matching(self, number: str) -> tuple[list[T], bool]:
        """Those with this very number, and True. Where none has it, those whose leading number is this one's where one of
        the two has no series, and False: two different series are two regulations.
        """
        if not self._exact:
            return [], False
        wanted = number_key(number)
        if exact := self._exact.get(wanted):
            return list(exact), True
        first = _first(wanted)
        alike = self._alike.get(first, []) if first else []
        return [value for key, value in alike if is_bare(key) or is_bare(wanted)], False

    def meant(self, number: str) -> T | None:
        """The one that is meant; None where there is none, or more than one."""
        found, _is_exact = self.matching(number)
        return found[0] if len(found) == 1 else None


def matching(number: str, candidates: Iterable[tuple[str, T]]) -> tuple[list[T], bool]:
    """`Numbered.matching` for one number."""
    return Numbered(candidates).matching(number)


def meant(number: str, candidates: Iterable[tuple[str, T]]) -> T | None:
    """`Numbered.meant` for one number."""
    return Numbered(candidates).meant(number)


def leading(number: str) -> str:
    """«218/PMK.07/2022», «0218» and «PM 218» are counted as "218", «16A» as "16a"; "" if no digit is in it."""
    return _first(number_key(number))


def _first(key: str) -> str:
    match = _LEADING.search(key)
    return match[1] if match else ""


def cited_key(prefix: str, year: int, number: str) -> str:
    """How a text that cites a regulation is noted, whatever the series of the number: «Permen_Sos_2009_106»."""
    return f"{prefix}_{year}_{leading(number).upper()}"


def is_bare(key: str) -> bool:
    """Whether a `number_key` has no series: «218» and «pm-218», as opposed to «218-pmk-07-2022»."""
    return len(_DIGITS.findall(key)) == 1 and key.endswith(_first(key))
