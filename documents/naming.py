"""Numbers, titles, addresses and keys of regulations: how what is written becomes what is compared."""

from typing import TYPE_CHECKING

from django.utils.text import Truncator, slugify

if TYPE_CHECKING:
    from documents.models import RegulationType


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
