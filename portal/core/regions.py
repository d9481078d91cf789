"""Which province a regency or city lies in: the 38 provinces and 514 regencies and cities, by their official names."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

REGIONS_CSV = Path(__file__).parent / "data" / "regions.csv"
"""Columns `province` and `name` («Kota Surabaya»); Jakarta as the directory of units writes it."""


def provinces_named(words: str) -> list[str]:
    """The provinces of the regencies and cities with this name, or the province of this name; in alphabetical order.

    >>> provinces_named("surabaya")
    ['Jawa Timur']
    >>> provinces_named("kab. bogor")
    ['Jawa Barat']
    >>> provinces_named("presto")
    []
    """
    return sorted(_provinces_by_name().get(_plain(words), ()))


@cache
def _provinces_by_name() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with REGIONS_CSV.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[_plain(row["name"])].add(row["province"])
            found[_plain(row["province"])].add(row["province"])
    return dict(found)


def _plain(name: str) -> str:
    """Without what kind of region it is, in small letters."""
    first, _, rest = name.casefold().strip().partition(" ")
    return (
        rest.strip()
        if rest and first.rstrip(".") in {"kabupaten", "kab", "kota", "provinsi"}
        else name.casefold().strip()
    )
