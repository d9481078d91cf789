"""However somebody writes a number of a person, it is masked; and nothing else that has digits is."""

import datetime as dt
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal.core.formats import rupiah
from portal.core.masking import masked_text, spelt

SEPARATORS = ("", " ", "-", ".", "_", "/", " - ", "\u2013", "\u2014", "\u2212", " \u2013 ")
SEPARATORS += ("\u00a0", "\u2009", "\u202f", "\u200b", "\u3000")
ZEROS = ("0", "\uff10", "\u0660", "\u06f0", "\u0966", "\u09e6", "\U0001d7ce")
"""ASCII, full-width, Arabic, Persian, Devanagari, Bengali, mathematical."""


def written(digits: str, zero: str, separator: str, sizes: tuple[int, ...]) -> str:
    """The digits in groups of these sizes, in the script that begins with `zero`."""
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else sign for sign in separator.join(groups))


def shown_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


identities = st.builds(
    lambda region, born, is_woman, serial: f"{region:06d}{born.day + 40 * is_woman:02d}{born:%m%y}{serial:04d}",
    st.integers(110101, 949999),
    st.dates(dt.date(1930, 1, 1), dt.date(2025, 12, 31)),
    st.booleans(),
    st.integers(1, 9999),
)
mobiles = st.builds(lambda rest: f"08{rest}", st.from_regex(r"[1-9][0-9]{8,10}", fullmatch=True))
zeros, separators = st.sampled_from(ZEROS), st.sampled_from(SEPARATORS)


@given(identities, zeros, separators, st.sampled_from([(4, 4, 4, 4), (6, 6, 4), (2, 2, 2, 6, 4), (8, 8)]))
def test_a_nik_is_masked_in_every_script_with_every_separator(
    number: str, zero: str, separator: str, sizes: tuple[int, ...]
) -> None:
    text = masked_text(f"ketua, NIK {written(number, zero, separator, sizes)}, hadir")

    assert text == f"ketua, NIK ••••{number[-4:]}, hadir"


@given(mobiles, zeros, separators)
def test_a_telephone_is_masked_in_every_script_with_every_separator(number: str, zero: str, separator: str) -> None:
    text = masked_text(f"hubungi {written(number, zero, separator, (4, 4, len(number) - 8))} ya")

    assert text == f"hubungi ••••{number[-4:]} ya"


@given(mobiles, st.sampled_from(["+62 ", "+62-", "+62", "(+62) ", "62 ", "+62 (", "("]))
def test_a_telephone_is_masked_with_every_prefix(number: str, prefix: str) -> None:
    bare = number[1:]
    shown = f"{bare[:3]}) {bare[3:]}" if prefix.endswith("(") else bare

    assert shown_digits(masked_text(f"telepon {prefix}{shown}, siang")) == number[-4:]


@given(identities, zeros, separators)
def test_what_finds_a_person_finds_the_number_however_it_is_written(number: str, zero: str, separator: str) -> None:
    assert re.search(spelt(number), f"NIK {written(number, zero, separator, (4, 4, 4, 4))}.")


@given(st.integers(0, 10**13), st.sampled_from(["{}", "sebesar {} saja", "{},00", "rekening {} lunas"]))
def test_rupiah_stay(amount: int, around: str) -> None:
    text = around.format(rupiah(amount))

    assert masked_text(text) == text


@given(st.lists(st.integers(10**3, 10**11), min_size=1, max_size=4))
def test_a_row_of_amounts_stays(amounts: list[int]) -> None:
    text = " ".join(rupiah(each).removeprefix("Rp") for each in amounts)

    assert masked_text(f"harga {text} per unit") == f"harga {text} per unit"


@given(
    st.lists(st.dates(dt.date(1945, 8, 17), dt.date(2099, 12, 31)), min_size=1, max_size=3),
    st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y"]),
    st.sampled_from([" ", " s.d. ", "-", "\u2013", ", "]),
)
def test_dates_and_years_stay(dates: list[dt.date], form: str, between: str) -> None:
    text = between.join(each.strftime(form) for each in dates)

    assert masked_text(f"tanggal {text} di aula") == f"tanggal {text} di aula"


@given(st.integers(1, 9999), st.integers(1, 30), st.dates(dt.date(1945, 1, 1), dt.date(2099, 1, 1)))
def test_numbers_of_regulations_letters_and_proposals_stay(number: int, second: int, on: dt.date) -> None:
    for text in (
        f"UB-{on.year}-{number:04d}",
        f"{number}/SK-BANTUAN/XI/{on.year}",
        f"Nomor {number}/{second}/{on.month:02d}/{on.day:02d}/{second:02d}/{on.year}",
        f"UU Nomor {number} Tahun {on.year} Pasal {second} ayat ({second})",
        f"Peraturan Menteri Sosial Nomor {second}/HUK/{on.year}",
    ):
        assert masked_text(text) == text
