"""How the public pages are found: one record per page, registered with the search."""

from typing import Any

from portal.core.models import Unit
from portal.pages.models import ClusterPage, NewsPage, ProgramPage, StandardPage, UnitIndexPage
from portal.pages.models.programmes import cluster_pages
from search import documents
from search.builders import page_record, text_of
from search.documents import IndexDoc


def register() -> None:
    """Let these page types be found; lists and the home page are ways to them and stay out."""
    documents.register(StandardPage, standard_page)
    documents.register(ProgramPage, program_page)
    documents.register(ClusterPage, cluster_page, shown_on=(ProgramPage,))
    documents.register(NewsPage, news_page)
    documents.register(UnitIndexPage, unit_index_page)


def standard_page(page: StandardPage) -> IndexDoc:
    """A page about the site."""
    return page_record(page, "halaman", body=text_of(page.intro, *words_of(page.body)))


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
    """The directory, found by every present and former name in it."""
    names = [
        text_of(unit.name, unit.city, unit.province, *(former.name for former in unit.former_names.all()))
        for unit in Unit.objects.current().prefetch_related("former_names")
    ]
    return page_record(page, "halaman", body=text_of(page.intro, *names))


def words_of(stream: Any) -> list[str]:
    """The texts an editor typed into a stream field, without markup."""
    found: list[str] = stream.stream_block.get_searchable_content(stream)
    return found
