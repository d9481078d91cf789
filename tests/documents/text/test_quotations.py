"""How much of an article the words are that an instruction quotes."""

import pytest

from documents.text.nodes import Kind, Node, walk
from documents.text.quotations import Quoted, ayat_named, beside, quoted
from documents.text.structure import parse

WHOLE = Quoted()
PART = Quoted(is_part=True)


def part(*ayat: str) -> Quoted:
    return Quoted(is_part=True, ayat=ayat)


def article(text: str) -> Node:
    return next(node for node in walk(parse(f"BAB I\nUMUM\nPasal 5\n{text}\n")) if node.kind is Kind.PASAL)


@pytest.mark.parametrize(
    ("says", "words", "expected"),
    [
        ("Pasal 5 diubah sehingga berbunyi:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Pasal 5 diubah sehingga berbunyi:", "Menteri menetapkan.", WHOLE),
        ("Ketentuan ayat (2) Pasal 5 diubah sehingga Pasal 5 berbunyi:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Ketentuan ayat (2) Pasal 5 diubah sehingga seluruhnya berbunyi:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Pasal 5 dihapus dan diganti dengan ketentuan baru yang terdiri dari dua ayat:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Mengubah ketentuan Pasal 5 ayat (2) sehingga berbunyi:", "(2) Laba digunakan:\na. satu;\nb. dua.", part("2")),
        ("Pasal 5 diubah dengan menambah ayat (4) dan ayat (5) yang berbunyi:", "4) Empat.\n5) Lima.", part("4", "5")),
        ("Pasal 5 ayat (1) dan (5) diubah sehingga menjadi ayat (4) dan (5):", "(4) Empat.\n(5) Lima.", part("4", "5")),
        ("Pasal 5 ditambah dua ayat lagi yang berbunyi:", "(2) Dua.\n(3) Tiga.", part("2", "3")),
        ("Pasal 5 ayat (2) huruf b diubah sehingga berbunyi:", "b. Baru.", PART),
        ("Pasal 5 huruf a diubah sehingga berbunyi:", "a. Baru.", PART),
        ("Ketentuan ayat (2) Pasal 5 diubah sehingga berbunyi:", "Menteri menetapkan.", part("2")),
        (
            "Pasal 5 ayat (1), (2), dan (3) diubah sehingga berbunyi:",
            "(1) Satu.\n(2) Dua.\n(3) Tiga.",
            part("1", "2", "3"),
        ),
        ("", "(2) Dua.", part("2")),
    ],
)
def test_a_quotation_under_its_heading_is_the_article_or_a_part_of_it(says: str, words: str, expected: Quoted) -> None:
    assert quoted(says, words, is_headed=True) == expected


def test_a_part_of_another_article_makes_no_part_of_this_one() -> None:
    says = "Pasal 2, Pasal 3 ayat (2), dan Pasal 9 diubah sehingga berbunyi:"

    assert quoted(says, "Tugas Dewan.", is_headed=True, among="2") == WHOLE
    assert quoted(says, "Jumlah anggota.", is_headed=True, among="3") == part("2")


@pytest.mark.parametrize(
    ("says", "words", "expected"),
    [
        ("Pasal 5 diubah sehingga berbunyi:", "(1) Satu.", WHOLE),
        ("Ayat (3) dihapus sehingga Pasal 5 berbunyi:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Pasal 5 ayat (2) diubah dan ayat (3) dihapus sehingga berbunyi:", "(1) Satu.\n(2) Dua.", WHOLE),
        ("Pasal 5 ayat (2) diubah sehingga berbunyi:", "(1) Satu.\n(2) Dua.", part("1", "2")),
        ("", "(1) Satu.\n(2) Dua.", part("1", "2")),
    ],
)
def test_a_paragraph_that_no_instruction_names_is_not_set_beside_words_without_it(
    says: str, words: str, expected: Quoted
) -> None:
    old = article("(1) Lama satu.\n(2) Lama dua.\n(3) Lama tiga.")

    assert beside(old, says, words, WHOLE) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("(2) a. Baru.", PART), ("(2) Boleh:\na. baru; atau\nb. dua.", part("2"))],
    ids=["a point of it", "all points"],
)
def test_a_paragraph_is_compared_if_all_of_its_points_are_quoted(words: str, expected: Quoted) -> None:
    old = article("(1) Satu.\n(2) Boleh:\na. lama; atau\nb. dua.")

    assert beside(old, "Pasal 5 ayat (2) huruf a diubah sehingga berbunyi:", words, part("2")) == expected


def test_an_article_of_which_one_point_is_quoted_is_compared_in_no_part() -> None:
    old = article("Pendanaan berasal dari:\na. negara;\nb. hibah; dan\nc. lainnya.")

    assert beside(old, "Pasal 5 huruf b diubah sehingga berbunyi:", "Pendanaan berasal dari:\nb. warga.", WHOLE) == PART


def test_lists_and_ranges_of_paragraphs_are_counted() -> None:
    assert ayat_named("ayat (1), (2) dan ayat (4) sampai dengan ayat (6)") >= {"1", "2", "4", "6"}
    assert ayat_named("ayat (4) sampai dengan (6) dan ayat (9)") == {"4", "5", "6", "9"}
    assert ayat_named("Pasal 5 (lima)") == set()
