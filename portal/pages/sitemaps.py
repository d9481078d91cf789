"""The list of public addresses for search engines: what an anonymous visitor may open, and nothing else."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page, Site

from documents.models import Document, Mou, Regulation, Sop

ADDRESSES_PER_FILE = 5_000


class PageSitemap(Sitemap[Any]):
    """Pages that are no documents."""

    limit = ADDRESSES_PER_FILE

    def items(self) -> QuerySet[Any]:
        """Live pages nobody closed."""
        pages: QuerySet[Any] = Page.objects.live().public().filter(depth__gt=1).not_type(Regulation, Mou, Sop)
        return pages.only("url_path", "last_published_at").order_by("path")

    def location(self, item: Page) -> str:
        """The address below the site's root page."""
        return "/" + str(item.url_path).removeprefix(self._root_path())

    def lastmod(self, item: Page) -> Any:
        """When it was last published, None for pages that came with the installation."""
        return item.last_published_at

    def _root_path(self) -> str:
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        return str(site.root_page.url_path)


class DocumentSitemap(PageSitemap):
    """Documents of one kind."""

    def __init__(self, model: type[Document]) -> None:
        """Remember the kind."""
        self.model = model

    def items(self) -> QuerySet[Any]:
        """What an anonymous visitor may see of this kind."""
        documents: QuerySet[Any] = self.model.objects.visible_to(AnonymousUser())
        return documents.only("url_path", "last_published_at").order_by("path")


SITEMAPS: Mapping[str, PageSitemap] = {
    "halaman": PageSitemap(),
    "peraturan": DocumentSitemap(Regulation),
    "mou": DocumentSitemap(Mou),
    "sop": DocumentSitemap(Sop),
}
