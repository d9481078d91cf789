"""What the words of an instruction name, and what of it goes."""

import pytest

from documents.text.named_articles import Named, named


def told(words: str) -> tuple[str, str, str]:
    """Articles that go, those that may, and chapters that go, each in one line."""
    found = named(words)
    return " ".join(found.deleted), " ".join(found.doubted), " ".join(found.chapters)


@pytest.mark.parametrize(
    "words",
    [
        'Kata "dan" dalam Pasal 8 dihapus.',
        "Frasa pejabat yang ditunjuk dalam Pasal 8 dihapus.",
        "Angka 2 dalam Pasal 8 dihapus.",
        "Huruf b dalam Pasal 8 dihapus.",
        "Ketentuan ayat (2) Pasal 8 dihapus.",
        "Pasal 8 ayat (2) huruf b dihapus.",
        "Pasal 8 (2) dihapus.",
        "Ketentuan Pasal 8 ayat (2) huruf a, kata-kata “yang diperdagangkan” dihapus;",
        'Pada ketentuan Pasal 8 a. kata-kata "di keluarkan" dihapus diganti dengan kata-kata "dipungut"; b. kata "x" dihapus;',
        'Pada Pasal 8 ayat (3), perkataan "dan Pasal 5" dihapus.',
        "Menghapus ketentuan ayat (4) Pasal 8.",
        "Huruf e pasal 8 ayat (2) seluruhnya dihapuskan.",
        "Dalam Pasal 8, ayat (2) dihapus.",
        "Pasal 8, ayat (2) dihapus.",
        "Pada Pasal 8, huruf b dihapus.",
        "Dalam Pasal 8, ketentuan ayat (2) dihapus.",
        "pasal 8, ayat-ayat (2), (3), (4) dan (5) dihapuskan;",
        "Menghapus Pasal 8, ayat (2) huruf a.",
    ],
)
def test_what_goes_within_an_article_leaves_the_article(words: str) -> None:
    assert told(words) == ("", "", "")
    assert named(words).articles == ("8",)


@pytest.mark.parametrize(
    ("words", "doubted"),
    [
        ('Dalam Pasal 5 dihapus kata "anak".', "5"),
        ("Pada Pasal 5 dihapus huruf c.", "5"),
        ("Dalam Pasal 5 dihapus ayat (2).", "5"),
        ("Pasal 5 dihapus kecuali ayat (1).", "5"),
        ("Pasal 5 dihapus sebagian.", "5"),
        ("Pasal 5 dihapus, namun ayat (2) tetap berlaku.", "5"),
        ("Penjelasan Pasal 7 dan Pasal 8 dihapus.", "8"),
        ("Penjelasan dari Pasal 5 dihapus.", "5"),
        ("Judul Pasal 5 dihapus.", "5"),
        ("Pasal 5 dalam Pasal 9 dihapus.", "5 9"),
        ("Pasal 5 dihapus, demikian pula Pasal 6.", "5 6"),
        ("Dalam Pasal 5 dan Pasal 6, ayat (2) dihapus.", "5"),
        ("Dalam Pasal 5 dan Pasal 6 ayat (2) dihapus.", "5"),
        ("Pasal 5 dan Pasal 6 masing-masing ayat (2) dihapus.", "5"),
        ("Pasal 5 dan ayat (2) dihapus.", "5"),
        ("Pasal 5 tentang denda, ayat (2) dihapus.", "5"),
        ("Dalam Pasal 5, bagian c dihapus.", "5"),
    ],
)
def test_what_stands_around_the_verb_may_mean_less_than_the_article(words: str, doubted: str) -> None:
    assert told(words) == ("", doubted, "")


@pytest.mark.parametrize(
    ("words", "deleted"),
    [
        ("Pasal 7, 8, dan 9 dihapus.", "7 8 9"),
        ("Ketentuan Pasal 7, Pasal 8 dan Pasal 9 dihapus.", "7 8 9"),
        ("Pasal 10 sampai dengan Pasal 14 dihapus.", "10 11 12 13 14"),
        ("Pasal 10 s/d 14 dihapus.", "10 11 12 13 14"),
        ("Pasal 10 - Pasal 14 dihapus.", "10 11 12 13 14"),
        ("Pasal 10–14 dihapus.", "10 11 12 13 14"),
        ("fasal 10 s.d. fasal 14 dihapuskan.", "10 11 12 13 14"),
        ("PasaJ 1O s.d Pasa1 l4 dihapus.", "10 11 12 13 14"),
        ("Pasal 3A, Pasal 14 A dan Pasal 14AB dihapus.", "3A 14A 14AB"),
        ("Menghapus Pasal 10 dan Pasal 11.", "10 11"),
        ("Pasal 6 dan ayat (2) Pasal 5 dihapus.", "6"),
        ("Pasal 6, ayat (2) Pasal 5 dihapus.", "6"),
        ("Pasal 5, ayat (2), dan Pasal 6 dihapus.", "6"),
        ("Pasal 5 dan Pasal 6 masing-masing dihapus.", "5 6"),
        ("Ketentuan Pasal 5 diubah dan Pasal 6 dihapus.", "6"),
        ("Pasal 20 BAB V dihapus.", "20"),
        ("a. Pasal 5 dihapus; b. Pasal 6 dihapus.", "5 6"),
        ("(1) Pasal 11 dihapuskan.", "11"),
        ("Pasal 12 beserta penjelasannya dihapus.", "12"),
        ('Pasal 13 ayat (1); (2) dan pasal 14 yang mengatur tentang "Hubungan" seluruhnya dihapuskan.', "14"),
        ("Pasal 15 dicabut dan dinyatakan tidak berlaku.", "15"),
        ("Pasal 15 dinyatakan tidak berlaku lagi.", "15"),
        (
            "Pasal 15 Undang-Undang Nomor 23 Tahun 2002 sebagaimana telah diubah dengan Undang-Undang Nomor 35 Tahun 2014 dicabut.",
            "15",
        ),
        ("Pasal 19 dalam Peraturan Pemerintah Nomor 14 Tahun 2005 tentang Tata Cara Penghapusan, dihapus.", "19"),
    ],
)
def test_lists_and_ranges_of_articles_go_as_a_whole(words: str, deleted: str) -> None:
    assert told(words) == (deleted, "", "")


@pytest.mark.parametrize(
    ("words", "chapters"),
    [
        ("BAB III sampai dengan BAB V dihapus.", "III IV V"),
        ("Ketentuan BAB III, BAB IV, dan V dihapus.", "III IV V"),
        ("Bab lII s/d Bab V dihapuskan.", "III IV V"),
        ("BAB VIIIA dihapus.", "VIIIA"),
    ],
)
def test_chapters_go_in_lists_and_ranges(words: str, chapters: str) -> None:
    assert told(words) == ("", "", chapters)


@pytest.mark.parametrize(
    ("words", "doubted"),
    [
        ("ayat (2) Pasal 5 dan Pasal 6 dihapus.", "6"),
        ("Pasal 2 dan 4 ayat (1) dihapus.", "2"),
        ("Ketentuan mengenai denda dalam Pasal 8 dihapus.", "8"),
        ("Pasal 14 sampai dengan Pasal 10 dihapus.", "14"),
        ("Pasal 4 sampai dengan Pasal 6 ayat (2) dihapus.", "4 5 6"),
        ("Pasal 5 dan pasal 6 dihapuskan dan diganti dengan pasal 5 baru.", "5 6"),
    ],
)
def test_what_may_or_may_not_go_is_doubted(words: str, doubted: str) -> None:
    assert told(words) == ("", doubted, "")


@pytest.mark.parametrize(
    "words",
    [
        "Pasal II dihapuskan seluruhnya.",
        "Bagian Kedua BAB II dihapus.",
        'Pada BAB VI, bagian 21 dengan judul: "DEWAN" dihapus.',
        "BAB V diubah seluruhnya sehingga berbunyi sebagai berikut:",
        "Ketentuan tersebut dihapus.",
        "Judul BAB II beserta seluruh pasalnya dihapus.",
        "BAB II dan pasal-pasal di dalamnya dihapus.",
    ],
)
def test_an_order_whose_object_is_not_told_is_not_clear(words: str) -> None:
    found = named(words)

    assert not found.is_clear
    assert told(words) == ("", "", "")


@pytest.mark.parametrize(
    ("words", "is_general"),
    [
        ('Kata "Departemen" diganti dengan kata "Kementerian".', True),
        ('Setiap kata "Departemen" dibaca "Kementerian".', True),
        ("Semua sebutan Seksi pada susunan organisasi diubah dan harus dibaca menjadi Sub Dinas;", True),
        ('Kata "Departemen" dalam Pasal 5 dan semua pasal diganti dengan kata "Kementerian".', True),
        ('Frasa "Departemen" dalam BAB II diubah menjadi "Kementerian".', True),
        ('Kata "Departemen" dalam Pasal 5 diganti dengan kata "Kementerian".', False),
        ('Setiap kata "Departemen" dalam Pasal 5 diganti dengan kata "Kementerian".', False),
        ('Kata "Departemen" dalam Lampiran diganti dengan kata "Kementerian".', False),
        ("Beberapa ketentuan dalam Peraturan Pemerintah Nomor 8 Tahun 1965 tentang “JASA RAHARJA” diubah:", False),
    ],
)
def test_words_changed_wherever_they_stand_are_told_from_those_of_an_article(words: str, is_general: bool) -> None:
    assert named(words).is_general is is_general


@pytest.mark.parametrize(
    ("words", "moves"),
    [
        ("Ketentuan Pasal 7 lama diubah menjadi ketentuan Pasal 8 baru.", True),
        ("Pasal 23 dihapus dan Pasal 24 dijadikan Pasal 23.", True),
        ("Pasal 8 dan 9 diubah menjadi berturut-turut pasal 7 dan 8.", True),
        ("Penomoran Pasal 8 disesuaikan.", True),
        ("Penomoran ayat (2) Pasal 8 disesuaikan.", False),
        ("Sesudah Pasal 3 ditambahkan 1 (satu) pasal, menjadi Pasal 4 yang berbunyi:", False),
        ("Ketentuan Pasal 5 diubah sehingga menjadi berbunyi sebagai berikut:", False),
    ],
)
def test_new_numbers_are_told_from_insertions(words: str, moves: bool) -> None:
    assert named(words).moves is moves


@pytest.mark.parametrize(
    "words",
    [
        "Pasal 5 dan pasal-pasal selanjutnya dihapus.",
        "Pasal 5 dan pasal sesudahnya dihapus.",
        "Pasal 5 dan seterusnya dihapus.",
    ],
)
def test_articles_that_are_not_told_by_number_are_not_passed_over(words: str) -> None:
    assert not named(words).is_clear


def test_a_heading_goes_without_its_articles() -> None:
    assert [named(words).is_clear for words in ("Judul BAB III dihapus.", "Judul Bagian Kedua BAB III dihapus.")] == [
        True,
        True,
    ]
    assert told("Judul BAB III dihapus.") == ("", "", "")


def test_an_article_that_stays_or_is_only_explained_anew_is_not_changed() -> None:
    found = named("Ketentuan Pasal 72 tetap, Penjelasan Pasal 72 diubah sebagaimana tercantum dalam penjelasan.")

    assert (found.articles, found.names_heading) == ((), True)


def test_a_paragraph_that_is_only_explained_anew_is_not_changed() -> None:
    found = named("Penjelasan ayat (2) Pasal 62 diubah.")

    assert (found.articles, found.names_heading) == ((), True)


def test_words_that_name_nothing_are_clear_and_empty() -> None:
    assert named("") == Named((), (), (), (), (), True, False, False, False)
