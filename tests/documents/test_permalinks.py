"""Addresses by citation, and what leads there."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from documents import actions
from documents.enums import RegisterWord
from documents.models import Regulation, Relation
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_unit, make_user

LAW = (
    "BAB I\nKETENTUAN UMUM\nPasal 1\nSatu <b>.\nBAB II\nISI\nPasal 2\n(1) Ayat satu.\n(2) Ayat dua.\nPasal 2A\nSisipan.\n"
    "PENJELASAN\nATAS\nCONTOH\nI. UMUM\nUmum.\nII. PASAL DEMI PASAL\nPasal 2\nCukup jelas dua.\n"
)
HOME = "/peraturan/permensos/2020/16/"


@pytest.fixture
def page(published: Publish) -> Regulation:
    return published("permensos", "16", 2020, text=LAW)


def target(response: HttpResponse) -> str:
    assert response.status_code == 301, response.status_code
    return str(response.headers["Location"])


@pytest.mark.parametrize(
    "spelling",
    [
        "permensos/2020/016",
        "Permensos/2020/16",
        "permen-sos/2020/16",
        "Permen_Sos/2020/16",
        "peraturan-menteri-sosial/2020/16",
        "permensos/16/2020",
        "permensos-2020-16",
        "permensos-no-16-tahun-2020",
        "permensos-nomor-16-tahun-2020",
        "permensos-16-2020",
    ],
)
def test_other_spellings_lead_to_the_page_for_good(spelling: str, client: Client, page: Regulation) -> None:
    assert target(client.get(f"/peraturan/{spelling}/")) == HOME
    assert target(client.get(f"/peraturan/{spelling}/Pasal-2/")) == f"{HOME}pasal-2/"


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("permensos-2020-16/?per=2021-01-01&cari=bantuan+sosial", f"{HOME}?per=2021-01-01&cari=bantuan+sosial"),
        ("permen-sos/2020/016/pasal-2/?per=2021-01-01", f"{HOME}pasal-2/?per=2021-01-01"),
        ("permensos/2020/16/pasal-2-ayat-2/?per=2021-01-01", f"{HOME}pasal-2/?per=2021-01-01#pasal-2-ayat-2"),
    ],
)
def test_what_was_asked_behind_an_address_goes_along(
    asked: str, leads_to: str, client: Client, page: Regulation
) -> None:
    assert target(client.get(f"/peraturan/{asked}")) == leads_to


def test_an_address_without_its_last_slash_finds_it(client: Client, page: Regulation) -> None:
    assert target(client.get("/peraturan/permensos/2020/16/pasal-2")) == f"{HOME}pasal-2/"


def test_a_number_with_letters_is_found_by_its_leading_number_only_if_it_is_the_only_one(
    client: Client, published: Publish
) -> None:
    published("kepmensos", "103/HUK/2020", 2020)
    assert target(client.get("/peraturan/kepmensos/2020/103/")) == "/peraturan/kepmensos/2020/103-huk-2020/"

    published("kepmensos", "103/LAIN/2020", 2020)
    assert client.get("/peraturan/kepmensos/2020/103/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        "permensos/2020/17",
        "tidak-ada/2020/16",
        "permensos/2020/16/pasal-9",
        "permensos/2020/16/pasal-2-ayat-9",
        "permensos/2020/16/bab-I",
        "permensos/2020/16/penjelasan-pasal-2",
        "permensos/2020/16/pasal-2/lagi",
        "permensos/20201/16",
        "16",
        "pasal-2",
    ],
)
def test_what_names_nothing_is_not_found(wrong: str, client: Client, page: Regulation) -> None:
    assert client.get(f"/peraturan/{wrong}/").status_code == 404


def test_an_article_has_a_page_of_its_own_with_what_explains_it(client: Client, page: Regulation) -> None:
    response = client.get(f"{HOME}pasal-2/")

    shown = messages_of(response)
    assert "Ayat satu." in shown
    assert "Penjelasan Pasal 2" in shown
    assert "Cukup jelas dua." in shown
    assert "BAB II ISI" in shown
    assert "Satu" not in shown
    soup = BeautifulSoup(response.content, "html.parser")
    assert [a["href"] for a in soup.select("a[rel=prev], a[rel=next]")] == [f"{HOME}pasal-1/", f"{HOME}pasal-2a/"]
    canonical = soup.select_one("link[rel=canonical]")
    assert canonical is not None
    assert str(canonical["href"]).endswith(f"{HOME}pasal-2/")
    assert not BeautifulSoup(client.get(f"{HOME}pasal-1/").content, "html.parser").select("article b")


def test_a_paragraph_leads_to_its_place_in_the_article(client: Client, page: Regulation) -> None:
    assert target(client.get(f"{HOME}pasal-2-ayat-1/")) == f"{HOME}pasal-2/#pasal-2-ayat-1"


def test_the_address_before_a_correction_leads_to_the_one_after(
    client: Client,
    page: Regulation,
    editor: User,
    publisher: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]],
) -> None:
    page.number = "61"
    page.save_revision(user=editor)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(by=publisher, page=page)

    assert target(client.get(HOME)) == "/peraturan/permensos/2020/61/"
    assert target(client.get(f"{HOME}pasal-2/")) == "/peraturan/permensos/2020/61/pasal-2/"


def test_a_closed_regulation_is_not_betrayed_by_a_redirect_or_an_article(client: Client, page: Regulation) -> None:
    unit = make_unit()
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=unit)
    head = logged_in(make_user("kepala_balai", unit=unit))

    for address in (HOME, f"{HOME}pasal-2/", "/peraturan/permensos-16-2020/", "/peraturan/permensos/2020/016/"):
        assert client.get(address).status_code == 404, address
    assert head.get(f"{HOME}pasal-2/").status_code == 200
    assert target(head.get("/peraturan/permensos-16-2020/")) == HOME


def test_the_address_before_a_correction_does_not_betray_a_regulation_closed_since(
    client: Client,
    page: Regulation,
    editor: User,
    publisher: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]],
) -> None:
    page.number = "61"
    page.save_revision(user=editor)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(by=publisher, page=page)
    unit = make_unit()
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=unit)

    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}pasal-2/").status_code == 404
    assert target(logged_in(make_user("kepala_balai", unit=unit)).get(HOME)) == "/peraturan/permensos/2020/61/"


def test_of_two_issuers_with_one_number_the_plain_address_is_meant(client: Client, published: Publish) -> None:
    other = published("permensos", "16", 2020, issuer="Direktur Jenderal")
    plain = published("permensos", "16", 2020, issuer="Menteri Sosial")
    assert (other.slug, plain.slug) == ("permensos-2020-16", "permensos-2020-16-2")
    # The one with the longer address is the older page here, as after a correction of both.
    for each, slug in ((other, "permensos-2020-16-3"), (plain, "permensos-2020-16")):
        address = each.url_path.replace(each.number_in_address, slug.removeprefix("permensos-2020-"))
        Regulation.objects.filter(pk=each.pk).update(slug=slug, url_path=address)

    assert target(client.get("/peraturan/permen-sos/2020/16/")) == HOME


def structured(client: Client, address: str) -> dict[str, object]:
    block = BeautifulSoup(client.get(address).content, "html.parser").find("script", type="application/ld+json")
    assert block is not None
    data: dict[str, object] = json.loads(block.get_text())
    return data


def test_machines_read_the_regulation_and_its_articles(client: Client, published: Publish) -> None:
    old = published("permensos", "1", 2010)
    published(
        "permensos",
        "16",
        2020,
        Relation(kind="amends", target=old),
        text=LAW,
        about="</script><b>",
        register_word=RegisterWord.IN_FORCE,
    )

    data, article = structured(client, HOME), structured(client, f"{HOME}pasal-2a/")

    assert data["@type"] == "Legislation"
    assert data["name"] == "Peraturan Menteri Sosial Nomor 16 Tahun 2020 tentang </script><b>"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["legislationChanges"] == [
        {
            "@type": "Legislation",
            "@id": "http://testserver/peraturan/permensos/2010/1/",
            "name": "Peraturan Menteri Sosial Nomor 1 Tahun 2010",
        }
    ]
    assert "legislationDate" not in data
    assert article["isPartOf"]["@id"] == f"http://testserver{HOME}"  # type: ignore[index]


def test_an_unverified_status_is_not_claimed_to_machines(client: Client, page: Regulation) -> None:
    assert "legislationLegalForce" not in structured(client, HOME)


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        HOME.removesuffix("/"),
        f"{HOME}pasal-2/",
        "/peraturan/permensos-16-2020",
        "/per%61turan/permensos/2020/%316/",
        f"/x/..{HOME}",
        f"http://testserver{HOME}?naskah=lengkap",
    ],
)
def test_an_editors_redirect_does_not_betray_a_closed_regulation(
    client: Client, page: Regulation, address: str
) -> None:
    Redirect.objects.create(old_path="/alamat-lama", redirect_link=address)
    assert client.get("/alamat-lama/").status_code == 301
    unit = make_unit()
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=unit)

    assert client.get("/alamat-lama/").status_code == 404
    assert logged_in(make_user("kepala_balai", unit=unit)).get("/alamat-lama/").status_code == 301


@pytest.mark.parametrize(
    "address", ["/cari/?q=anak", "https://example.org/peraturan/permensos/2020/77/", "/peraturan/?q=1"]
)
def test_other_redirects_lead_where_their_editor_wants(client: Client, page: Regulation, address: str) -> None:
    Redirect.objects.create(old_path="/alamat-lama", redirect_link=address)

    assert client.get("/alamat-lama/")["Location"] == address
