"""Kinds of regulation that an import meets and the portal does not know yet: their names are read off the first title."""

import re

from documents.importing.rows import Row, type_code
from documents.models import RegulationType

_NUMBER = re.compile(r"\s+(?:nomor|no\.?)\s.*$", re.IGNORECASE)
_COUNTRY = re.compile(r"\s+Rep+ublik\s+Indonesia$", re.IGNORECASE)


def kind_of(row: Row, known: dict[str, RegulationType]) -> RegulationType:
    """The kind of a row, made if it is new; `known` is filled as it goes."""
    code = type_code(row.type)
    if code not in known:
        name, abbreviation, form, form_abbreviation = _read_off(row)
        known[code], _created = RegulationType.objects.get_or_create(
            code=code,
            defaults={
                "name": name[:255],
                "abbreviation": abbreviation[:120],
                "form": form[:100],
                "form_abbreviation": form_abbreviation[:40],
                "citation_prefix": row.type,
            },
        )
    return known[code]


def _read_off(row: Row) -> tuple[str, str, str, str]:
    name = _COUNTRY.sub("", _NUMBER.sub("", row.title)) or row.type.replace("_", " ")
    abbreviation = row.type.replace("_", " ")
    if row.type.lower().startswith("permen_"):
        office = row.type.split("_", 1)[1].replace("_", " ")
        abbreviation = "Permen" + (office if office.isupper() else office.lower())
        return name, abbreviation, "Peraturan Menteri", "PERMEN"
    return name, abbreviation, "", ""
