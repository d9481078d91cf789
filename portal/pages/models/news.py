"""News: what happened, when, and who reported it."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from portal.pages.blocks import BodyBlock
from portal.pages.models.standard import PublicPage

NEWS_PER_PAGE = 10


class NewsQuerySet(PageQuerySet):
    """News in words."""

    def newest(self) -> "NewsQuerySet":
        """What visitors may see, the latest first."""
        newest: NewsQuerySet = self.live().public().order_by("-date", "-pk")
        return newest


NewsManager = PageManager.from_queryset(NewsQuerySet)


class NewsPage(PublicPage):
    """One piece of news."""

    date = models.DateField(_("tanggal"))
    date_note = models.CharField(
        _("keterangan tanggal"), max_length=100, blank=True, help_text=_("Misalnya: keadaan 19 Juli 2020")
    )
    summary = models.TextField(_("ringkasan"), max_length=400)
    body = StreamField(BodyBlock(), verbose_name=_("isi"), blank=True)
    source = models.CharField(_("sumber"), max_length=200, blank=True)

    objects = NewsManager()

    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("date_note"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("source"),
    ]
    template = "pages/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("berita")
        verbose_name_plural = _("berita")


class NewsIndexPage(PublicPage):
    """All news, the latest first, ten to a page."""

    intro = models.TextField(_("pengantar"), blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [*Page.content_panels, FieldPanel("intro")]
    template = "pages/news_index_page.html"
    subpage_types: ClassVar[list[str]] = ["pages.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("daftar berita")
        verbose_name_plural = _("daftar berita")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The page of news asked for; a number that is none gives the first or last one."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.newest().child_of(self)
        context["news"] = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        return context
