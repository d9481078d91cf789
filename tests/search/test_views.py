"""The result page, as a visitor meets it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from documents.enums import TextOrigin
from documents.models import Regulation
from search import outbox, views
from search.engines import sqlite_tables
from search.engines.base import EngineUnavailable
from search.engines.sqlite import SQLiteEngine
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN
from tests.factories import make_user
from tests.hostile_questions import HOSTILE
from tests.search.conftest import MakeRegulation

pytestmark = pytest.mark.django_db


def page(client: Client, text: str = "", **filters: str) -> str:
    response = client.get("/cari/", {"q": text, **filters})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def regulations(make_regulation: MakeRegulation) -> None:
    make_regulation("Perlindungan Pemulung", year=2019)
    make_regulation("Pengasuhan Anak", year=2020, text="Pasal 1\nAnak diasuh keluarga.\n\nPasal 2\nSanksi ringan.")
    make_regulation("Kursi Roda", year=2020, kind="uu", text="Pasal 1\nAlat bantu disalurkan.")
    outbox.drain()


@pytest.mark.usefixtures("regulations")
def test_a_hit_links_to_its_best_article(client: Client) -> None:
    html = page(client, "diasuh")

    assert "#pasal-1" in html
    assert "<mark>diasuh</mark>" in html


def test_nothing_found_becomes_markup(client: Client, make_regulation: MakeRegulation) -> None:
    hostile = '<img src=x onerror="alert(1)"> diasuh'
    make_regulation(hostile, issuer=hostile, text=f"Pasal 1\n{hostile} {hostile}\n\nPasal 2\nAnak {hostile}.")
    outbox.drain()

    html = page(client, "diasuh onerror")

    assert "<img src=x" not in html
    assert "&lt;img src=x <mark>onerror</mark>=&quot;alert(1)&quot;&gt; <mark>diasuh</mark>" in html


def test_a_text_that_a_machine_read_says_so(client: Client, make_regulation: MakeRegulation) -> None:
    page_of_scan = make_regulation("Pindaian", text="Pasal 1\nAnak diasuh paman.")
    make_regulation("Digital", text="Pasal 1\nAnak diasuh bibi.")
    page_of_scan.text.origin = TextOrigin.OCR
    page_of_scan.text.save()
    outbox.drain()

    html = page(client, "diasuh")

    assert html.count("teks hasil OCR") == 1
    assert html.index("tentang Pindaian") < html.index("teks hasil OCR")


@pytest.fixture
def act(make_regulation: MakeRegulation) -> Regulation:
    text = "\n\n".join(f"Pasal {number}\nSanksi ke-{number} menurut undang-undang ini." for number in range(1, 9))
    text = text.replace("ke-5", "ke-5 dan Pasal 2")
    act = make_regulation("Kesejahteraan Sosial", kind="uu", number="11", year=2009, text=text)
    outbox.drain()
    return act


def test_who_asks_for_an_article_by_number_gets_that_one_alone(client: Client, act: Regulation) -> None:
    html = page(client, "pasal 2 uu 11/2009")

    assert "<b>Pasal 2</b>" in html
    assert html.count("<b>Pasal") == 1
    assert "pasal lain cocok" not in html


def test_an_article_that_the_regulation_has_not_is_said_to_be_missing(client: Client, act: Regulation) -> None:
    html = page(client, "pasal 99A uu 11/2009")

    assert "Pasal 99A tidak ada dalam teks peraturan ini." in html
    assert "<b>Pasal" not in html
    assert "tidak ada dalam teks" not in page(client, "pasal 2 uu 11/2009")


def test_the_other_articles_are_found_in_the_document_itself(client: Client, act: Regulation) -> None:
    html = page(client, "sanksi menurut -hibah uu 11/2009")

    address = f"{act.url}?cari=sanksi+menurut"
    assert f'<a href="{address}">5 pasal lain cocok dalam dokumen ini</a>' in html
    inside = client.get(address).content.decode()
    assert all(f"?cari=sanksi+menurut#pasal-{number}" in inside for number in range(1, 9))


@pytest.mark.usefixtures("regulations")
def test_facets_show_counts_and_keep_the_question(client: Client) -> None:
    html = page(client, "pasal", tahun="2020")

    assert 'name="tahun" value="2020" checked' in html
    assert 'name="tahun" value="2019"' in html
    assert '<input type="hidden" name="q" value="pasal">' in html
    assert "hapus saringan" in html


@pytest.mark.usefixtures("regulations")
def test_an_empty_cluster_facet_says_that_editors_fill_it(client: Client) -> None:
    assert "belum diisi editor" in page(client, "pasal")


@pytest.mark.usefixtures("regulations")
def test_a_misspelt_question_without_hits_is_answered_in_another_spelling_and_says_so(client: Client) -> None:
    html = page(client, "keluagra anak", tahun="2020")

    assert "Menampilkan hasil untuk “keluarga anak”" in html
    assert "Tidak ada hasil untuk “keluagra anak”" in html
    assert "Pengasuhan <mark>Anak</mark>" in html
    assert 'href="?q=keluagra+anak&amp;tahun=2020&amp;persis=1"' in html


@pytest.mark.usefixtures("regulations")
def test_a_misspelt_question_can_be_taken_literally(client: Client) -> None:
    html = page(client, "keluagra anak", persis="1")

    assert '<li class="hit">' not in html
    assert "Tidak ada hasil untuk “keluagra anak”" in html
    assert 'Mungkin maksud Anda: <a href="?q=keluarga+anak">' in html


def test_another_spelling_is_never_that_of_what_the_reader_may_not_see(
    client: Client, make_regulation: MakeRegulation
) -> None:
    secret = make_regulation("Perlindungan Xilofonis", text="Pasal 1\nXilofonis dan xilofonis.\n\nPasal 2\nXilofonis.")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    outbox.drain()

    html = page(client, "xilofonsi")

    assert "xilofonis" not in html.lower()
    assert "Menampilkan hasil untuk" not in html


@pytest.mark.usefixtures("regulations")
def test_a_good_question_is_not_answered_in_another_spelling(client: Client) -> None:
    assert "Menampilkan hasil untuk" not in page(client, "keluarga anak")


@pytest.mark.usefixtures("regulations")
def test_a_question_without_answer_gets_help(client: Client) -> None:
    html = page(client, "xyzzy plugh")

    assert "Tidak ada hasil untuk" in html
    assert "Pakai kata yang lebih umum" in html


def test_a_regulation_shows_others_about_the_same(client: Client, make_regulation: MakeRegulation) -> None:
    alike = "Pasal 1\nPemulung mendapat mesin pres plastik."
    own, other = make_regulation("Pres Plastik", text=alike), make_regulation("Mesin Pres", text=alike)
    secret = make_regulation("Pres Rahasia", text=alike)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    for _ in range(15):  # what a fifth of all documents say tells nothing
        make_regulation("Pajak", text="Pasal 1\nTarif pajak kendaraan.")
    outbox.drain()

    html = client.get(own.url).content.decode()

    section = html[html.index("Dokumen serupa") :]
    assert f'href="{other.url}"' in section
    assert "Pres Rahasia" not in html
    assert "Pajak" not in section


@pytest.mark.usefixtures("regulations")
def test_without_a_question_everything_is_listed(client: Client) -> None:
    assert "Kursi Roda" in page(client)


def test_no_text_breaks_the_page(client: Client, index: SQLiteEngine) -> None:
    for text in HOSTILE:
        address = "/cari/?" + urlencode({"q": text, "tahun": text[:50], "halaman": text[:9]}, errors="surrogatepass")
        assert client.get(address).status_code == 200, text[:50]


@pytest.mark.usefixtures("regulations")
def test_a_page_number_that_is_none_shows_the_nearest_page(client: Client) -> None:
    for number in ("0", "-1", "99999999999", "x", "٣", "2"):
        assert '<li class="hit">' in page(client, "kursi", halaman=number)


@pytest.mark.usefixtures("regulations")
def test_the_pages_end_where_an_engine_shows_no_more_hits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 1)
    monkeypatch.setattr(views, "RESULT_WINDOW", 2)

    shown = client.get("/cari/", {"halaman": 3}).context

    assert (shown["page"].number, shown["page"].paginator.num_pages, shown["result"].total) == (2, 2, 3)


def test_the_words_of_the_visitor_are_escaped(client: Client, index: SQLiteEngine) -> None:
    assert "<script>alert" not in page(client, '"><script>alert(1)</script>')


@pytest.mark.usefixtures("regulations")
def test_a_result_page_asks_the_database_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user("verifikator"))
    page(client, "pasal")
    with django_assert_max_num_queries(15):
        page(client, "pasal")


@pytest.mark.usefixtures("regulations")
def test_without_any_engine_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise EngineUnavailable("down")

    monkeypatch.setattr(SQLiteEngine, "search", refuse)

    assert "Pencarian sedang tidak tersedia" in page(client, "pasal")


def test_before_the_index_was_ever_filled_the_page_says_that_it_is_being_prepared(
    client: Client, unfilled_index: SQLiteEngine
) -> None:
    html = page(client, "pemulung")

    assert "Pencarian sedang disiapkan" in html
    assert 'href="/peraturan/"' in html
    assert "Tidak ada hasil" not in html


def test_while_the_index_is_filled_for_the_first_time_what_is_found_is_shown_as_not_all(
    client: Client, unfilled_index: SQLiteEngine
) -> None:
    unfilled_index.apply(GOLDEN[:3])

    html = page(client, "pemulung")
    assert "Belum semua dokumen dapat ditemukan" in html
    assert '<li class="hit">' in html

    filled(unfilled_index, GOLDEN)
    assert "disiapkan" not in page(client, "pemulung")


@pytest.mark.usefixtures("regulations")
def test_an_index_of_another_version_is_being_prepared_not_empty(
    client: Client, index: SQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_tables, "signature", lambda: "another")
    index.close()

    assert "Pencarian sedang disiapkan" in page(client, "pasal")


def test_only_reading_is_allowed(client: Client, index: SQLiteEngine) -> None:
    assert client.post("/cari/").status_code == 405
