"""Points as people paste them and as phones write them."""

from decimal import Decimal

import pytest

from workflows.coordinates import Point, parse_point, point_of_photo

BEKASI = Point(Decimal("-6.241586"), Decimal("106.992416"))


@pytest.mark.parametrize(
    "typed",
    [
        "-6.241586, 106.992416",
        "-6.241586,106.992416",
        " -6.241586   106.992416 ",
        "-6,241586; 106,992416",
        "-6,241586 106,992416",
        "−6.241586°, 106.992416°",
        "-6.2415860001, 106.9924160001",
        "6°14'29.7096\"S 106°59'32.6976\"E",
        "6° 14′ 29,7096″ LS, 106° 59′ 32,6976″ BT",
        "6°14.49516'S; 106°59.54496'E",
        "6.241586 LS, 106.992416 BT",
        "6.241586°s 106.992416°e",
        "geo:-6.241586,106.992416",
        "https://www.google.com/maps?q=-6.241586,106.992416",
        "https://www.google.com/maps/search/?api=1&query=-6.241586%2C106.992416",
        "https://www.google.com/maps/place/Bekasi/@-6.2,106.9,17z/data=!4m6!3m5!1s0x0!8m2!3d-6.241586!4d106.992416!16s",
        "https://www.google.com/maps/@-6.241586,106.992416,17z",
        "https://www.openstreetmap.org/?mlat=-6.241586&mlon=106.992416#map=17/-6.2/106.9",
        "https://www.openstreetmap.org/#map=17/-6.241586/106.992416",
    ],
)
def test_a_point_is_read_however_it_is_written(typed: str) -> None:
    assert parse_point(typed) == BEKASI


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("106.992416, -6.241586", "di luar Indonesia"),
        ("52.5, 13.4", "di luar Indonesia"),
        ("999, 999", "di luar Indonesia"),
        ("-6.241586", "Tulis lintang dan bujur"),
        ("-6,241586, 106,992416", "Tulis lintang dan bujur"),
        ("1;2;3", "Tulis lintang dan bujur"),
        ("NaN, Infinity", "Tulis lintang dan bujur"),
        ("-6." + "1" * 500 + ", 106.9", "Tulis lintang dan bujur"),
        ("٣, ١٠٦", "Tulis lintang dan bujur"),
        ("6°14'30\"", "Tulis lintang dan bujur"),
        ("106°59'33\"E 6°14'30\"S", "Tulis lintang dan bujur"),
        ("52°30'S 13°24'E", "di luar Indonesia"),
        ("https://maps.app.goo.gl/aBcDeF", "Tautan ini tidak memuat titiknya"),
        ("https://www.google.com/maps/@52.5,13.4,17z", "di luar Indonesia"),
        ("https://" + "a=-6.2" * 100_000, "Tautan ini tidak memuat titiknya"),
        ("6" * 1_000 + "°" * 1_000, "Tulis lintang dan bujur"),
    ],
)
def test_what_is_no_point_in_indonesia_gets_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_point(typed)


def test_a_photo_tells_where_it_was_taken() -> None:
    gps = {"1": "S", "2": [6.0, 14.0, 29.7096], "3": "E", "4": [106.0, 59.0, 32.6976]}

    assert point_of_photo(gps) == BEKASI


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {"1": "N", "2": [52.0, 0.0, 0.0], "3": "E", "4": [13.0, 0.0, 0.0]},
        {"1": "S", "2": [6.0], "3": "E", "4": [106.0, 0.0, 0.0]},
        {"1": "S", "2": [float("nan"), 0.0, 0.0], "3": "E", "4": [106.0, 0.0, 0.0]},
        {"1": "S", "2": [float("inf"), 0.0, 0.0], "3": "E", "4": [106.0, 0.0, 0.0]},
        {"1": 3, "2": "6.0", "3": None, "4": [106.0, 0.0, 0.0]},
        {"1": "S", "2": [6.0, 14.0, 29.7]},
    ],
)
def test_a_photo_without_a_sensible_point_tells_none(gps: dict[str, object]) -> None:
    assert point_of_photo(gps) is None
