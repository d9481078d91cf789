"""Which marks at the start of a line are points, and which only end a reference of the line before; which words are headings."""

import pytest

from documents.text.nodes import Kind, verbatim, walk
from documents.text.structure import parse

INSIDE = {Kind.BAB, Kind.BAGIAN, Kind.AYAT, Kind.HURUF, Kind.ANGKA}


def inside(text: str) -> list[str]:
    """Anchors below Pasal 1, without its name, and of headings."""
    tree = parse(text)
    assert verbatim(tree) == text
    return [node.anchor.removeprefix("pasal-1-") for node in walk(tree) if node.kind in INSIDE]


@pytest.mark.parametrize(
    "reference",
    [
        "(1) Ketentuan sebagaimana dimaksud dalam Pasal 4 ayat\n(2) berlaku.\n",
        "(1) Ketentuan sebagaimana dimaksud dalam Pasal 4 ayat (1) dan\n(2) berlaku.\n",
        "(1) Ketentuan sebagaimana dimaksud dalam huruf\na. berlaku.\n",
        "(1) Ketentuan sebagaimana dimaksud dalam Pasal 4 angka\n1. berlaku.\n",
    ],
)
def test_the_end_of_a_reference_in_the_next_line_is_no_point(reference: str) -> None:
    assert inside(f"Pasal 1\n{reference}") == ["ayat-1"]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("Ini:\na. satu;\ndan\nb. dua.\n", ["huruf-a", "huruf-b"]),
        ("Ini:\na. satu;dan\nb. dua.\n", ["huruf-a", "huruf-b"]),
        ("Ini:\na. satu; dan/atau\nb. dua.\n", ["huruf-a", "huruf-b"]),
        ("(1) Ini:\na. satu; dan\n(2) Itu.\n", ["ayat-1", "ayat-1-huruf-a", "ayat-2"]),
        ("Ini:\n1. Negara Indonesia Tahun\n2. Daerah.\n", ["angka-1", "angka-2"]),
        ("Berlaku, kecuali\na. satu;\nb. dua.\n", ["huruf-a", "huruf-b"]),
    ],
)
def test_a_list_goes_on_after_its_conjunction_and_after_a_year_that_a_scan_has_lost(
    points: str, expected: list[str]
) -> None:
    assert inside(f"Pasal 1\n{points}") == expected


def test_an_office_called_bagian_opens_no_bagian() -> None:
    text = (
        "BAB I\nISI\nBagian Kempat\nUmum\nPasal 1\n(1) Laporan diterima oleh\nBagian Kepatuhan Internal.\n(2) Tetap.\n"
    )

    assert inside(text) == ["bab-I", "bab-I-bagian-4", "ayat-1", "ayat-2"]


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("Bagian Kedua Belas Hak Pendataan", "12", "Hak Pendataan"),
        ("Bagian Kedua Puluh Satu Hak", "21", "Hak"),
        ("Bagian Ketiga Puluh\nHak", "30", "Hak"),
        ("BAGIAN KETUDJUH\nHak", "7", "Hak"),
        ("Bagian Kellina\nHak", "5", "Hak"),
        ("Bagian Ke-12\nHak", "12", "Hak"),
    ],
)
def test_the_ordinal_of_a_bagian_is_read_in_old_and_scanned_spellings_and_run_into_its_title(
    heading: str, number: str, title: str
) -> None:
    text = f"BAB I\nISI\n{heading}\nPasal 1\nSatu.\nPasal 2\nDua.\n"

    (unit,) = (node for node in walk(parse(text)) if node.kind is Kind.BAGIAN)

    assert (unit.number, unit.heading) == (number, title)


def test_a_list_of_the_chapters_of_an_annex_opens_no_chapter() -> None:
    text = "Pasal 1\n(1) Susunan:\na. BAB I : Pendahuluan\nb. BAB II : Penutup\n(2) Tetap.\nPasal 2\nBerlaku.\n"

    assert inside(text) == ["ayat-1", "ayat-1-huruf-a", "ayat-1-huruf-b", "ayat-2"]
