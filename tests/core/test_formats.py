"""Amounts, counts and dates as Indonesians write them."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.core import formats


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "Rp0"), (999, "Rp999"), (1_000, "Rp1.000"), (325_000_000, "Rp325.000.000"), (-1_500, "-Rp1.500")],
)
def test_rupiah_has_dots_between_thousands_and_no_blank(amount: int, written: str) -> None:
    assert formats.rupiah(amount) == written


@pytest.mark.parametrize(
    "typed",
    [
        "65.000.000",
        "65000000",
        "Rp65.000.000,00",
        "rp 65.000.000",
        "Rp. 65.000.000",
        " 65.000.000,- ",
        "Rp\u00a065.000.000",
    ],
)
def test_every_usual_way_of_writing_65_million_is_read(typed: str) -> None:
    assert formats.parse_rupiah(typed) == 65_000_000


@pytest.mark.parametrize(
    "typed",
    [
        "65,000.5",
        "65,000,000",
        "65.000.5",
        "6.5000.000",
        "enam juta",
        "6 juta",
        "-65.000",
        "Rp-65.000",
        "65.000,50",
        "",
        "  ",
        "Rp",
        "1e9",
        "0x10",
        "٦٥٠٠٠",
        "65.000.000,00,00",
        "NaN",
        "999.999.999.999.999.999",
        "9" * 5000,
    ],
)
def test_everything_ambiguous_is_refused_with_a_sentence_that_ends(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^(Jumlah|Tulis) .*\.$"):
        formats.parse_rupiah(typed)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("enam juta", "dengan angka"),
        ("65,000.5", "pemisah ribuan"),
        ("-65.000", "tidak boleh negatif"),
        ("65.000,50", "tanpa sen"),
        ("9999999999999999", "Rp999.999.999.999.999"),
    ],
)
def test_the_sentence_says_what_to_type(typed: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        formats.parse_rupiah(typed)


def test_what_rupiah_writes_parse_rupiah_reads() -> None:
    for exponent in range(15):
        for amount in (10**exponent, 10**exponent - 1, 3 * 10**exponent + 7):
            assert formats.parse_rupiah(formats.rupiah(amount)) == amount


@pytest.mark.parametrize(("typed", "number"), [("1", 1), ("02", 2), ("1.000", 1000), (" 5 ", 5)])
def test_a_count_is_a_whole_number(typed: str, number: int) -> None:
    assert formats.parse_count(typed, largest=100_000) == number


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("-2", "angka bulat"),
        ("2,5", "angka bulat"),
        ("dua", "angka bulat"),
        ("", "angka bulat"),
        ("0", "paling sedikit 1"),
        ("100.001", "Paling banyak 100.000"),
        ("9" * 100_000, "terlalu besar"),
    ],
)
def test_negative_broken_and_overflowing_counts_are_refused_kindly(typed: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        formats.parse_count(typed, largest=100_000)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (325_000_000, "tiga ratus dua puluh lima juta"),
        (1_001_001_001, "satu miliar satu juta seribu satu"),
        (10_622_801_250, "sepuluh miliar enam ratus dua puluh dua juta delapan ratus satu ribu dua ratus lima puluh"),
        (10**12, "satu triliun"),
    ],
)
def test_terbilang(number: int, words: str) -> None:
    assert formats.terbilang(number) == words


@pytest.mark.parametrize("number", [-1, 10**15])
def test_terbilang_refuses_what_it_cannot_say(number: int) -> None:
    with pytest.raises(ValueError, match="terbilang takes 0 to"):
        formats.terbilang(number)


def test_the_day_is_not_padded_in_a_full_date() -> None:
    assert formats.date_full(dt.date(2020, 2, 7)) == "Jumat, 7 Februari 2020"


def test_a_moment_is_shown_in_western_indonesian_time() -> None:
    late_in_utc = dt.datetime(2020, 12, 3, 18, 30, tzinfo=dt.UTC)

    assert formats.date_long(late_in_utc) == "4 Desember 2020"
    assert formats.moment_long(late_in_utc) == "4 Desember 2020, 01.30 WIB"


def test_the_filters_write_nothing_for_an_absent_value() -> None:
    template = Template("{% load formats %}[{{ none|rupiah }}{{ none|date_long }}][{{ amount|terbilang_rupiah }}]")

    assert template.render(Context({"none": None, "amount": 65_000})) == "[][enam puluh lima ribu rupiah]"


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (10 * 1024**2, "10 MB"),
        (10_342, "10,1 KB"),
        (1024**2 + 52_429, "1,1 MB"),
        (20 * 1024, "20 KB"),
        (1000, "1000 bita"),
    ],
)
def test_sizes_have_a_decimal_only_where_it_says_something(size: int, written: str) -> None:
    with translation.override("id"):
        assert formats.file_size(size).replace("\u00a0", " ") == written
