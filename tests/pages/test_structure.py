"""What a new installation and the demo consist of."""

import pytest
from django.test import Client
from wagtail.models import GroupPagePermission, Page, Site

from documents.models import Regulation
from portal.demo import content
from portal.pages.models import ClusterPage, HomePage, NewsPage, ProgramPage
from portal.pages.structure import ensure_structure

ADDRESSES = [
    "/",
    "/program/",
    "/program/anak/",
    "/program/ts-kpo/",
    "/unit/",
    "/berita/",
    "/kontak/",
    "/aksesibilitas/",
    "/privasi/",
]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_new_installation_answers_at(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_setting_up_twice_changes_nothing(site: HomePage) -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "title"))
    rights = GroupPagePermission.objects.count()
    ensure_structure()
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "title")) == before
    assert GroupPagePermission.objects.count() == rights


def test_setting_up_again_keeps_what_an_editor_wrote(site: HomePage) -> None:
    site.heading = "Ditulis penyunting"
    site.save()
    ensure_structure()
    assert HomePage.objects.get().heading == "Ditulis penyunting"


def test_the_greeting_of_wagtail_is_gone_and_the_home_page_stands_at_the_root(site: HomePage) -> None:
    assert Site.objects.get(is_default_site=True).root_page_id == site.pk
    assert Page.objects.filter(depth=2).count() == 1


def test_every_cluster_has_its_page(site: HomePage) -> None:
    assert ClusterPage.objects.count() == 5


def test_filling_the_demo_twice_makes_nothing_twice(demo_site: HomePage) -> None:
    before = Page.objects.count()
    content.make()
    assert Page.objects.count() == before


def test_atensi_names_seven_components_and_says_when_the_list_was_checked(demo_site: HomePage, client: Client) -> None:
    page = ProgramPage.objects.get(slug="atensi")
    assert len(page.components) == 7
    html = client.get("/program/atensi/").content.decode()
    assert "2021" in page.as_of
    assert "belum diperiksa ulang" in html.replace("\n", " ")
    assert html.count("/program/") >= 5


def test_every_piece_of_news_names_its_source(demo_site: HomePage) -> None:
    assert NewsPage.objects.count() == 6
    assert all("2020" in page.source for page in NewsPage.objects.all())


def test_what_is_made_up_says_so_in_its_title(demo_site: HomePage) -> None:
    made_up = Regulation.objects.exclude(kind__code="permensos")
    assert made_up.exists()
    assert all("contoh" in page.title.lower() for page in made_up)


def test_permensos_16_2020_is_there_without_a_text(demo_site: HomePage, client: Client) -> None:
    page = Regulation.objects.get(number="16", year=2020)
    assert page.text is None
    assert client.get("/").content.decode().count("Nomor 16 Tahun 2020") == 1
