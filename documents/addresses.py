"""What an address of a regulation names: «permensos/2020/16/pasal-3», «permensos-16-2020», and the other spellings."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.text import slugify

from documents.naming import PLACE

_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_FLAT = (
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-(?:no|nomor)-(?P<number>[a-z0-9-]+?)-(?:tahun|th)-{_YEAR}"),
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-{_YEAR}-(?P<number>[a-z0-9-]+)"),
    re.compile(rf"(?P<kind>[a-z][a-z0-9-]*?)-(?P<number>\d{{1,4}})-{_YEAR}"),
)
#: Of the portal itself, whole or in part: «https://…/peraturan/uu/2016/8/», «/peraturan/uu/2016/8», «uu/2016/8».
_PATH = re.compile(
    r"/?(?:[a-z]{2}/)?(?:peraturan/)?"
    r"(?P<components>[a-z][a-z0-9_-]*/[a-z0-9_-]+/[a-z0-9_-]+(?:/[a-z0-9_-]+)?)/?",
    re.IGNORECASE,
)


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
    if len(parts) > 1 and PLACE.fullmatch(parts[-1]):
        place = parts.pop()
    if len(parts) == 3:
        return _of_three(parts, place)
    if len(parts) == 1:
        match = next((m for pattern in _FLAT if (m := pattern.fullmatch(parts[0]))), None)
        return Asked(match["kind"], int(match["year"]), match["number"], place) if match else None
    return None


def read_typed(text: str) -> Asked | None:
    """What an address names that someone copied into a field: the whole of it, its path, or «uu/2016/8»."""
    try:
        match = _PATH.fullmatch(urlsplit(text.strip()).path)
    except ValueError:  # «https://[», which is no address
        return None
    return read(match["components"].split("/")) if match else None


def _of_three(parts: list[str], place: str) -> Asked | None:
    kind, first, second = parts
    if re.fullmatch(_YEAR, first):
        return Asked(kind, int(first), second, place)
    if re.fullmatch(_YEAR, second):
        return Asked(kind, int(second), first, place)
    return None
