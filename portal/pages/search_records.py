"""How the public pages are found: one record per page, registered with the search."""

from typing import Any

from django.utils.translation import gettext as _

from portal.core.models import Unit
from portal.pages.models import ClusterPage, NewsPage, ProgramPage, StandardPage, UnitIndexPage
from portal.pages.models.programmes import cluster_pages
from search import documents
from search.analysis import clean
from search.builders import PAGE_KIND, page_record, text_of
from search.documents import IndexDoc, PassageDoc


def register() -> None:
    """Let these page types be found; lists and the home page are ways to them and stay out."""
    documents.register(StandardPage, standard_page)
    documents.register(ProgramPage, program_page)
    documents.register(ClusterPage, cluster_page, shown_on=(ProgramPage,))
    documents.register(NewsPage, news_page)
    documents.register(UnitIndexPage, unit_index_page, shows=(Unit,), is_dated=True)


def standard_page(page: StandardPage) -> IndexDoc:
    """A page about the site."""
    return page_record(page, PAGE_KIND, body=text_of(page.intro, *words_of(page.body)))


def program_page(page: ProgramPage) -> IndexDoc:
    """A programme with its components and the clusters it serves, as its page shows them."""
    clusters = [text_of(cluster.title, cluster.summary) for cluster in cluster_pages()]
    body = text_of(page.summary, *words_of(page.components), *words_of(page.body), *clusters)
    return page_record(page, "program", body=body)


def cluster_page(page: ClusterPage) -> IndexDoc:
    """A cluster; narrowing by cluster finds its own page too."""
    body = text_of(page.summary, *words_of(page.body))
    return page_record(page, "program", body=body, clusters=(page.cluster.code,))


def news_page(page: NewsPage) -> IndexDoc:
    """A piece of news, by its day."""
    body = text_of(page.summary, *words_of(page.body))
    return page_record(page, "berita", body=body, date=page.date, year=page.date.year)


def unit_index_page(page: UnitIndexPage) -> IndexDoc:
    """The directory, found by every present and former name in it; each unit is found like an article, with its town."""
    units = [_unit(unit) for unit in Unit.objects.current().prefetch_related("former_names")]
    body = text_of(page.intro, *(f"{unit.label}. {unit.text}" for unit in units))
    return page_record(page, PAGE_KIND, body=body, passages=tuple(units))


def _unit(unit: Unit) -> PassageDoc:
    place = ", ".join(filter(None, (unit.kind, unit.city, unit.province)))
    former = "; ".join(former.name for former in unit.former_names.all())
    text = f"{unit.name}: {place}." + (f" {_('Dahulu:')} {former}." if former else "")
    return PassageDoc("", clean(unit.name), f"unit-{unit.code}", clean(text))


def words_of(stream: Any) -> list[str]:
    """The texts an editor typed into a stream field, without markup."""
    found: list[str] = stream.stream_block.get_searchable_content(stream)
    return found
