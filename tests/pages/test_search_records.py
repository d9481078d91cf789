"""What of the public pages can be found."""

import pytest

from portal.pages import search_records
from portal.pages.models import ClusterPage, HomePage, NewsPage, ProgramPage, StandardPage, UnitIndexPage


def test_a_programme_is_found_by_its_components(demo_site: HomePage) -> None:
    record = search_records.program_page(ProgramPage.objects.get(slug="atensi"))
    assert record.kind == "program"
    assert "Dukungan aksesibilitas" in record.body
    assert "<" not in record.body


def test_a_cluster_carries_its_own_code(site: HomePage) -> None:
    record = search_records.cluster_page(ClusterPage.objects.get(slug="anak"))
    assert record.clusters == ("anak",)


def test_news_carry_their_day(demo_site: HomePage) -> None:
    record = search_records.news_page(NewsPage.objects.get(slug="rapat-nasional-desember-2020"))
    assert record.year == 2020
    assert "Art Therapy Centre" in record.body


def test_a_page_about_the_site_is_public(site: HomePage) -> None:
    assert search_records.standard_page(StandardPage.objects.get(slug="privasi")).is_public


@pytest.mark.usefixtures("units")
def test_the_directory_is_found_by_a_former_name() -> None:
    assert "Balai Karya Mulya Jaya" in search_records.unit_index_page(UnitIndexPage.objects.get()).body
