"""The page that compares a regulation with one that amends it: what an amendment does not name stays, and is never «gone»."""

import pytest
from django.test import Client

from documents.enums import RelationKind
from documents.models import Regulation, Relation
from tests.documents.conftest import Publish
from tests.documents.reading.test_comparing import plain, rows
from tests.documents.reading.test_parts import soup
from tests.documents.test_reading import words

OLD = (
    "BAB I\nUMUM\nPasal 1\nSetiap anak berhak atas pengasuhan orang tuanya.\n"
    "BAB II\nBANTUAN\nPasal 2\nBantuan diberikan oleh Menteri paling lama 30 hari sejak usulan diterima.\n"
    "Pasal 3\nKetentuan yang tidak dipakai lagi.\nPasal 4\n(1) Pendanaan berasal dari negara.\n(2) Sumber lain tidak mengikat.\n"
)
NEW = (
    "PERATURAN MENTERI SOSIAL TENTANG PERUBAHAN ATAS PERATURAN MENTERI SOSIAL NOMOR 16 TAHUN 2020\nPasal I\n"
    "Beberapa ketentuan dalam Peraturan Menteri Sosial Nomor 16 Tahun 2020 diubah sebagai berikut:\n"
    "1. Judul BAB II diubah sehingga berbunyi sebagai berikut:\nBAB II\nBANTUAN SOSIAL\n"
    "2. Ketentuan Pasal 2 diubah sehingga berbunyi sebagai berikut:\nPasal 2\n"
    "Bantuan diberikan oleh Menteri paling lama 14 hari sejak usulan diterima.\n"
    "3. Di antara Pasal 2 dan Pasal 3 disisipkan 1 (satu) pasal, yakni Pasal 2A sehingga berbunyi sebagai berikut:\n"
    "Pasal 2A\nPasal yang baru.\n4. Ketentuan Pasal 3 dihapus.\n"
    "5. Ketentuan Pasal 4 ayat (2) diubah sehingga berbunyi sebagai berikut:\n(2) Sumber lain sah dan tidak mengikat.\n"
    "Pasal II\nPeraturan Menteri ini mulai berlaku pada tanggal diundangkan.\n"
)
FORWARD = "/peraturan/permensos/2020/16/banding/?dengan=permensos-2021-7"
BACKWARD = "/peraturan/permensos/2021/7/banding/?dengan=permensos-2020-16"


@pytest.fixture
def old(published: Publish) -> Regulation:
    return published("permensos", "16", 2020, text=OLD, about="Asistensi")


@pytest.fixture
def amending(published: Publish, old: Regulation) -> Regulation:
    return published("permensos", "7", 2021, text=NEW, about="Perubahan atas Permensos 16/2020 tentang Asistensi")


@pytest.mark.parametrize("address", [FORWARD, BACKWARD])
def test_each_article_is_compared_with_what_the_amendment_says_of_it(
    client: Client, amending: Regulation, address: str
) -> None:
    page = soup(client, address)

    assert rows(page) == [
        "Pasal I angka 1 Perubahan lain",
        "Pasal 2 Berubah",
        "Pasal 2A Disisipkan",
        "Pasal 3 Dihapus",
        "Pasal 4 Sebagian berubah",
    ]
    assert "2 pasal berubah, 1 disisipkan, 1 dihapus, 1 tidak disebut." in words(page)
    assert [plain(each) for each in page.select(".change")[1].select("del, ins")] == [
        "[dihapus: 30 ]",
        "[ditambah: 14 ]",
    ]
    assert [plain(each) for each in page.select(".change")[4].select("del, ins")] == ["[ditambah: sah dan ]"]


def test_what_the_amendment_does_not_name_is_said_to_stay(client: Client, amending: Regulation) -> None:
    page = soup(client, FORWARD)

    assert "Hanya di yang lama" not in words(page)
    assert "hanya memuat yang diubah" in words(page)
    rest = page.select_one("details.fold p")
    assert rest is not None
    assert plain(rest) == "Pasal 1"


def test_each_change_leads_to_its_item(client: Client, amending: Regulation) -> None:
    page = soup(client, FORWARD)

    link = page.select(".change")[1].select_one("p a")
    assert link is not None
    assert (plain(link), link["href"]) == ("Pasal I angka 2", "/peraturan/permensos/2021/7/#pasal-I-2")


def test_a_stored_relation_suffices(client: Client, old: Regulation, published: Publish) -> None:
    text = NEW.replace("Peraturan Menteri Sosial Nomor 16 Tahun 2020", "Peraturan Menteri Sosial Nomor l6 Tahun ZO20")
    published("permensos", "7", 2021, Relation(kind=RelationKind.AMENDS, target=old), text=text, about="Lain")

    assert "Pasal 2A Disisipkan" in rows(soup(client, FORWARD))


def test_a_number_with_its_series_names_the_regulation_stored_without(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = NEW.replace("Nomor 16 Tahun 2020", "Nomor 16/HUK/2020")
    published("permensos", "7", 2021, text=text, about="Perubahan atas Peraturan Menteri Sosial Nomor 16/HUK/2020")

    assert "Pasal 2A Disisipkan" in rows(soup(client, FORWARD))


def test_a_regulation_that_amends_another_is_compared_by_likeness(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = NEW.replace("Nomor 16 Tahun 2020", "Nomor 15 Tahun 2019")
    published("permensos", "7", 2021, text=text, about="Perubahan atas Permensos 15/2019")

    assert "hanya memuat yang diubah" not in words(soup(client, FORWARD))


def test_the_articles_of_a_deleted_chapter_are_not_said_to_stay(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = NEW[: NEW.index("1. Judul")] + "1. Ketentuan BAB II dihapus.\nPasal II\nBerlaku hari ini.\n"
    published("permensos", "7", 2021, text=text, about="Perubahan atas Permensos 16/2020")

    page = soup(client, FORWARD)

    assert "0 pasal berubah, 0 disisipkan, 3 dihapus, 1 tidak disebut." in words(page)


def test_an_amendment_that_cannot_be_read_is_said_to_delete_nothing(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = "Pasal I\nPerubahan dimuat dalam lampiran.\nPasal II\nBerlaku hari ini.\n"
    published("permensos", "7", 2021, Relation(kind=RelationKind.AMENDS, target=old), text=text, about="Lain")

    page = soup(client, FORWARD)

    assert "belum tentu dihapus" in words(page)
    assert "Hanya di yang lama" not in words(page)
    assert "Pasal 3 Tidak disebut di yang baru" in rows(page)


@pytest.mark.parametrize(
    "about", ["PERUBAHAN PP 36-1977", "Perubahan dan Tambahan atas Peraturan Menteri Nomor P.49/Menhut-II/2008"]
)
def test_a_text_that_amends_by_its_title_is_said_to_delete_nothing(
    client: Client, old: Regulation, published: Publish, about: str
) -> None:
    published("permensos", "7", 2021, text="Pasal I\nPerubahan dimuat dalam lampiran.\n", about=about)

    page = soup(client, FORWARD)

    assert "belum tentu dihapus" in words(page)
    assert "Hanya di yang lama" not in words(page)
    assert "Pasal 3 Tidak disebut di yang baru" in rows(page)


def test_a_full_text_that_lacks_an_article_is_said_to_lack_it(
    client: Client, old: Regulation, published: Publish
) -> None:
    published("permensos", "7", 2021, text=OLD.replace("Pasal 3\n", ""), about="Perubahan Iklim")

    page = soup(client, FORWARD)

    assert "belum tentu dihapus" not in words(page)
    assert "Hanya di yang lama" in words(page)


def amended_by(published: Publish, items: str) -> None:
    """Publishes Permensos 7/2021 with these items in its Pasal I."""
    text = NEW[: NEW.index("1. Judul")] + items + "\nPasal II\nBerlaku hari ini.\n"
    published("permensos", "7", 2021, text=text, about="Perubahan atas Permensos 16/2020")


@pytest.mark.parametrize("part", ['Kata "lama"', "Frasa tertentu", "Angka 2", "Huruf b", "Ayat (2)"])
def test_what_goes_within_an_article_does_not_delete_the_article(
    client: Client, old: Regulation, published: Publish, part: str
) -> None:
    amended_by(published, f"1. {part} dalam Pasal 4 dihapus.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 4 Sebagian berubah"]
    assert "1 pasal berubah, 0 disisipkan, 0 dihapus, 3 tidak disebut." in words(page)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("Ketentuan Pasal 4 ayat (2) diubah sehingga berbunyi sebagai berikut:", "(2) Sumber lain sah."),
        (
            "Ketentuan Pasal 4 diubah dengan menambah ayat (3) baru yang berbunyi sebagai berikut:",
            "3) Sumber lain sah.",
        ),
        ("Ketentuan Pasal 4 ayat (2) huruf b diubah sehingga berbunyi:", "b. Sumber lain sah."),
    ],
)
def test_paragraphs_that_are_not_quoted_are_not_struck_out(
    client: Client, old: Regulation, published: Publish, says: str, words: str
) -> None:
    amended_by(published, f"1. {says}\nPasal 4\n{words}")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 4 Sebagian berubah"]
    assert "Pendanaan" not in " ".join(plain(each) for each in page.select(".change del"))


def test_the_articles_of_a_range_of_chapters_are_shown_one_by_one(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, "1. BAB I sampai dengan BAB II dihapus.")

    assert rows(soup(client, FORWARD)) == [f"Pasal {number} Dihapus" for number in (1, 2, 3, 4)]


def test_a_chapter_that_the_old_text_does_not_have_is_not_said_to_be_deleted(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, "1. BAB IX dihapus.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal I angka 1 Belum terbaca pasti"]
    assert "0 dihapus, 4 tidak disebut." in words(page)


def test_words_changed_in_the_whole_law_leave_no_article_said_to_stay(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, '1. Kata "Menteri" dalam semua pasal dibaca "Kepala Badan".\n2. Ketentuan Pasal 3 dihapus.')

    page = soup(client, FORWARD)

    assert rows(page) == ["Seluruh naskah Kata diganti", "Pasal 3 Dihapus"]
    assert 'Kata "Menteri" dalam semua pasal dibaca "Kepala Badan".' in words(page)
    assert "pasal yang terkena tidak dihitung" in words(page)
    assert "3 pasal tidak disebut, belum tentu tetap" in words(page)
    assert "tidak diubah" not in words(page)


def test_an_instruction_that_is_not_understood_is_shown_and_nothing_is_said_to_stay(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, "1. Bagian Kedua BAB II dihapus.\n2. Ketentuan mengenai denda dalam Pasal 2 dihapus.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal I angka 1 Belum terbaca pasti", "Pasal 2 Belum terbaca pasti"]
    assert plain(page.select(".change p")[0]) == "Pasal I angka 1: Bagian Kedua BAB II dihapus."
    assert "2 perintah belum terbaca pasti" in words(page)
    assert "tidak diubah" not in words(page)


def test_a_lost_item_is_said_to_be_missing(client: Client, old: Regulation, published: Publish) -> None:
    amended_by(published, "1. Ketentuan Pasal 2 dihapus.\n3. Ketentuan Pasal 3 dihapus.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 2 Dihapus", "Pasal I angka 2 Belum terbaca pasti", "Pasal 3 Dihapus"]
    assert "Perintah ini tidak ditemukan di naskah yang terbaca" in words(page)
    assert "tidak diubah" not in words(page)


def test_an_article_that_takes_anothers_number_is_not_compared_with_it(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(
        published,
        "1. Di antara Pasal 1 dan Pasal 2 ditambahkan 1 (satu) pasal menjadi Pasal 2 yang berbunyi: Pasal yang baru.\n"
        "2. Pasal 2 lama menjadi Pasal 3 baru.",
    )

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 2 Disisipkan", "Pasal I angka 2 Nomor pasal berubah"]
    assert page.select(".change del, .change ins") == []
    assert "tidak diubah" not in words(page)


def test_an_article_inserted_before_goes_with_the_range_it_stands_in(client: Client, published: Publish) -> None:
    text = OLD.replace("Pasal 4\n", "Pasal 3A\nTambahan kemudian.\nPasal 4\n")
    published("permensos", "16", 2020, text=text, about="Asistensi")
    amended_by(published, "1. Ketentuan Pasal 2 sampai dengan Pasal 4 dihapus.")

    assert sorted(rows(soup(client, FORWARD))) == [f"Pasal {number} Dihapus" for number in ("2", "3", "3A", "4")]


def test_a_deleted_article_that_the_old_text_does_not_have_is_not_counted_as_deleted(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, "1. Ketentuan Pasal 9A dihapus.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 9A Tidak ada di naskah lama"]
    assert "0 dihapus" in words(page)


def test_a_text_without_instructions_says_that_deletions_may_be_missing(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = (
        "PERATURAN MENTERI SOSIAL TENTANG PERUBAHAN ATAS PERATURAN MENTERI SOSIAL NOMOR 16 TAHUN 2020\nMenimbang:\n"
        "[Perubahan Permen_Sos_2020_16_Article_3] Bunyi yang baru.\n"
    )
    published("permensos", "7", 2021, text=text, about="Perubahan Kedua Atas Permensos 16/2020 tentang Asistensi")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 3 Berubah"]
    assert "tanpa perintahnya" in words(page)
    assert "tidak diubah" not in words(page)


def test_an_article_with_a_new_number_is_shown_without_the_one_that_had_it(
    client: Client, old: Regulation, published: Publish
) -> None:
    amended_by(published, "1. Pasal 2 lama menjadi Pasal 3 baru sehingga berbunyi: Bantuan diberikan oleh gubernur.")

    page = soup(client, FORWARD)

    assert rows(page) == ["Pasal 3 Belum terbaca pasti"]
    assert "Nomor pasal bergeser" in words(page)
    assert page.select(".change del, .change ins") == []
