"""Texts of before 1970, which stand in few long lines, and texts that a scanner damaged."""

import pytest

from documents.text.chains import best_chain
from documents.text.nodes import Kind, Node, verbatim, walk
from documents.text.numbering import order
from documents.text.structure import parse

OPENING = "UNDANG-UNDANG TENTANG CONTOH Menimbang: bahwa perlu; Mengingat: Pasal 89 Undang-undang Dasar; Memutuskan: Menetapkan: CONTOH. "


def articles(tree: Node) -> list[str]:
    return [node.anchor for node in walk(tree) if node.kind in (Kind.PASAL, Kind.AMENDMENT, Kind.EXPLAINED_PASAL)]


def chain(*numbers: str, weights: tuple[float, ...] = (), loose: bool = False) -> list[str]:
    keys = [order(number) for number in numbers]
    return [numbers[index] for index in best_chain(keys, weights or (1.0,) * len(keys), loose=loose)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("1 2 3 2 3 4", "1 2 3 4"),
        ("1 2 3 44", "1 2 3"),
        ("1 2 3 44 45 46 47", "1 2 3 44 45 46 47"),
        ("1 2 9 3 4 10", "1 2 3 4 10"),
        ("7 7A 7B 8", "7 7A 7B 8"),
        ("33", ""),
    ],
)
def test_the_chain_is_the_one_whose_numbers_rise_best(numbers: str, expected: str) -> None:
    assert chain(*numbers.split()) == expected.split()


def test_a_loose_chain_may_start_and_leap_anywhere() -> None:
    assert chain("33", "128A", loose=True) == ["33", "128A"]


def test_a_doubtful_candidate_counts_only_where_it_fills_a_gap() -> None:
    assert chain("1", "2", "3", weights=(1.0, -0.05, 1.0)) == ["1", "2", "3"]
    assert chain("1", "2", "3", weights=(1.0, 1.0, -0.05)) == ["1", "2"]


def test_articles_in_the_middle_of_a_line_are_found() -> None:
    text = OPENING + (
        "BAB I. UMUM. Pasal 1. Yang dimaksud ialah contoh. Pasal 2. (1) Satu. (2) Dua menurut pasal 1. Tempat dan Kedudukan Pasal 3. "
        "Perusahaan berkedudukan. BAB II PENUTUP Pasal 4. Undang-undang ini mulai berlaku. Agar supaya setiap orang mengetahuinya."
    )

    tree = parse(text)

    assert verbatim(tree) == text
    assert articles(tree) == ["pasal-1", "pasal-2", "pasal-3", "pasal-4"]
    assert [node.number for node in tree.children if node.kind is Kind.BAB] == ["I", "II"]
    assert tree.children[-1].kind is Kind.CLOSING


def test_a_citation_after_a_sentence_opens_no_article() -> None:
    tree = parse(OPENING + "Pasal 1. Satu. Pasal 2 Undang-undang Nomor 5 tahun 1950 tetap berlaku. Pasal 2. Dua.")

    assert [node.text.strip() for node in tree.children if node.kind is Kind.PASAL][-1] == "Dua."


@pytest.mark.parametrize(
    ("printed", "anchor"),
    [
        ("Pasal 1O", "pasal-10"),
        ("Pasa11O", "pasal-10"),
        ("Pasal 1 0", "pasal-10"),
        ("PASAL 10", "pasal-10"),
        ("Pasal.10", "pasal-10"),
        ("Pasal 9 A", "pasal-9A"),
    ],
)
def test_a_damaged_number_is_read_as_what_it_is(printed: str, anchor: str) -> None:
    text = "".join(f"Pasal {number}\nIsi.\n" for number in range(1, 10)) + f"{printed}\nIsi.\n"

    assert articles(parse(text))[-1] == anchor


def test_pasal_1_before_pasal_ii_is_pasal_i() -> None:
    text = "Pasal 1\nPeraturan lama diubah sebagai berikut:\n1. Pasal 5 dihapus.\nPasal II\nBerlaku.\n"

    assert articles(parse(text)) == ["pasal-I", "pasal-I-1", "pasal-II"]


def test_a_law_with_one_unnumbered_article_has_that_article() -> None:
    assert articles(parse(OPENING + "Pasal tunggal. Undang-undang ini mulai berlaku.")) == ["pasal-tunggal"]


def test_a_numbered_list_in_a_quotation_opens_no_instruction() -> None:
    text = (
        "Pasal I\nDiubah sebagai berikut:\n1. Ketentuan Pasal 7 diubah sehingga berbunyi sebagai berikut:\nPasal 7\nMemuat:\n1. tujuan;\n"
        "10. ketentuan pajak yang diubah; dan\n11. sanksi.\n2. Ketentuan Pasal 8 dihapus.\nPasal II\nBerlaku.\n"
    )

    assert articles(parse(text)) == ["pasal-I", "pasal-I-1", "pasal-I-1-pasal-7", "pasal-I-2", "pasal-II"]


@pytest.mark.parametrize("heading", ["II. PASAL DEMI PASAL", "il. PASALDEMI PASAL", "II PASAL DEIvII PASAL", ""])
def test_explanations_are_found_under_a_damaged_heading(heading: str) -> None:
    text = f"Pasal 1\nSatu.\nPENJELASAN\nATAS\nPERATURAN\nI. UMUM\nSebab.\n{heading}\nPasal 1\nCukup jelas. Pasal 2 Ayat (1) Cukup jelas.\n"

    assert articles(parse(text)) == ["pasal-1", "penjelasan-pasal-1", "penjelasan-pasal-2"]


@pytest.mark.parametrize("words", ["sampai dengan pasal 9", "sampai pasal 9", "s/d 9", "dan 3"])
def test_several_pasal_explained_at_once_are_one_unit(words: str) -> None:
    explanation = f"PENJELASAN ATAS PERATURAN INI. PASAL DEMI PASAL. Pasal 1. Penting. Pasal 2 {words}. Cukup jelas.\n"

    assert articles(parse(f"Pasal 1\nSatu.\n{explanation}")) == ["pasal-1", "penjelasan-pasal-1", "penjelasan-pasal-2"]


def test_the_units_of_a_source_that_codes_them_are_named_to_the_letter() -> None:
    tree = parse(
        "[Perubahan Permen_Sos_2015_20_Article_345_Letter_A] penyiapan;\n[Perubahan PP_2012_39_Section_5_2] Isi.\n"
    )

    assert [node.anchor for node in tree.children] == ["perubahan-Pasal-345-huruf-a", "perubahan-Pasal-5-ayat-2"]


TURNED = (
    "Pasal 1\nSatu.\nBAB II HAK\nBagian Kedua Hak Bebas dari Siksa {turned} Hak bebas meliputi:\na. rasa aman.\n{after}"
)


def test_a_number_before_its_word_is_a_heading_where_the_articles_around_it_prove_it() -> None:
    text = TURNED.format(turned="2 Pasal", after="Pasal 3\nTiga.\n")

    tree = parse(text)

    assert verbatim(tree) == text
    assert articles(tree) == ["pasal-1", "pasal-2", "pasal-3"]
    section = next(node for node in walk(tree) if node.kind is Kind.BAGIAN)
    assert (section.heading, section.children[0].lead) == ("Hak Bebas dari Siksa", "2 Pasal ")
    assert section.children[0].text.startswith("Hak bebas meliputi:")


@pytest.mark.parametrize(
    ("turned", "after", "expected"),
    [
        ("2 Pasal", "Pasal 4\nEmpat.\n", ["pasal-1", "pasal-4"]),
        ("4 Pasal", "Pasal 3\nTiga.\n", ["pasal-1", "pasal-3"]),
        ("2 Pasal", "Pasal 2\nDua.\nPasal 3\nTiga.\n", ["pasal-1", "pasal-2", "pasal-3"]),
        ("2 Pasal Ini 2 Pasal", "Pasal 3\nTiga.\n", ["pasal-1", "pasal-3"]),
        ("menurut angka 2 Pasal", "Pasal 3\nTiga.\n", ["pasal-1", "pasal-3"]),
        ("2 Pasal", "", ["pasal-1"]),
    ],
)
def test_a_number_before_its_word_that_nothing_proves_is_no_heading(
    turned: str, after: str, expected: list[str]
) -> None:
    assert articles(parse(TURNED.format(turned=turned, after=after))) == expected


@pytest.mark.parametrize("written", ["Pasa77", "Pasa7 7", "Pasa7  7", "Pasa17", "Pasal7"])
def test_a_heading_whose_l_was_read_as_a_number_is_a_heading(written: str) -> None:
    text = f"Pasal 6\nEnam:\na. satu; dan\nb. dua.\n{written}\n(1) Tujuh.\n(2) Tujuh juga.\nPasal 8\nDelapan.\n"

    assert [node.number for node in walk(parse(text)) if node.kind is Kind.PASAL] == ["6", "7", "8"]


@pytest.mark.parametrize("foot", ["5-", "-t2-", "- 5 -", "- 5-", "l2 -"])
def test_a_page_number_that_lost_its_dash_hides_no_heading(foot: str) -> None:
    text = f"BAB I\nUMUM\nPasal 1\nSatu.\n{foot}\nBAB II\nPENUGASAN\nPasal 2\nDua.\n"

    assert [node.number for node in walk(parse(text)) if node.kind is Kind.BAB] == ["I", "II"]
