"""What of the public pages can be found."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from wagtail.models import PageViewRestriction

from portal.core.models import Unit
from portal.pages import search_records
from portal.pages.models import ClusterPage, HomePage, NewsPage, ProgramPage, StandardPage, UnitIndexPage
from search import documents
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from search.parsing import parse
from search.query import Hit
from tests.factories import make_unit


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


def test_a_town_leads_to_its_unit_in_the_directory(demo_site: HomePage) -> None:
    unit = make_unit("Sentra Melati")
    unit.city = "Kota Mawar"
    unit.save()

    (passage,) = [each for each in _hits(unit.city)[0].passages if each.label == unit.name]

    assert passage.anchor == f"unit-{unit.code}"
    assert "<mark>" in passage.snippet_html


def test_the_directory_changes_with_its_units_and_their_former_names(demo_site: HomePage) -> None:
    key, unit = f"page:{UnitIndexPage.objects.get().pk}", make_unit()

    def noted() -> bool:
        found = SearchChange.objects.filter(key=key).exists()
        SearchChange.objects.all().delete()
        return found

    noted()
    unit.city = "Kota Lain"
    unit.save()
    assert noted()
    former = unit.former_names.create(name="Panti Lama")
    assert noted()
    former.delete()
    assert noted()
    made = Unit.objects.create(code="baru", name="Sentra Baru")
    assert noted()
    made.delete()
    assert noted()


def test_a_unit_whose_last_day_passes_leaves_the_directory_by_itself(demo_site: HomePage) -> None:
    assert f"page:{UnitIndexPage.objects.get().pk}" in documents.dated_keys()


def _found(text: str) -> list[str]:
    return [hit.url for hit in _hits(text)]


def _hits(text: str) -> tuple[Hit, ...]:
    records = documents.load(documents.all_keys()).values()
    with TemporaryDirectory() as folder:
        engine = SQLiteEngine(Path(folder))
        engine.apply(records)
        hits = engine.search(parse(text).query(audience=(documents.PUBLIC,))).hits
        engine.close()
    return hits


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
