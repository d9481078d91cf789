"""Numbers, titles, addresses and keys of regulations: how what is written becomes what is compared."""

import re
from typing import TYPE_CHECKING

from django.utils.text import Truncator, slugify

if TYPE_CHECKING:
    from documents.models import RegulationType


#: Letters of what a regulation is about. Of 9,448 regulations the longest takes 710.
LONGEST_ABOUT = 4_000
#: Lists of a part of the register, and the forms in which each can be had (`documents.register_list`).
ISSUER, SUBJECT, YEAR = "penetap", "subjek", "tahun"
FORMS = ("atom", "csv", "json")
#: An article or a place in it; a part of a long text (`documents.reading.parts`); the comparison with another.
PLACE = re.compile(r"pasal-?(?:[0-9]+[a-z]{0,2}|[ivx]+)(?:-[a-z0-9]+)*|mulai(?:-[a-z0-9]+)+|banding")


def is_other_address(part: str) -> bool:
    """Whether this part of an address leads to something else than a number or a kind: «pasal-3», «banding», «atom»."""
    return part in (*FORMS, ISSUER, SUBJECT, YEAR) or PLACE.fullmatch(part) is not None


def number_key(number: str) -> str:
    """The number for addresses and comparison. Leading zeros stay: «02» and «2» of one year are two regulations."""
    return slugify(number.replace("/", "-").replace(".", "-"))


def designation(kind: "RegulationType", number: str, year: int) -> str:
    """«Peraturan Menteri Sosial Nomor 16 Tahun 2020», no longer than a page title may be."""
    return Truncator(f"{kind.name} Nomor {number} Tahun {year}").chars(255)


def address_slug(kind: "RegulationType", year: int, key: str) -> str:
    """Flat slug of a regulation, at most 240 characters (Wagtail may add a suffix)."""
    return f"{kind.code}-{year}-{key or 'tanpa-nomor'}"[:240]


def citation_key(kind: "RegulationType", number: str, year: int) -> str | None:
    """Key by which relation lists name a regulation («Permen_Sos_2020_16»), if its kind has a prefix."""
    return f"{kind.citation_prefix}_{year}_{number}" if kind.citation_prefix else None


def short_citation(kind: "RegulationType", number: str, year: int) -> str:
    """«UU 11/2009»; a number that holds its year stays as it is: «Kepmensos 103/HUK/2025»."""
    named = number if number.endswith(f"/{year}") else f"{number}/{year}"
    return f"{kind.abbreviation} {named}"
