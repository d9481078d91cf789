"""Where something is: read from what people paste («-6.2415, 106.9924») or from a photo, written for the screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

_DECIMALS = Decimal("0.000001")
# Indonesia from Rote to Sabang and from Sabang to Merauke, with the sea around.
_SOUTH, _NORTH, _WEST, _EAST = Decimal("-11.5"), Decimal("6.5"), Decimal("94.5"), Decimal("141.5")
# Dots as decimal marks and a comma between, as map services copy it; or commas as decimal marks and a semicolon or blank between.
_WITH_DOTS = re.compile(r"([-+]?\d{1,3}(?:\.\d{1,20})?)\s*(?:[,;]\s*|\s+)([-+]?\d{1,3}(?:\.\d{1,20})?)", re.ASCII)
_WITH_COMMAS = re.compile(r"([-+]?\d{1,3}(?:,\d{1,20})?)\s*(?:;\s*|\s+)([-+]?\d{1,3}(?:,\d{1,20})?)", re.ASCII)
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
    """The point in what was typed; ValueError with a sentence otherwise."""
    typed = " ".join(text.replace("−", "-").replace("°", "").split())
    match = _WITH_DOTS.fullmatch(typed) or _WITH_COMMAS.fullmatch(typed)
    if match is None:
        raise ValueError(_("Tulis lintang dan bujur, misalnya -6.241586, 106.992416."))
    latitude, longitude = (Decimal(part.replace(",", ".")).quantize(_DECIMALS) for part in match.groups())
    point = Point(latitude, longitude)
    if not point.is_in_indonesia:
        raise ValueError(
            _("Titik ini di luar Indonesia. Tulis lintang dahulu, lalu bujur, misalnya -6.241586, 106.992416.")
        )
    return point


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
