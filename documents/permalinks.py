"""Addresses by citation: /peraturan/permensos/2020/16/pasal-3/, and the other spellings that lead there.

The part of an address below /peraturan/ comes as its components; Wagtail lets letters, digits, «_» and «-» through.
"""

import re
from dataclasses import dataclass

from django.db.models.functions import Length
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect

from documents.models.regulation import Regulation, RegulationType
from documents.naming import number_key
from documents.querysets import RegulationQuerySet

_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_FLAT = (
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-(?:no|nomor)-(?P<number>[a-z0-9-]+?)-(?:tahun|th)-{_YEAR}"),
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-{_YEAR}-(?P<number>[a-z0-9-]+)"),
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-(?P<number>\d{{1,4}})-{_YEAR}"),
)
#: An article or a place in it; a part of a long text (`documents.reading.parts`); the comparison with another.
_PLACE = re.compile(r"pasal-?(?:[0-9]+[a-z]{0,2}|[ivx]+)(?:-[a-z0-9]+)*|mulai(?:-[a-z0-9]+)+|banding")
LEADING = re.compile(r"0*(\d+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address names: kind as written, year, number, and a place below it («pasal-3-ayat-2») or nothing."""

    kind: str
    year: int
    number: str
    place: str = ""


def read(components: list[str]) -> Asked | None:
    """What the components name, in any spelling; None if they name no regulation."""
    parts = [slugify(part.replace("_", "-")) for part in components]
    place = ""
    if len(parts) > 1 and _PLACE.fullmatch(parts[-1]):
        place = parts.pop()
    if len(parts) == 3:
        return _of_three(parts, place)
    if len(parts) == 1:
        match = next((m for pattern in _FLAT if (m := pattern.fullmatch(parts[0]))), None)
        return Asked(match["kind"], int(match["year"]), match["number"], place) if match else None
    return None


def find(asked: Asked, regulations: RegulationQuerySet) -> Regulation | None:
    """The one regulation that is meant, among those given: the same number, else the only one with its leading number."""
    kind = kind_of(asked.kind)
    if kind is None:
        return None
    key = number_key(asked.number)
    same_year = regulations.filter(kind=kind, year=asked.year)
    # Another issuer's same number has a longer slug; the plain one is meant.
    exact = same_year.filter(number_key=key).order_by(Length("slug")).first()
    if exact is not None:
        found: Regulation = exact
        return found
    leading = LEADING.match(key)
    if leading is None:
        return None
    alike = [each for each in same_year if (m := LEADING.match(each.number_key)) and m[1] == leading[1]]
    return alike[0] if len(alike) == 1 else None


def find_moved(components: list[str]) -> Regulation | None:
    """The regulation that stood at this address before its number, year or kind was corrected."""
    old_path = "/".join(["/peraturan", *components[:3]])
    moved = Redirect.objects.filter(old_path=old_path, redirect_page__isnull=False).first()
    return Regulation.objects.filter(pk=moved.redirect_page_id).first() if moved else None


def kind_of(spelling: str) -> RegulationType | None:
    """The kind that is called so: by code, short name or full name («permen-sos», «pmk», «peraturan-menteri-sosial»)."""
    wanted = slugify(spelling)
    kinds = list(RegulationType.objects.all())
    for kind in kinds:
        if kind.code == wanted:
            return kind
    for kind in kinds:
        names = {slugify(kind.name), slugify(kind.abbreviation), slugify(kind.citation_prefix.replace("_", "-"))}
        if wanted in names or wanted.replace("-", "") == kind.code:
            return kind
    return None


def _of_three(parts: list[str], place: str) -> Asked | None:
    kind, first, second = parts
    if re.fullmatch(_YEAR, first):
        return Asked(kind, int(first), second, place)
    if re.fullmatch(_YEAR, second):
        return Asked(kind, int(second), first, place)
    return None
