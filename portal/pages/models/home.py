"""The home page."""

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from documents.models import Mou, MouIndex, Regulation, RegulationIndex, SopIndex
from portal.core.permissions import Person
from portal.pages.blocks import FiguresBlock
from portal.pages.models.news import NewsPage
from portal.pages.models.programmes import cluster_pages
from portal.pages.models.standard import PublicPage

NEWEST = 3
#: The sections of documents, whose lists are counted in queries.
SECTIONS = tuple(str(model._meta.model_name) for model in (RegulationIndex, MouIndex, SopIndex))


class HomePage(PublicPage):
    """Search first, then the four ways on, the clusters, the figures, what is new."""

    heading = models.CharField(_("judul besar"), max_length=150)
    lead = models.TextField(_("pengantar"), max_length=300)
    frequent_searches = models.TextField(
        _("sering dicari"), blank=True, help_text=_("Satu pencarian per baris, paling banyak lima yang ditampilkan.")
    )
    clusters_text = models.TextField(_("teks klaster"), blank=True)
    figures_heading = models.CharField(_("judul angka"), max_length=100, blank=True)
    figures_source = models.CharField(_("tanggal dan sumber angka"), max_length=300, blank=True)
    figures = StreamField(FiguresBlock(), verbose_name=_("angka"), blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("lead"), FieldPanel("frequent_searches")], heading=_("Bagian atas")
        ),
        FieldPanel("clusters_text"),
        MultiFieldPanel(
            [FieldPanel("figures_heading"), FieldPanel("figures_source"), FieldPanel("figures")], heading=_("Angka")
        ),
    ]
    template = "pages/home_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("beranda")
        verbose_name_plural = _("beranda")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A section of documents comes with its own columns; Wagtail reads the page first and then those."""
        if path_components:
            child = self.get_children().filter(slug=path_components[0]).select_related(*SECTIONS).first()
            if child is not None:
                section = next((found for name in SECTIONS if (found := getattr(child, name, None))), None)
                routed: RouteResult = (section or child.specific).route(request, path_components[1:])
                return routed
        result: RouteResult = super().route(request, path_components)
        return result

    def searches(self) -> list[str]:
        """The searches offered under the search box."""
        return [line.strip() for line in self.frequent_searches.splitlines() if line.strip()][:5]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Clusters, the newest documents this visitor may see, and the newest news."""
        context = super().get_context(request, *args, **kwargs)
        context["clusters"] = cluster_pages()
        context["regulations"] = newest_regulations(request.user)
        context["agreements"] = Mou.objects.visible_to(request.user).order_by(F("signed_on").desc(nulls_last=True))[:2]
        context["news"] = NewsPage.objects.newest()[:NEWEST]
        return context


def newest_regulations(user: Person) -> models.QuerySet[Regulation]:
    """The latest regulations this visitor may see: by year, then by the day they were enacted."""
    visible: models.QuerySet[Regulation] = Regulation.objects.visible_to(user).with_kind()
    return visible.order_by("-year", F("enacted_on").desc(nulls_last=True), "-pk")[:NEWEST]
