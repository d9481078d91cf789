"""The public pages as a visitor gets them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.core.models import Unit
from portal.pages.models import HomePage, NewsIndexPage, NewsPage
from portal.pages.models.units import matching

HOME_QUERIES = 20


@pytest.mark.usefixtures("demo_site")
def test_the_home_page_keeps_to_its_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(HOME_QUERIES):
        assert client.get("/").status_code == 200


@pytest.mark.usefixtures("demo_site")
def test_the_chart_of_the_home_page_is_a_table_with_every_number(client: Client) -> None:
    html = client.get("/").content.decode()
    for number in ("47,73%", "44,40%", "76,46%", "41,07%", "48,97%"):
        assert number in html
    assert 'd="M0 0h47.73v10H0z"' in html


@pytest.mark.usefixtures("demo_site")
def test_an_anonymous_visitor_gets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_the_directory_says_that_it_is_incomplete(client: Client, site: HomePage) -> None:
    html = client.get("/unit/").content.decode()
    assert "belum lengkap" in html
    assert "36 nama unit" in html


@pytest.mark.usefixtures("units")
def test_a_unit_whose_present_name_is_unverified_says_so(client: Client) -> None:
    assert "belum terverifikasi</span>" in client.get("/unit/?q=Panasea").content.decode()
    assert "belum terverifikasi</span>" not in client.get("/unit/?q=Antasena").content.decode()


@pytest.mark.usefixtures("units")
def test_a_unit_is_found_by_its_former_name() -> None:
    found = matching(Unit.objects.current(), province="", words="Balai Karya Mulya")
    assert [unit.name for unit in found] == ["Sentra Mulya Jaya"]


@pytest.mark.usefixtures("units")
def test_a_merged_unit_is_named_with_its_successor_only(client: Client) -> None:
    html = client.get("/unit/").content.decode()
    assert "Budhi Dharma" in html
    assert "<h4>Budhi Dharma</h4>" not in html


@pytest.mark.usefixtures("units")
def test_the_directory_narrows_by_province(client: Client) -> None:
    html = client.get("/unit/", {"provinsi": "Bali"}).content.decode()
    assert "Sentra Mahatmiya" in html
    assert "Sentra Antasena" not in html


@pytest.mark.usefixtures("units")
def test_a_town_without_a_unit_shows_those_of_its_province(client: Client) -> None:
    html = client.get("/unit/", {"q": "kota semarang"}).content.decode()
    assert "Tidak ada unit yang cocok" in html
    assert "Di Jawa Tengah tercatat unit lain" in html
    assert "Sentra Terpadu Kartini" in html
    assert "Sentra Mahatmiya" not in html


@pytest.mark.usefixtures("units")
def test_a_town_in_a_province_without_a_unit_is_told_so(client: Client) -> None:
    assert "Di Jawa Timur juga belum ada unit" in client.get("/unit/", {"q": "surabaya"}).content.decode()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("typed", ["%' OR 1=1 --", "\x00", "<script>alert(1)</script>", "a" * 5000, "🙂"])
def test_hostile_words_find_no_unit_and_break_nothing(client: Client, typed: str) -> None:
    response = client.get("/unit/", {"q": typed, "provinsi": typed})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_news_come_ten_to_a_page_the_latest_first(client: Client, site: HomePage) -> None:
    index = NewsIndexPage.objects.get()
    for day in range(1, 13):
        index.add_child(instance=NewsPage(title=f"Berita {day:02}", date=f"2020-01-{day:02}", summary="x"))
    first = client.get("/berita/").content.decode()
    assert first.index("Berita 12") < first.index("Berita 03")
    assert "Berita 02" not in first
    assert "Berita 02" in client.get("/berita/?page=2").content.decode()
    assert client.get("/berita/?page=bukan-angka").status_code == 200


@pytest.mark.usefixtures("site")
def test_a_page_that_is_not_there_gets_a_page_of_ours(client: Client) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.content.decode()


@pytest.mark.usefixtures("site")
def test_the_entry_of_the_menu_one_is_in_is_marked(client: Client) -> None:
    assert '<a href="/unit/" aria-current="page">' in client.get("/unit/").content.decode()
    assert '<a href="/program/" aria-current="true">' in client.get("/program/anak/").content.decode()


@pytest.mark.usefixtures("site")
def test_robots_are_kept_out_of_work_screens_and_shown_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /kerja/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
