"""Parts of the register as pages, Atom, CSV and JSON: the same regulations everywhere, and only those one may see."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import actions
from documents.listing import Choice
from documents.models import Regulation
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_unit, make_user

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def three(published: Publish) -> None:
    published("permensos", "1", 2020, about="Satu", issuer="Menteri Sosial", subjects="ANAK; DISABILITAS")
    published("permensos", "2", 2021, about="Dua", issuer="Menteri Sosial", subjects="ANAK JALANAN")
    published("uu", "3", 2021, about="Tiga", issuer="Presiden")


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def titles(client: Client, address: str) -> set[str]:
    feed = ElementTree.fromstring(content(client, f"{address}atom/"))
    return {entry.findtext(f"{ATOM}summary").split(" (")[0] for entry in feed.findall(f"{ATOM}entry")}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/peraturan/", {"Satu", "Dua", "Tiga"}),
        ("/peraturan/permensos/", {"Satu", "Dua"}),
        ("/peraturan/permensos/2021/", {"Dua"}),
        ("/peraturan/tahun/2021/", {"Dua", "Tiga"}),
        ("/peraturan/penetap/menteri-sosial/", {"Satu", "Dua"}),
        ("/peraturan/subjek/anak/", {"Satu"}),
        ("/peraturan/subjek/anak-jalanan/", {"Dua"}),
    ],
)
def test_each_part_is_the_same_as_page_atom_csv_and_json(
    address: str,
    expected: set[str],
    client: Client,
    three: None,
    django_assert_max_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    client.get(address)
    with django_assert_max_num_queries(10):
        page = messages_of(client.get(address))
    rows = list(csv.DictReader(io.StringIO(content(client, f"{address}csv/").removeprefix("\ufeff"))))

    assert {name for name in ("Satu", "Dua", "Tiga") if f"tentang {name}" in page} == expected
    assert titles(client, address) == expected
    assert {row["tentang"] for row in rows} == expected
    assert {row["tentang"] for row in json.loads(content(client, f"{address}json/"))} == expected
    assert f"{address}atom/" in client.get(address).content.decode()


def test_an_entry_stays_the_same_one_when_its_number_is_corrected(
    client: Client, published: Publish, editor: User, publisher: User
) -> None:
    page = published("permensos", "1", 2020)

    def entries() -> list[tuple[str | None, str]]:
        feed = ElementTree.fromstring(content(client, "/peraturan/atom/"))
        found = feed.findall(f"{ATOM}entry")
        return [(entry.findtext(f"{ATOM}id"), entry.find(f"{ATOM}link").attrib["href"]) for entry in found]

    before = entries()
    page.number = "11"
    page.save_revision(user=editor)
    actions.publish(by=publisher, page=page)

    identity = f"tag:127.0.0.1,2026:page:{page.pk}"
    assert before == [(identity, "http://testserver/peraturan/permensos/2020/1/")]
    assert entries() == [(identity, "http://testserver/peraturan/permensos/2020/11/")]


def test_issuers_and_subjects_are_listed_with_their_numbers(client: Client, three: None) -> None:
    assert "Menteri Sosial (2)" in messages_of(client.get("/peraturan/penetap/"))
    subjects = messages_of(client.get("/peraturan/subjek/"))
    assert "ANAK (1) ANAK JALANAN (1) DISABILITAS (1)" in subjects


@pytest.mark.parametrize(
    "address",
    [
        "penetap/orang-lain/",
        "subjek/anakj/",
        "tahun/20x1/",
        "xml/",
        "penetap/atom/",
        "subjek/anak/xml/",
        "uu/2021/3/atom/",
    ],
)
def test_what_is_no_part_is_not_found(address: str, client: Client, three: None) -> None:
    assert client.get(f"/peraturan/{address}").status_code == 404


def test_nobody_reads_in_a_form_what_is_closed_to_them(client: Client, three: None) -> None:
    unit = make_unit()
    Regulation.objects.filter(about="Satu").update(is_restricted=True, owner_unit=unit)
    head = logged_in(make_user("kepala_balai", unit=unit))

    for form in ("atom", "csv", "json"):
        assert "Satu" not in content(client, f"/peraturan/{form}/")
        assert "Satu" in content(head, f"/peraturan/{form}/")
    assert client.get("/peraturan/subjek/disabilitas/").status_code == 404
    assert "DISABILITAS" not in messages_of(client.get("/peraturan/subjek/"))


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", '=cmd|" /C calc"!A0'])
def test_no_cell_of_the_csv_is_a_formula(hostile: str, client: Client, published: Publish) -> None:
    published("permensos", "1", 2020, about=hostile, issuer=hostile)

    (row,) = csv.DictReader(io.StringIO(content(client, "/peraturan/csv/").removeprefix("\ufeff")))

    assert (row["tentang"], row["penetap"]) == (f"'{hostile}", f"'{hostile}")


def test_the_csv_says_what_is_unknown_by_saying_nothing(client: Client, published: Publish) -> None:
    published("permensos", "1", 2020)

    (row,) = json.loads(content(client, "/peraturan/json/"))

    assert (row["ditetapkan"], row["status"], row["sumber_status"]) == (None, "Status belum diverifikasi", "")
    assert row["alamat"] == "http://testserver/peraturan/permensos/2020/1/"


def test_an_empty_register_is_still_valid(client: Client, editor: object) -> None:
    assert json.loads(content(client, "/peraturan/json/")) == []
    assert ElementTree.fromstring(content(client, "/peraturan/atom/")).findall(f"{ATOM}entry") == []


def test_a_text_that_xml_cannot_hold_breaks_no_feed(client: Client, published: Publish) -> None:
    page = published("permensos", "1", 2020)
    Regulation.objects.filter(pk=page.pk).update(about="Rusak \x0b\x00 & <b>")

    assert titles(client, "/peraturan/") == {"Rusak  & <b>"}


def test_a_long_register_costs_no_more_queries(
    client: Client, published: Publish, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for number in range(1, 9):
        published("permensos", str(number), 2020)
    client.get("/peraturan/csv/")

    for form in ("atom", "csv", "json"):
        with django_assert_max_num_queries(10):
            content(client, f"/peraturan/{form}/")


@pytest.mark.parametrize("form", ["", "atom/", "csv/", "json/"])
@pytest.mark.parametrize("part", ["tahun/1700/", "tahun/2020/", "permensos/1990/", "tahun/٢٠٢١/", "tidakada/"])
def test_a_year_or_kind_that_nobody_has_is_nothing_in_any_form(
    part: str, form: str, client: Client, published: Publish
) -> None:
    published("permensos", "2", 2021, about="Dua")

    assert client.get(f"/peraturan/{part}{form}").status_code == 404


def test_a_kind_without_visible_regulations_is_an_empty_list_in_every_form(client: Client, published: Publish) -> None:
    published("permensos", "2", 2021, about="Dua")
    unit = make_unit()
    published("uu", "9", 2021, about="Rahasia", is_restricted=True, owner_unit=unit)

    shown = client.get("/peraturan/uu/")
    page = messages_of(shown)

    assert shown.context["listing"].kinds[-1] == Choice("uu", "Undang-Undang", 0, is_chosen=True)
    assert "Tidak ada peraturan dengan saringan ini" in page
    assert "Dua" not in page
    assert titles(client, "/peraturan/uu/") == set()
    assert json.loads(content(client, "/peraturan/uu/json/")) == []


def test_no_single_subject_makes_a_list_heavy(client: Client, published: Publish) -> None:
    published("permensos", "2", 2021, about="x" * 400_000)

    assert len(content(client, "/peraturan/")) < 100_000
    assert len(content(client, "/peraturan/atom/")) < 20_000
