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
    assert "2 pasal berubah, 1 disisipkan, 1 dihapus, 1 tidak diubah." in words(page)
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

    assert "0 pasal berubah, 0 disisipkan, 3 dihapus, 1 tidak diubah." in words(page)


def test_an_amendment_that_cannot_be_read_is_said_to_delete_nothing(
    client: Client, old: Regulation, published: Publish
) -> None:
    text = "Pasal I\nPerubahan dimuat dalam lampiran.\nPasal II\nBerlaku hari ini.\n"
    published("permensos", "7", 2021, Relation(kind=RelationKind.AMENDS, target=old), text=text, about="Lain")

    page = soup(client, FORWARD)

    assert "belum tentu dihapus" in words(page)
    assert "Hanya di yang lama" not in words(page)
    assert "Pasal 3 Tidak disebut di yang baru" in rows(page)
