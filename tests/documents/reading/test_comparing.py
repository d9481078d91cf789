"""The page that compares two regulations or two versions: who may, and what it says."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import actions
from documents.enums import RelationKind, TextOrigin
from documents.models import Regulation, Relation
from portal.core.models import User
from tests.documents.browsing import logged_in
from tests.documents.conftest import Publish
from tests.documents.reading.test_parts import soup
from tests.documents.test_reading import words
from tests.factories import make_unit, make_user

OLD = (
    "Pasal 1\nSetiap anak berhak atas pengasuhan orang tuanya.\n"
    "Pasal 2\nBantuan diberikan oleh Menteri paling lama 30 hari sejak usulan diterima.\n"
    "Pasal 3\nKetentuan lama <b>lain</b>.\n"
)
NEW = (
    "Pasal 1\nSetiap anak berhak atas pengasuhan orang tuanya.\nPasal 2\nPasal yang sama sekali baru isinya.\n"
    "Pasal 3\nBantuan diberikan oleh Menteri paling lama 14 hari sejak usulan diterima.\n"
)
COMPARISON = "/peraturan/permensos/2021/7/banding/"


@pytest.fixture
def old(published: Publish) -> Regulation:
    return published("permensos", "16", 2020, text=OLD, about="Asistensi lama")


@pytest.fixture
def new(published: Publish) -> Regulation:
    return published("permensos", "7", 2021, text=NEW, about="Asistensi baru")


def plain(tag: Tag) -> str:
    """As a reader sees it: a line end is a blank."""
    return " ".join(tag.get_text().split())


def rows(page: BeautifulSoup) -> list[str]:
    return [" ".join(heading.get_text(" ").split()) for heading in page.select(".change h3")]


def test_a_number_with_its_series_names_the_regulation_that_is_stored_without_it(
    client: Client, new: Regulation, published: Publish
) -> None:
    published("permenkeu", "168", 2009, text=OLD)

    assert rows(soup(client, f"{COMPARISON}?dengan=PMK 168/PMK.07/2009"))


@pytest.mark.parametrize(
    "asked",
    [
        "permensos-2020-16",
        "Permensos 16/2020",
        "Peraturan Menteri Sosial Nomor 16 Tahun 2020",
        "https://portal.example/peraturan/permensos/2020/16/",
        "http://testserver/peraturan/permensos/2020/16/pasal-3/?q=anak%23pasal-3",
        "/peraturan/permensos/2020/16/",
        "peraturan/permensos/2020/16",
        " permensos/2020/16 ",
        "permensos/16/2020",
        "Permen-Sos/2020/16",
    ],
)
def test_two_regulations_are_compared_the_older_first(
    client: Client, old: Regulation, new: Regulation, asked: str
) -> None:
    page = soup(client, f"{COMPARISON}?dengan={asked}")

    assert rows(page) == ["Pasal 2 Hanya di yang baru", "Pasal 2 → Pasal 3 Berubah", "Pasal 3 Hanya di yang lama"]
    assert "1 pasal berubah, 1 hanya ada di yang baru, 1 hanya ada di yang lama, 1 sama." in words(page)
    change = page.select(".change")[1]
    assert [plain(tag) for tag in change.select("del, ins")] == ["[dihapus: 30 ]", "[ditambah: 14 ]"]
    assert "<b>lain</b>" in words(page)


def test_the_order_does_not_depend_on_where_one_stands(client: Client, old: Regulation, new: Regulation) -> None:
    page = soup(client, "/peraturan/permensos/2020/16/banding/?dengan=permensos-2021-7")

    assert rows(page)[1] == "Pasal 2 → Pasal 3 Berubah"
    assert [a.get_text() for a in page.select("dd a")] == [str(old.title), str(new.title)]


def test_words_of_a_title_offer_what_may_be_meant(client: Client, old: Regulation, new: Regulation) -> None:
    page = soup(client, f"{COMPARISON}?dengan=asistensi+lama")

    link = page.select_one(".head li a[href^='?dengan=']")
    assert isinstance(link, Tag)
    assert link["href"] == "?dengan=permensos-2020-16"
    assert rows(soup(client, f"{COMPARISON}{link['href']}"))


def test_what_changed_or_repealed_it_is_offered_first(client: Client, old: Regulation, published: Publish) -> None:
    published("permensos", "8", 2022, Relation(kind=RelationKind.REPEALS, target=old), text=NEW)
    published("permensos", "9", 2022, Relation(kind=RelationKind.REFERS, target=old), text=NEW)
    hidden = published("permensos", "10", 2022, Relation(kind=RelationKind.AMENDS, target=old), text=NEW)
    Regulation.objects.filter(pk=hidden.pk).update(is_restricted=True, owner_unit=make_unit())

    page = soup(client, "/peraturan/permensos/2020/16/banding/")

    assert [a["href"] for a in page.select(".head li a[href^='?']")] == ["?dengan=permensos-2022-8"]


@pytest.mark.parametrize(
    "asked",
    [
        "tidak ada",
        "versi-1",
        "versi-999999999999999999999",
        "%00",
        "'\"<b>",
        "https://[",
        "uu/2016/8",
        "permensos-2021-7",
        "x" * 3000,
    ],
)
def test_what_is_not_here_gets_a_sentence(client: Client, new: Regulation, asked: str) -> None:
    response = client.get(COMPARISON, {"dengan": asked})

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert not page.select(".change")
    assert page.select_one(".err") is not None


def test_nobody_compares_with_what_they_may_not_see(client: Client, old: Regulation, new: Regulation) -> None:
    unit = make_unit()
    Regulation.objects.filter(pk=old.pk).update(is_restricted=True, owner_unit=unit)
    head = logged_in(make_user("kepala_balai", unit=unit))

    for asked in ("permensos-2020-16", "Permensos 16/2020", "asistensi lama"):
        page = soup(client, f"{COMPARISON}?dengan={asked}")
        assert not re.search(r"\blama\b", words(page).replace("asistensi lama", "")), asked
    assert client.get("/peraturan/permensos/2020/16/banding/").status_code == 404
    assert rows(soup(head, f"{COMPARISON}?dengan=permensos-2020-16"))


def test_versions_are_compared_by_those_who_edit_only(
    client: Client, new: Regulation, editor: User, publisher: User
) -> None:
    first = new.latest_revision_id
    new.text = actions.store_text(text=NEW.replace("14 hari", "7 hari"), origin=TextOrigin.TYPED)
    new.save_revision(user=editor)
    actions.publish(by=publisher, page=new)
    writer = logged_in(editor)

    chooser = soup(writer, COMPARISON)
    link = chooser.select_one(f"a[href='?dengan=versi-{first}']")
    assert link is not None
    page = soup(writer, f"{COMPARISON}?dengan=versi-{first}")
    assert rows(page) == ["Pasal 3 Berubah"]
    assert [plain(tag) for tag in page.select(".change :is(del, ins)")] == ["[dihapus: 14 ]", "[ditambah: 7 ]"]
    assert not rows(soup(client, f"{COMPARISON}?dengan=versi-{first}"))
    assert "versi-" not in str(soup(client, COMPARISON))


def test_a_version_of_another_regulation_is_none_of_this(old: Regulation, new: Regulation, editor: User) -> None:
    assert not rows(soup(logged_in(editor), f"{COMPARISON}?dengan=versi-{old.latest_revision_id}"))


def test_many_differences_come_on_several_pages_and_cost_no_more_queries(
    client: Client, published: Publish, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    published(
        "permensos",
        "1",
        2020,
        text="".join(f"Pasal {n}\nNomor {n} adalah hal yang lama sekali {n}.\n" for n in range(1, 60)),
    )
    published(
        "permensos",
        "2",
        2021,
        text="".join(f"Pasal {n}\nNomor {n} adalah hal yang baru sekali {n}.\n" for n in range(1, 60)),
    )
    address = "/peraturan/permensos/2021/2/banding/?dengan=permensos-2020-1"
    client.get(address)

    with django_assert_max_num_queries(20):
        page = soup(client, f"{address}&halaman=2")

    assert rows(page)[0] == "Pasal 21 Berubah"
    assert len(rows(page)) == 20
    following = page.select_one(".pages a[rel=next]")
    assert following is not None
    assert "dengan=permensos-2020-1" in str(following["href"])
