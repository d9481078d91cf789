"""Which regulation a written number means, among those of one kind and year.

Texts and registers write the number with its series («168/PMK.07/2009»); catalogues often store «168» alone.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

from documents.naming import number_key

T = TypeVar("T")

#: The first number, with the letters of an insertion («16A») but not those of a series («168PMK»).
_LEADING = re.compile(r"0*(\d+(?:[a-z](?![a-z]))?)")
_DIGITS = re.compile(r"\d+")


def matching(number: str, candidates: Iterable[tuple[str, T]]) -> tuple[list[T], bool]:
    """Of candidates with their `number_key`: those with this very number, and True. Where none has it, those whose leading
    number is this one's where one of the two has no series, and False: two different series are two regulations.
    """
    known, wanted = list(candidates), number_key(number)
    exact = [value for key, value in known if key == wanted]
    if exact:
        return exact, True
    first = leading(wanted)
    alike = ((key, value) for key, value in known if first and leading(key) == first)
    return [value for key, value in alike if is_bare(key) or is_bare(wanted)], False


def meant(number: str, candidates: Iterable[tuple[str, T]]) -> T | None:
    """The one candidate that is meant; None where there is none, or more than one."""
    found, _is_exact = matching(number, candidates)
    return found[0] if len(found) == 1 else None


def leading(number: str) -> str:
    """«218/PMK.07/2022», «0218» and «PM 218» are counted as "218", «16A» as "16a"; "" if no digit is in it."""
    match = _LEADING.search(number_key(number))
    return match[1] if match else ""


def cited_key(prefix: str, year: int, number: str) -> str:
    """How a text that cites a regulation is noted, whatever the series of the number: «Permen_Sos_2009_106»."""
    return f"{prefix}_{year}_{leading(number).upper()}"


def is_bare(key: str) -> bool:
    """Whether a `number_key` has no series: «218» and «pm-218», as opposed to «218-pmk-07-2022»."""
    return len(_DIGITS.findall(key)) == 1 and key.endswith(leading(key))
