"""What an amending text does to the articles of another."""

import pytest

from documents.text.acts import Act, How
from documents.text.amended import acts
from documents.text.structure import parse
from tests.documents.text.conftest import CpuClock

OPENING = (
    "UNDANG-UNDANG NOMOR 35 TAHUN 2014 TENTANG PERUBAHAN ATAS UNDANG-UNDANG NOMOR 23 TAHUN 2002\n"
    "Menetapkan : UNDANG-UNDANG TENTANG PERUBAHAN ATAS UNDANG-UNDANG NOMOR 23 TAHUN 2002.\n"
    "Pasal I\nBeberapa ketentuan dalam Undang-Undang Nomor 23 Tahun 2002 diubah sebagai berikut:\n"
)
CLOSING = "\nPasal II\nUndang-Undang ini mulai berlaku pada tanggal diundangkan.\n"


def read(items: str) -> list[Act]:
    return acts(parse(OPENING + items + CLOSING), lambda words: True)


def told(items: str) -> list[tuple[How, str, str]]:
    return [(act.how, act.number, act.words) for act in read(items)]


def test_a_quoted_article_is_worded_anew_and_names_its_item() -> None:
    [act] = read("1. Ketentuan Pasal 21 diubah sehingga berbunyi sebagai berikut:\nPasal 21\n(1) Satu.\n(2) Dua.")

    assert (act.how, act.number, act.words) == (How.REWORDED, "21", "(1) Satu.\n(2) Dua.")
    assert (act.place, act.anchor, act.is_part) == ("Pasal I angka 1", "pasal-I-1", False)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("1. Ketentuan Pasal 63 dihapus.", [(How.DELETED, "63", "")]),
        ("1. Menghapus Pasal 10 dan Pasal 11.", [(How.DELETED, "10", ""), (How.DELETED, "11", "")]),
        ("1. Ketentuan Pasal 4 sampai dengan Pasal 6 dihapus.", [(How.DELETED, each, "") for each in "456"]),
        ("1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nDihapus.", [(How.DELETED, "5", "")]),
        ("1. Ketentuan ayat (2) Pasal 5 dihapus.", [(How.REWORDED, "5", "")]),
    ],
)
def test_only_an_article_that_goes_as_a_whole_is_deleted(items: str, expected: list[tuple[How, str, str]]) -> None:
    assert told(items) == expected


def test_the_articles_between_which_one_is_inserted_are_not_changed() -> None:
    items = (
        "1. Di antara Pasal 14 dan Pasal 15 disisipkan 1 (satu) pasal, yakni Pasal 14A sehingga berbunyi sebagai berikut:\n"
        "Pasal 14A\nBaru."
    )

    [act] = read(items)

    assert (act.number, act.words, act.inserts_article) == ("14A", "Baru.", True)


def test_an_item_that_a_scan_ran_into_the_article_before_is_an_item() -> None:
    items = (
        "1. Ketentuan Pasal 20 diubah sehingga berbunyi sebagai berikut:\nPasal 20\nNegara berkewajiban. "
        "2. Ketentuan Pasal 21 diubah sehingga berbunyi sebagai berikut: Negara menghormati hak anak. "
        "3. Ketentuan Pasal 22 dihapus."
    )

    assert told(items) == [
        (How.REWORDED, "20", "Negara berkewajiban."),
        (How.REWORDED, "21", "Negara menghormati hak anak."),
        (How.DELETED, "22", ""),
    ]


def test_the_end_of_an_instruction_whose_beginning_is_lost_is_no_part_of_an_article() -> None:
    items = (
        "1. Ketentuan Pasal 6 diubah sehingga berbunyi sebagai berikut:\nPasal 6\nAnak berhak beribadah. diubah sehingga "
        "berbunyi sebagai berikut:\nPasal 9\nAnak berhak belajar."
    )

    found = read(items)

    assert [act.words for act in found] == ["Anak berhak beribadah.", "Anak berhak belajar."]
    assert (found[1].place, found[1].says) == ("Pasal I", "")  # the item says nothing of Pasal 9


def test_an_article_whose_item_is_lost_does_not_repeat_the_opening_sentence() -> None:
    [act] = read("Pasal 9\nAnak berhak belajar.")

    assert (act.number, act.place, act.says) == ("9", "Pasal I", "")


def test_an_article_that_amends_without_items_is_read() -> None:
    text = (
        "PERATURAN PEMERINTAH TENTANG PERUBAHAN ATAS PERATURAN PEMERINTAH NOMOR 16 TAHUN 1989\nPasal I\n"
        "Mengubah ketentuan Pasal 2 Peraturan Pemerintah Nomor 16 Tahun 1989 sehingga berbunyi sebagai berikut : "
        '"Pasal 2 (1) Besarnya tunjangan ialah sepuluh."\nPasal II\nMulai berlaku pada tanggal diundangkan.\n'
    )

    [act] = acts(parse(text), lambda words: True)

    assert (act.number, act.words, act.is_part) == ("2", "(1) Besarnya tunjangan ialah sepuluh.", False)


def test_a_paragraph_alone_stands_for_that_paragraph() -> None:
    [act] = read("1. Ketentuan Pasal 5 ayat (2) diubah sehingga berbunyi sebagai berikut:\n(2) Menteri menetapkan.")

    assert (act.number, act.ayat, act.is_part, act.words) == ("5", ("2",), True, "(2) Menteri menetapkan.")


def test_an_inserted_article_that_a_scan_read_as_a_number_is_22b() -> None:
    items = (
        "1. Di antara Pasal 22 dan Pasal 23 disisipkan 2 (dua) pasal, yakni Pasal 22A dan Pasal 228 sehingga berbunyi "
        "sebagai berikut:\nPasal 22A\nSatu.\nPasal 228\nDua."
    )

    assert [act.number for act in read(items)] == ["22A", "22B"]


def test_headings_annexes_and_explanations_are_changes_of_no_article() -> None:
    found = read(
        "1. Judul BAB II diubah sehingga berbunyi sebagai berikut:\nBAB II\nASAS DAN TUJUAN\n"
        "2. Penjelasan Pasal 8 diubah.\n3. Lampiran I diubah."
    )

    assert [(act.how, act.number, act.chapter) for act in found] == [
        (How.OTHER, "", "II"),
        (How.OTHER, "", ""),
        (How.OTHER, "", ""),
    ]


def test_a_deleted_chapter_names_itself() -> None:
    [act] = read("1. Ketentuan BAB V dihapus.")

    assert (act.how, act.number, act.chapter) == (How.DELETED, "", "V")


def test_units_given_one_by_one_are_gathered_by_article() -> None:
    text = (
        "PERATURAN MENTERI TENTANG PERUBAHAN ATAS PERATURAN MENTERI NOMOR 1 TAHUN 2012\nMenimbang:\n"
        "[Perubahan Permen_Sos_2012_1_Section_7_3_Letter_B] huruf saja\n"
        "[Perubahan Permen_Sos_2012_1_Section_7_3] Tiga.\n[Perubahan Permen_Sos_2012_1_Section_7_1] Satu.\n"
        "[Perubahan Permen_Sos_2012_1_Article_9] Sembilan.\n"
    )

    found = acts(parse(text), lambda words: True)

    assert [(act.number, act.words, act.ayat, act.is_part) for act in found] == [
        ("7", "(1) Satu.\n(3) Tiga.", ("1", "3"), True),
        ("9", "Sembilan.", (), False),
    ]


def test_a_law_that_lists_how_it_was_amended_before_it_is_changed_is_read() -> None:
    text = (
        "PERATURAN PEMERINTAH TENTANG PERUBAHAN KETIGA ATAS PERATURAN PEMERINTAH NOMOR 15 TAHUN 2001\nPasa-l I\n"
        "Peraturan Pemerintah Nomor 15 Tahun 2001 tentang Pengalihan Status yang telah dua kali diubah dengan Peraturan "
        "Pemerintah:\na. Nomor 4 Tahun 2002; dan\nb. Nomor 21 Tahun 2002 diubah sebagai berikut: Ketentuan Pasal 9 diubah "
        "sehingga berbunyi sebagai berikut: ”Pasal 9 Jabatan diduduki oleh pegawai.”\n"
        "Pasal II\nPeraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.\n"
    )

    [act] = acts(parse(text), lambda words: "Nomor 15 Tahun 2001" in words)

    assert (act.how, act.number, act.words) == (How.REWORDED, "9", "Jabatan diduduki oleh pegawai.")


def test_an_omnibus_law_is_read_where_it_names_the_regulation() -> None:
    text = (
        "UNDANG-UNDANG TENTANG CIPTA KERJA\nPasal 1\nUmum.\n"
        "Pasal 2\nBeberapa ketentuan dalam Undang-Undang Nomor 26 Tahun 2007 diubah sebagai berikut:\n"
        "1. Ketentuan Pasal 7 diubah sehingga berbunyi sebagai berikut:\nPasal 7\nTata ruang.\n"
        "Pasal 3\nBeberapa ketentuan dalam Undang-Undang Nomor 11 Tahun 2009 diubah sebagai berikut:\n"
        "1. Ketentuan Pasal 9 diubah sehingga berbunyi sebagai berikut:\nPasal 9\nKesejahteraan.\n"
    )

    found = acts(parse(text), lambda words: "Nomor 11 Tahun 2009" in words)

    assert [(act.number, act.words) for act in found] == [("9", "Kesejahteraan.")]


def test_a_deleted_range_keeps_its_last_number_and_a_list_of_chapters_is_one_act_each() -> None:
    found = read("1. Pasal 4 sampai dengan Pasal 6 dihapus.\n2. BAB III sampai dengan BAB V dihapus.")

    assert [(act.number, act.through, act.chapter) for act in found] == [
        ("4", "6", ""),
        ("5", "", ""),
        ("6", "", ""),
        ("", "", "III"),
        ("", "", "IV"),
        ("", "", "V"),
    ]


def test_an_instruction_that_is_not_understood_is_shown_in_its_own_words() -> None:
    found = read("1. Ketentuan Pasal II dihapus.\n2. Ketentuan mengenai denda dalam Pasal 8 dihapus.")

    assert [(act.how, act.number, act.place, act.says) for act in found] == [
        (How.UNSURE, "", "Pasal I angka 1", "Ketentuan Pasal II dihapus."),
        (How.UNSURE, "8", "Pasal I angka 2", "Ketentuan mengenai denda dalam Pasal 8 dihapus."),
    ]


def test_items_that_the_text_has_lost_are_missed() -> None:
    found = read("1. Ketentuan Pasal 2 dihapus.\n4. Ketentuan Pasal 9 dihapus.")

    assert [(act.how, act.number, act.place) for act in found] == [
        (How.DELETED, "2", "Pasal I angka 1"),
        (How.UNSURE, "", "Pasal I angka 2–3"),
        (How.DELETED, "9", "Pasal I angka 4"),
    ]


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ((1, 2, 70), ["Pasal I angka 3–69"]),
        ((1, 2, 70, 5), ["Pasal I angka 3–69", "Pasal I angka 3–4"]),
        ((1, 2, 117, 4), []),
    ],
    ids=["a wide gap", "a wide gap that was none", "17 misread, for the next is 18"],
)
def test_a_gap_is_doubted_however_wide_unless_the_next_number_shows_it_was_misread(
    numbers: tuple[int, ...], missing: list[str]
) -> None:
    found = read("\n".join(f"{number}. Ketentuan Pasal {number} dihapus." for number in numbers))

    assert [act.place for act in found if act.how is How.UNSURE] == missing


def test_an_article_quoted_where_an_item_is_lost_is_that_items() -> None:
    quoted = "sehingga berbunyi sebagai berikut:\nPasal {0}\nBunyi {0}."
    items = f"1. Ketentuan Pasal 2 diubah {quoted.format(2)}\nPasal 3\nBunyi 3.\n3. Ketentuan Pasal 9 diubah {quoted.format(9)}"

    assert [(act.how, act.number, act.place) for act in read(items)] == [
        (How.REWORDED, "2", "Pasal I angka 1"),
        (How.REWORDED, "3", "Pasal I"),
        (How.REWORDED, "9", "Pasal I angka 3"),
    ]


def test_an_article_quoted_under_an_instruction_for_another_is_unsure() -> None:
    items = "1. Ketentuan Pasal 2 diubah sehingga berbunyi sebagai berikut:\nPasal 2\nDua.\nPasal 3\nTiga."

    assert [(act.how, act.number, act.says) for act in read(items)][1:] == [(How.UNSURE, "3", "")]


def test_words_changed_in_the_whole_law_are_one_act() -> None:
    [act] = read('1. Kata "Departemen" dalam semua pasal diganti dengan kata "Kementerian".')

    assert (act.how, act.number, act.place) == (How.GENERAL, "", "Pasal I angka 1")


def test_articles_with_a_new_number_are_not_taken_for_those_that_had_it() -> None:
    items = (
        "1. Di antara Pasal 6 dan Pasal 7 ditambahkan ketentuan baru menjadi Pasal 7 yang berbunyi: Kayu sisa tebangan.\n"
        "2. Ketentuan Pasal 7 lama diubah menjadi ketentuan Pasal 8 baru."
    )

    found = read(items)

    assert [(act.how, act.number, act.names) for act in found] == [
        (How.REWORDED, "7", ()),
        (How.MOVED, "", ("7", "8")),
    ]
    assert (found[0].is_moved, found[0].inserts_article) == (True, True)


def test_a_paragraph_quoted_under_the_heading_of_its_article_is_a_paragraph() -> None:
    items = "1. Ketentuan Pasal 4 ayat (1) diubah sehingga berbunyi sebagai berikut:\nPasal 4\n(1) Gaji pokok."

    [act] = read(items)

    assert (act.number, act.is_part, act.ayat) == ("4", True, ("1",))


def test_orders_in_an_article_between_are_read() -> None:
    items = (
        "1. Ketentuan Pasal 2 dihapus.\nPasal II\n(1) Pasal 11 dihapuskan.\n(2) Undang-Undang ini mulai berlaku hari ini.\n"
        "Pasal III\nSetiap kata “Dewan” harus dibaca “Majelis”."
    )

    found = acts(parse(OPENING + items), lambda words: True)

    assert [(act.how, act.number, act.place) for act in found] == [
        (How.DELETED, "2", "Pasal I angka 1"),
        (How.DELETED, "11", "Pasal II"),
        (How.GENERAL, "", "Pasal III"),
    ]


def test_an_order_that_a_scan_ran_into_quoted_words_is_not_lost() -> None:
    items = (
        "1. Ketentuan Pasal 8 diubah sehingga berbunyi sebagai berikut: Perusahaan berusaha di dalam negeri. "
        "2. a. Pasal 23 ditambah dengan satu ayat baru."
    )

    assert [(act.how, act.number, act.names, act.says) for act in read(items)][1:] == [
        (How.UNSURE, "", ("23",), "Pasal 23 ditambah dengan satu ayat baru.")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Pasal 23 dapat diubah oleh Menteri.",
        "Besaran sebagaimana dimaksud dalam Pasal 23 diubah oleh Menteri setiap tahun.",
    ],
)
def test_quoted_words_that_speak_of_changes_are_no_orders(words: str) -> None:
    assert len(read(f"1. Ketentuan Pasal 8 diubah sehingga berbunyi sebagai berikut: {words}")) == 1


def test_a_text_that_names_another_regulation_only_is_doubted() -> None:
    first = acts(parse(OPENING + "1. Ketentuan Pasal 2 dihapus." + CLOSING), lambda words: False)[0]

    assert (first.how, first.number, first.place) == (How.UNSURE, "", "Pasal I")


@pytest.mark.parametrize(
    ("law", "how"), [("Nomor 8 Tahun 1999", How.UNSURE), ("Nomor 23 Tahun 2002", How.DELETED)], ids=["another", "this"]
)
def test_what_goes_from_another_law_does_not_go_from_this_one(law: str, how: How) -> None:
    text = parse(OPENING + f"1. Pasal 5 Undang-Undang {law} dihapus." + CLOSING)

    assert [(act.how, act.number) for act in acts(text, lambda words: "Nomor 23 Tahun 2002" in words)] == [(how, "5")]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("Di antara Pasal 9 dan Pasal 10 disisipkan Pasal 9A.", [(How.REWORDED, "9A")]),
        ("Ketentuan Pasal 15 dicabut dan dinyatakan tidak berlaku.", [(How.DELETED, "15")]),
        (
            "Pada saat Undang-Undang ini mulai berlaku:\na. Pasal 9 dihapus; dan\nb. Pasal 11 tetap.",
            [(How.DELETED, "9")],
        ),
        ("Kedua, Pasal 9 dan 10 ditiadakan.", [(How.DELETED, "9"), (How.DELETED, "10")]),
        ("Mengubah Pasal 9 sehingga berbunyi: Baru.", [(How.REWORDED, "9")]),
        ("(1) Pasal 5 Undang-Undang Nomor 8 Tahun 1999 dicabut.\n(2) Pasal 9 dihapus.", [(How.DELETED, "9")]),
    ],
)
def test_orders_of_the_closing_article_are_read_but_for_other_laws(
    closing: str, expected: list[tuple[How, str]]
) -> None:
    text = parse(f"{OPENING}1. Ketentuan Pasal 2 dihapus.\nPasal II\n{closing}\n")

    found = acts(text, lambda words: "Nomor 23 Tahun 2002" in words)

    assert [(act.how, act.number) for act in found if act.place == "Pasal II"] == expected


@pytest.mark.parametrize(
    "closing",
    [
        "Pada saat Undang-Undang ini mulai berlaku, Pasal 9 dan Pasal 10 Undang-Undang Nomor 23 Tahun 2002 dicabut dan "
        "dinyatakan tidak berlaku.",
        "Dengan berlakunya Undang-Undang ini, Pasal 9 Undang-Undang Nomor 23 Tahun 2002 dinyatakan dihapus.",
        "Dengan berlakunya Undang-Undang ini, BAB II Undang-Undang Nomor 23 Tahun 2002 dinyatakan dihapus.",
        "Ketentuan Pasal 12 tidak berlaku lagi.",
        "Pasal 12 Undang-Undang Nomor 23 Tahun 2002 tidak berlaku bagi anak.",
        "Sebutan Menteri dalam Undang-Undang Nomor 23 Tahun 2002 dibaca Menteri Sosial.",
        'Istilah "Departemen" dalam Undang-Undang Nomor 23 Tahun 2002 diganti "Kementerian".',
        "Semua frasa dinas sebagaimana dimaksud dalam Undang-Undang Nomor 23 Tahun 2002 harus dimaknai sebagai badan.",
        '(1) alam Pasal 12 ayat (1) di bawah huruf j, kata-kata "a" diubah menjadi : "b".',
        "Besaran denda yang tersebut dalam Pasal 12 dibaca sepuluh.",
        "Undang-Undang Nomor 23 Tahun 2002 dinyatakan tidak berlaku.",
        "Pasal 12 dicabut, demikian pula Undang-Undang Nomor 8 Tahun 1999.",
        "Dinyatakan tidak berlaku:\na. Pasal 12; dan\nb. Pasal 13.",
        "Perubahan ini mencakup penghapusan Pasal 12.",
    ],
)
def test_an_order_of_the_closing_article_that_is_not_understood_is_shown(closing: str) -> None:
    text = parse(f"{OPENING}1. Ketentuan Pasal 2 dihapus.\nPasal II\n{closing}\n")

    found = acts(text, lambda words: "Nomor 23 Tahun 2002" in words)

    assert How.UNSURE in [act.how for act in found if act.place == "Pasal II"]


@pytest.mark.parametrize(
    "closing",
    [
        "Undang-Undang ini mulai berlaku pada tanggal diundangkan.",
        "Pada saat Undang-Undang ini mulai berlaku, Undang-Undang Nomor 8 Tahun 1999 dicabut dan dinyatakan tidak berlaku.",
        "Pasal 5 ayat (1) dan Pasal 6 Undang-Undang Nomor 8 Tahun 1999 dicabut dan dinyatakan tidak berlaku.",
        "Dengan berlakunya Undang-Undang ini, Undang-Undang Nomor 8 Tahun 2004 tentang Perubahan atas Undang-Undang Nomor 23 "
        "Tahun 2002 dicabut.",
        "Peraturan pelaksanaan Undang-Undang Nomor 23 Tahun 2002 tetap berlaku sepanjang tidak bertentangan dengan Undang-Undang ini.",
        "Ketentuan sebagaimana dimaksud dalam Pasal 9 mulai berlaku satu tahun kemudian.",
        "Izin yang telah diubah berdasarkan Pasal 9 wajib disesuaikan dengan Undang-Undang ini.",
        "Ketentuan Pasal 2 tidak berlaku bagi anak.",
        "Undang-Undang ini mulai berlaku. Agar setiap orang mengetahuinya. PENJELASAN Pasal 9 dihapus.",
    ],
    ids=lambda closing: closing[:40],
)
def test_rules_on_coming_into_force_order_nothing(closing: str) -> None:
    text = parse(f"{OPENING}1. Ketentuan Pasal 2 dihapus.\nPasal II\n{closing}\n")

    found = acts(text, lambda words: "Nomor 23 Tahun 2002" in words)

    assert [(act.how, act.number) for act in found] == [(How.DELETED, "2")]


def test_an_order_whose_dot_a_scan_lost_is_shown() -> None:
    items = (
        "1. Ketentuan Pasal 8 diubah sehingga berbunyi sebagai berikut:\nPasal 8\nBunyi.\n2 Ketentuan Pasal 9 dihapus."
    )

    assert [(act.how, act.names) for act in read(items)][1:] == [(How.UNSURE, ("9",))]


def test_an_item_run_into_a_unit_given_one_by_one_is_read() -> None:
    text = (
        "PERATURAN MENTERI TENTANG PERUBAHAN ATAS PERATURAN MENTERI NOMOR 1 TAHUN 2012\nMenimbang:\n"
        "[Perubahan Permen_Sos_2012_1_Article_8] Dihapus. 3. Ketentuan Pasal 9 ayat (2) dihapus.\n"
    )

    found = acts(parse(text), lambda words: True)

    assert {(act.how, act.number, act.place) for act in found} == {
        (How.DELETED, "8", ""),
        (How.REWORDED, "9", "angka 3"),
    }


def test_a_text_that_amends_nothing_does_nothing() -> None:
    assert acts(parse("Pasal 1\nPasal 5 dihapus dari daftar.\nPasal 2\nSelesai.\n"), lambda words: True) == []


@pytest.mark.parametrize(
    "items",
    [
        "1. Ketentuan BAB V " * 20_000,
        "1. Ketentuan Pasal 5 " * 20_000 + "dihapus.",
        "1. Ketentuan Pasal 5 diubah " * 20_000,
        "1. Ketentuan " + "Pasal 5, " * 40_000 + "dihapus.",
        "1. Di antara Pasal 5 dan " * 20_000,
        "1. Ketentuan (" * 30_000,
        "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut: Satu. " + "a. Pasal 6 ditambah ayat. " * 15_000,
        "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut: Satu. " + "pada pasal " * 30_000,
        "1. Ketentuan " + "Pasal 5 menjadi " * 20_000,
        '1. Kata "' * 30_000 + "dihapus.",
        "1. Pasal 1 sampai dengan Pasal 299, " * 15_000 + "dihapus.",
        "1. BAB I sampai dengan BAB XL, " * 15_000 + "dihapus.",
        "1. Ketentuan Pasal 5 ditambah ayat dan huruf Pasal " * 10_000,
        "1. Beberapa ketentuan diubah sebagai berikut: " * 10_000,
        "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\n" + 'Pasal 5\n"Pasal 6 Satu ' * 15_000,
        "".join(f"{number}. Ketentuan Pasal {number} dihapus.\n" for number in range(1, 9_000, 3)),
        "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\n" + "(1) Satu. " * 30_000,
    ],
    ids=lambda items: items[:24],
)
def test_texts_made_to_be_slow_are_read_in_bounded_time(items: str, cpu_seconds: CpuClock) -> None:
    tree = parse(OPENING + items + CLOSING)

    assert cpu_seconds(lambda: acts(tree, lambda words: True)) < 5
