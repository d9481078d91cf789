"""What other programs get of a result, and what a search box suggests: the reader's own, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from portal.core import exports
from search import documents, export, outbox, snippets
from tests.factories import make_user
from tests.proposals import make_cast, make_draft
from tests.search.conftest import MakeRegulation

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def csv_of(client: Client, **asked: str) -> list[dict[str, str]]:
    response = client.get("/cari/csv/", asked)
    assert response.status_code == 200
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def feed_of(client: Client, **asked: str) -> ET.Element:
    return ET.fromstring(client.get("/cari/atom/", asked).content)


def suggested(client: Client, typed: str) -> list[str]:
    return [each["title"] for each in json.loads(client.get("/cari/saran/", {"q": typed}).content)["suggestions"]]


def test_csv_has_the_rows_of_the_page_in_its_order(client: Client, make_regulation: MakeRegulation) -> None:
    make_regulation("Pengasuhan Anak", year=2019)
    make_regulation("Kursi Roda", year=2021, text="Pasal 1\nAlat bantu.")
    newest = make_regulation("Pengasuhan Keluarga", year=2022)
    outbox.drain()

    rows = csv_of(client, q="pengasuhan", urut="terbaru", dari="2020")

    assert [row["judul"] for row in rows] == [f"{newest.title} tentang Pengasuhan Keluarga"]
    assert rows[0]["pasal"] == "Pasal 2"
    assert rows[0]["alamat"] == f"http://testserver{newest.url}"


def test_csv_gives_a_number_as_it_is_written(client: Client, make_regulation: MakeRegulation) -> None:
    make_regulation("Akreditasi", number="107/HUK/2009")
    outbox.drain()

    assert csv_of(client, q="107/huk/2009")[0]["nomor"] == "107/HUK/2009"


def test_what_other_programs_get_costs_no_excerpt(
    client: Client, make_regulation: MakeRegulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[object] = []
    monkeypatch.setattr(snippets, "excerpt", lambda *asked: str(cut.append(asked)))
    make_regulation("Pengasuhan Anak")
    make_regulation("Pengasuhan", text="Tanpa pasal.")
    outbox.drain()

    assert len(csv_of(client, q="pengasuhan")) == len(feed_of(client, q="pengasuhan").findall(f"{ATOM}entry")) == 2
    assert cut == []
    assert client.get("/cari/", {"q": "pengasuhan"}).status_code == 200
    assert len(cut) == 2


def test_an_entry_has_the_identity_that_the_feed_of_the_register_gives_it(
    client: Client, make_regulation: MakeRegulation
) -> None:
    page = make_regulation("Pengasuhan Anak", year=2019)
    outbox.drain()

    (entry,) = feed_of(client, q="pengasuhan").findall(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2026:page:{page.pk}"


def test_csv_ends_at_its_limit(
    client: Client, make_regulation: MakeRegulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 4)
    monkeypatch.setattr(export, "_AT_ONCE", 2)
    for _ in range(5):
        make_regulation()
    outbox.drain()

    assert len({row["judul"] for row in csv_of(client)}) == 4


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    _heading, row = exports.csv_lines(("judul",), [{"judul": f"{begin}HYPERLINK(1)"}])
    assert next(csv.reader(io.StringIO(row)))[0].startswith("'")


def test_a_title_is_no_formula(client: Client, make_regulation: MakeRegulation) -> None:
    make_regulation("Contoh", issuer="=HYPERLINK(1)")
    outbox.drain()

    assert csv_of(client)[0]["penerbit"] == "'=HYPERLINK(1)"


def titles_of(feed: ET.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}title")).split()[-1] for entry in feed.findall(f"{ATOM}entry")]


def test_a_feed_has_the_last_published_first_and_leads_to_the_page(
    client: Client, make_regulation: MakeRegulation
) -> None:
    make_regulation("Pengasuhan Muda", enacted_on=dt.date(2021, 1, 1))
    make_regulation("Pengasuhan \x0bTua", enacted_on=dt.date(1974, 1, 1))
    outbox.drain()

    feed = feed_of(client, q="pengasuhan")

    assert titles_of(feed) == ["Tua", "Muda"]
    links = [str(link.get("href")) for link in feed.findall(f"{ATOM}link")]
    assert "http://testserver/cari/?q=pengasuhan" in links


def test_a_regulation_published_anew_comes_first_in_the_feed(client: Client, make_regulation: MakeRegulation) -> None:
    again = make_regulation("Pengasuhan Anak", year=1979, enacted_on=None)
    make_regulation("Pengasuhan Keluarga")
    outbox.drain()
    assert titles_of(feed_of(client, q="pengasuhan")) == ["Keluarga", "Anak"]

    again.save_revision().publish()
    again.refresh_from_db()
    outbox.drain()
    entry = feed_of(client, q="pengasuhan").findall(f"{ATOM}entry")[0]

    assert str(entry.findtext(f"{ATOM}title")).endswith("Anak")
    assert again.first_published_at
    assert again.last_published_at
    assert entry.findtext(f"{ATOM}published") == again.first_published_at.isoformat()
    assert entry.findtext(f"{ATOM}updated") == again.last_published_at.isoformat()


def test_every_entry_of_a_feed_says_when_it_changed_and_no_day_is_made_up(
    client: Client, make_regulation: MakeRegulation
) -> None:
    regulation = make_regulation("Contoh", enacted_on=None)
    outbox.note(
        documents.all_keys()
    )  # also the pages that come with the portal: nobody published them, they are no news
    cast = make_cast()
    proposal = make_draft(cast)
    outbox.drain()
    client.force_login(cast.operator, backend="portal.core.backends.RoleBackend")

    entries = feed_of(client).findall(f"{ATOM}entry")

    keys = {str(entry.findtext(f"{ATOM}id")).split(":", 2)[2] for entry in entries}
    assert keys == {f"page:{regulation.pk}", f"proposal:{proposal.pk}"}
    for entry in entries:
        assert dt.datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).year >= 2020


def test_a_feed_asks_the_database_little(
    client: Client, make_regulation: MakeRegulation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        make_regulation()
    outbox.drain()
    feed_of(client)
    with django_assert_max_num_queries(10):
        assert len(feed_of(client).findall(f"{ATOM}entry")) == 12


def test_nothing_tells_a_stranger_of_what_is_closed(client: Client, make_regulation: MakeRegulation) -> None:
    secret = make_regulation("Xilofonis Rahasia")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    outbox.drain()

    assert csv_of(client, q="xilofonis") == []
    assert feed_of(client, q="xilofonis").findall(f"{ATOM}entry") == []
    assert suggested(client, "xilof") == []

    title = f"{secret.title} tentang Xilofonis Rahasia"
    client.force_login(make_user("verifikator"), backend="portal.core.backends.RoleBackend")
    assert [row["judul"] for row in csv_of(client, q="xilofonis")] == [title]
    assert suggested(client, "xilof") == [title]
    assert client.get("/cari/saran/", {"q": "x"})["Cache-Control"] == "private, max-age=5"


def test_a_box_suggests_titles_with_every_word_the_last_unfinished(
    client: Client, make_regulation: MakeRegulation
) -> None:
    page = make_regulation("Pengasuhan Anak Telantar")
    make_regulation("Pengasuhan Lanjut Usia")
    outbox.drain()

    assert suggested(client, "pengasuhan ana") == [f"{page.title} tentang Pengasuhan Anak Telantar"]
    assert suggested(client, "") == []


def test_a_box_suggests_the_regulation_cited_first(client: Client, make_regulation: MakeRegulation) -> None:
    act = make_regulation("Kesejahteraan", kind="uu", number="11", year=2009)
    rule = make_regulation("Rehabilitasi", kind="permensos", number="16", year=2020)
    closed = make_regulation("Rahasia", kind="permensos", number="16", year=2021)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    make_regulation("Permensos 16 diserahkan", number="99")
    outbox.drain()

    assert suggested(client, "uu 11/2009") == suggested(client, "uu 11/20") == [f"{act.title} tentang Kesejahteraan"]
    assert [title.split()[-1] for title in suggested(client, "permensos 16")] == ["Rehabilitasi", "diserahkan"]
    assert suggested(client, "permensos nomor 16 tahun 2020")[0] == f"{rule.title} tentang Rehabilitasi"


def test_a_box_knows_other_names_of_what_is_typed(client: Client, make_regulation: MakeRegulation) -> None:
    make_regulation("Kesejahteraan Lanjut Usia")
    make_regulation("Pengangkatan Anak")
    outbox.drain()

    for typed in ("lansia", "lansi", "kesejahteraan lansia"):
        assert [title.split()[-1] for title in suggested(client, typed)] == ["Usia"], typed
    assert [title.split()[-2:] for title in suggested(client, "adopsi")] == [["Pengangkatan", "Anak"]]


def test_years_narrow_in_either_order_and_show_as_a_chip(client: Client, make_regulation: MakeRegulation) -> None:
    for year in (2001, 2010, 2020):
        make_regulation(f"Contoh {year}", year=year)
    outbox.drain()

    html = client.get("/cari/", {"dari": "2015", "sampai": "2005"}).content.decode()

    assert "1 hasil" in html
    assert "tahun 2005–2015" in html
    assert 'name="dari" inputmode="numeric" maxlength="4" size="4" value="2005"' in html
    assert html.count('<input type="hidden" name="dari" value="2005">') == 1  # the form that sorts keeps it


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("typed", ["dua ribu", "20", "-2020", "20200", "٢٠٢٠"])
def test_what_is_no_year_is_said_and_left_out(client: Client, typed: str) -> None:
    html = client.get("/cari/", {"q": "x", "dari": typed}).content.decode()
    assert f"“{typed}” bukan tahun" in html


def test_chosen_years_go_before_those_in_the_words(client: Client, make_regulation: MakeRegulation) -> None:
    make_regulation("Contoh", year=2010)
    outbox.drain()

    assert "1 hasil" in client.get("/cari/", {"q": "contoh sejak 2015", "sampai": "2012"}).content.decode()
