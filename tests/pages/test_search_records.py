"""What of the public pages can be found."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from wagtail.models import PageViewRestriction

from portal.pages import search_records
from portal.pages.models import ClusterPage, HomePage, NewsPage, ProgramPage, StandardPage, UnitIndexPage
from search import documents
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from search.parsing import parse


def test_a_programme_is_found_by_its_components(demo_site: HomePage) -> None:
    record = search_records.program_page(ProgramPage.objects.get(slug="atensi"))
    assert record.kind == "program"
    assert "Dukungan aksesibilitas" in record.body
    assert "<" not in record.body


def test_a_programme_is_found_by_the_clusters_it_shows(demo_site: HomePage) -> None:
    answer = _found("ATENSI anak disabilitas")

    assert "/program/atensi/" in answer


def test_a_programme_changes_with_the_clusters_it_shows(demo_site: HomePage) -> None:
    programme, cluster = ProgramPage.objects.get(slug="atensi"), ClusterPage.objects.get(slug="anak")
    SearchChange.objects.all().delete()

    cluster.title = "Anak dan Remaja"
    cluster.save_revision().publish()

    assert f"page:{programme.pk}" in set(SearchChange.objects.values_list("key", flat=True))
    assert "Anak dan Remaja" in search_records.program_page(programme).body
    cluster.unpublish()
    assert "Anak dan Remaja" not in search_records.program_page(programme).body


def test_a_cluster_whose_page_becomes_private_leaves_the_programme(demo_site: HomePage) -> None:
    programme, cluster = ProgramPage.objects.get(slug="atensi"), ClusterPage.objects.get(slug="anak")
    SearchChange.objects.all().delete()

    PageViewRestriction.objects.create(page=cluster, restriction_type=PageViewRestriction.LOGIN)

    assert f"page:{programme.pk}" in set(SearchChange.objects.values_list("key", flat=True))
    assert cluster.summary not in search_records.program_page(programme).body


def _found(text: str) -> list[str]:
    records = documents.load(documents.all_keys()).values()
    with TemporaryDirectory() as folder:
        engine = SQLiteEngine(Path(folder))
        engine.apply(records)
        hits = engine.search(parse(text).query(audience=(documents.PUBLIC,))).hits
        engine.close()
    return [hit.url for hit in hits]


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
