"""From PDF pages to one text: page furniture goes, words stay."""

import pytest

from documents.text.cleaning import clean_pages


@pytest.mark.parametrize(
    "furniture",
    [
        *(
            "SALINAN",
            "S A L I N A N",
            "- 2 -",
            "-2-",
            "SK No 004185 A",
            "www.peraturan.go.id",
            "2022, No.4",
            "2021, No.1007 -2-",
        ),
        *("Mengingat . . .", "Pasal 5 . . .", "b. bahwa…"),
    ],
)
def test_page_furniture_is_dropped(furniture: str) -> None:
    text = clean_pages(
        ["Pasal 1\nBalai memberi bantuan\n" + furniture, furniture + "\nkepada pemulung.\nPasal 2\nBerlaku."]
    )

    assert text == "Pasal 1\nBalai memberi bantuan\nkepada pemulung.\nPasal 2\nBerlaku.\n"


@pytest.mark.parametrize(
    "line", ["Salinan surat wajib disimpan.", "Bantuan 2 - 3 kali setahun.", "Pasal 5", "(2) Dihapus.", "2. sosial;"]
)
def test_a_line_of_the_norm_is_kept(line: str) -> None:
    assert clean_pages([f"Pembuka\n{line}\nPenutup."]) == f"Pembuka\n{line}\nPenutup.\n"


def test_a_running_head_stays_on_the_first_page_only() -> None:
    words = ("satu", "dua", "tiga", "empat", "lima", "enam")
    pages = [f"Jaringan Dokumentasi Hukum {n}\nKalimat {word} tetap ada.\nIsi {word}." for n, word in enumerate(words)]

    text = clean_pages(pages)

    assert text.count("Jaringan") == 1
    assert text.count("tetap ada.") == 6


def test_a_word_cut_at_a_line_or_page_end_is_whole_again() -> None:
    assert (
        clean_pages(["usaha kesejah-\nteraan sosial reha-", "bilitasi."])
        == "usaha kesejahteraan\nsosial rehabilitasi.\n"
    )


@pytest.mark.parametrize("word", ["anak-anak", "undang-undang", "hak-haknya", "sebaik-baiknya"])
def test_a_doubled_word_keeps_its_hyphen(word: str) -> None:
    first, second = word.split("-")

    assert clean_pages([f"untuk {first}-\n{second} itu."]) == f"untuk {word}\nitu.\n"
