"""Where something is: read from what people paste («-6.2415, 106.9924») or from a photo, written for the screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

_DECIMALS = Decimal("0.000001")
# Indonesia from Rote to Sabang and from Sabang to Merauke, with the sea around.
_SOUTH, _NORTH, _WEST, _EAST = Decimal("-11.5"), Decimal("6.5"), Decimal("94.5"), Decimal("141.5")
# Dots as decimal marks and a comma between, as map services copy it; or commas as decimal marks and a semicolon or blank between.
_WITH_DOTS = re.compile(r"([-+]?\d{1,3}(?:\.\d{1,20})?)\s*(?:[,;]\s*|\s+)([-+]?\d{1,3}(?:\.\d{1,20})?)", re.ASCII)
_WITH_COMMAS = re.compile(r"([-+]?\d{1,3}(?:,\d{1,20})?)\s*(?:;\s*|\s+)([-+]?\d{1,3}(?:,\d{1,20})?)", re.ASCII)
_PART = r"(\d{1,3}(?:[.,]\d{1,20})?) ?°? ?(?:(\d{1,2}(?:[.,]\d{1,20})?) ?['′’] ?(?:(\d{1,2}(?:[.,]\d{1,20})?) ?(?:[\"″”]|''|’’) ?)?)?"
_WITH_LETTERS = re.compile(rf"{_PART}(LS|LU|S|N) ?[,;]? ?{_PART}(BT|BB|E|W)", re.ASCII)
_NEGATIVE = frozenset({"S", "LS", "W", "BB"})
_NUMBER = r"([-+]?\d{1,3}\.\d{1,20})"
_IN_LINKS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"!3d{_NUMBER}!4d{_NUMBER}",
        rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}",
        rf"[?&](?:q|query|ll|destination|center)=(?:loc:)?{_NUMBER}[, +]+{_NUMBER}",
        rf"/@{_NUMBER},{_NUMBER}",
        rf"#map=\d{{1,2}}/{_NUMBER}/{_NUMBER}",
        rf"^geo:{_NUMBER},{_NUMBER}",
    )
)
MOST_LETTERS = 1_000
_LATITUDE, _LONGITUDE = ("1", "2"), ("3", "4")


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84), six decimals."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        """As map services write and read it: «-6.241586, 106.992416»."""
        return f"{self.latitude:.6f}, {self.longitude:.6f}"

    @property
    def is_in_indonesia(self) -> bool:
        return _SOUTH <= self.latitude <= _NORTH and _WEST <= self.longitude <= _EAST


def parse_point(text: str) -> Point:
    """The point in what was typed, also as degrees and minutes or as the link of a map; ValueError with a sentence otherwise."""
    typed = " ".join(text[:MOST_LETTERS].replace("−", "-").split())
    pair = _in_link(typed) or _in_minutes(typed) or _in_decimals(typed)
    if pair is None:
        raise ValueError(_why_not(typed))
    point = Point(*(degrees.quantize(_DECIMALS) for degrees in pair))
    if not point.is_in_indonesia:
        raise ValueError(
            _("Titik ini di luar Indonesia. Tulis lintang dahulu, lalu bujur, misalnya -6.241586, 106.992416.")
        )
    return point


def _in_decimals(typed: str) -> tuple[Decimal, Decimal] | None:
    plain = " ".join(typed.replace("°", "").split())
    match = _WITH_DOTS.fullmatch(plain) or _WITH_COMMAS.fullmatch(plain)
    return (_decimal(match[1]), _decimal(match[2])) if match else None


def _in_minutes(typed: str) -> tuple[Decimal, Decimal] | None:
    """«6°14'30"S, 106°59'33"E», with LS, LU, BT and BB as well; whole degrees may be all there is before the letters."""
    match = _WITH_LETTERS.fullmatch(typed.upper())
    if match is None:
        return None
    south, north = (match.groups()[at : at + 4] for at in (0, 4))
    return _sum(*south), _sum(*north)


def _sum(degrees: str, minutes: str | None, seconds: str | None, half: str) -> Decimal:
    size = _decimal(degrees) + _decimal(minutes or "0") / 60 + _decimal(seconds or "0") / 3_600
    return -size if half in _NEGATIVE else size


def _in_link(typed: str) -> tuple[Decimal, Decimal] | None:
    """Where the link of a map service points: its pin before the middle of the map."""
    link = unquote(typed)
    match = next((found for pattern in _IN_LINKS if (found := pattern.search(link))), None)
    return (_decimal(match[1]), _decimal(match[2])) if match else None


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))


def _why_not(typed: str) -> str:
    if "://" in typed:
        return _(
            "Tautan ini tidak memuat titiknya. Buka tautannya, tekan lama tempatnya di peta, lalu salin angka "
            "yang tampil, misalnya -6.241586, 106.992416."
        )
    return _("Tulis lintang dan bujur, misalnya -6.241586, 106.992416.")


def point_of_photo(gps: Mapping[str, Any]) -> Point | None:
    """The point in a picture's EXIF: references («S») and degrees, minutes, seconds by tag; None when it makes no sense."""
    try:
        latitude = _degrees(gps, *_LATITUDE, negative="S")
        point = Point(latitude, _degrees(gps, *_LONGITUDE, negative="W"))
        return point if point.is_in_indonesia else None
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        # Written by somebody's camera, or by somebody else.
        return None


def _degrees(gps: Mapping[str, Any], reference: str, values: str, *, negative: str) -> Decimal:
    degrees, minutes, seconds = (float(part) for part in gps[values])
    size = Decimal(str(degrees + minutes / 60 + seconds / 3600)).quantize(_DECIMALS)
    return -size if str(gps[reference]).strip("\x00 ").upper() == negative else size
