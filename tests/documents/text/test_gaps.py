"""Which articles and chapters a text leaves out."""

import pytest

from documents.text.gaps import Gap, gaps, roman
from documents.text.nodes import Kind
from documents.text.numbering import roman_value
from documents.text.structure import parse


def law(*numbers: str) -> str:
    return "".join(f"Pasal {number}\nSetiap anak berhak atas pengasuhan.\n" for number in numbers)


def test_a_number_left_out_is_a_gap_between_its_neighbours() -> None:
    assert gaps(parse(law("1", "2", "4"))) == [Gap(Kind.PASAL, "3", "3", "2", "4")]


def test_several_numbers_are_one_gap_and_the_beginning_counts() -> None:
    assert gaps(parse(law("2", "3", "6"))) == [Gap(Kind.PASAL, "1", "1", "", "2"), Gap(Kind.PASAL, "4", "5", "3", "6")]


@pytest.mark.parametrize(
    "text",
    [
        law("1", "2", "3"),
        law("1", "2", "2A", "2B", "3"),
        "",
        "Naskah tanpa pasal.",
        "Pasal I\nPasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nBaru.\nPasal II\nBerlaku.\n",
        "Pasal tunggal\nSatu saja.\n",
    ],
)
def test_a_text_that_leaves_nothing_out_has_no_gap(text: str) -> None:
    assert gaps(parse(text)) == []


def test_chapters_are_counted_and_begin_anew_in_every_book() -> None:
    chapters = "BAB I\nUMUM\nPasal 1\nSatu.\nBAB III\nPENUTUP\nPasal 2\nDua.\n"
    books = (
        "BUKU KESATU\nUMUM\nBAB I\nSATU\nPasal 1\nSatu.\nBAB II\nDUA\nPasal 2\nDua.\n"
        "BUKU KEDUA\nLAIN\nBAB I\nTIGA\nPasal 3\nTiga.\n"
    )

    assert gaps(parse(chapters)) == [Gap(Kind.BAB, "II", "II", "I", "III")]
    assert gaps(parse(books)) == []


def test_roman_numbers_are_those_that_are_read() -> None:
    assert [roman_value(roman(value)) for value in range(1, 400)] == list(range(1, 400))
