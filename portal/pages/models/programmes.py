"""Programmes and the clusters of people they serve."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from documents.text.citations import parse_citation
from portal.core.models import Cluster
from portal.pages import rules
from portal.pages.blocks import BodyBlock, ComponentBlock
from portal.pages.models.standard import PublicPage


class ProgramIndexPage(PublicPage):
    """The way in to programmes and clusters."""

    intro = models.TextField(_("pengantar"), blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [*Page.content_panels, FieldPanel("intro")]
    template = "pages/program_index_page.html"
    subpage_types: ClassVar[list[str]] = ["pages.ProgramPage", "pages.ClusterPage"]
    max_count = 1

    class Meta:
        verbose_name = _("daftar program")
        verbose_name_plural = _("daftar program")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The programmes and the clusters below."""
        context = super().get_context(request, *args, **kwargs)
        context["programmes"] = ProgramPage.objects.live().public().child_of(self)
        context["clusters"] = cluster_pages()
        return context


class ProgramPage(PublicPage):
    """A programme: what it offers, to whom, on which rule, and as at when the list was checked."""

    summary = models.TextField(_("ringkasan"), max_length=400)
    as_of = models.TextField(
        _("keadaan"), max_length=500, help_text=_("Sejauh mana isi halaman ini sudah diperiksa, dan kapan.")
    )
    components_heading = models.CharField(_("judul daftar komponen"), max_length=100, blank=True)
    components = StreamField([("component", ComponentBlock())], verbose_name=_("komponen"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("isi"), blank=True)
    source = models.CharField(_("sumber"), max_length=300, blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("as_of"),
        FieldPanel("components_heading"),
        FieldPanel("components"),
        FieldPanel("body"),
        InlinePanel("rules", heading=_("Dasar hukum"), label=_("Peraturan")),
        FieldPanel("source"),
    ]
    template = "pages/program_page.html"
    parent_page_types: ClassVar[list[str]] = ["pages.ProgramIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("program")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The clusters beside the programme, and the rules it rests on."""
        context = super().get_context(request, *args, **kwargs)
        context["clusters"] = cluster_pages()
        context["rules"] = rules.shown(self.rules.all())
        return context


class ProgramRule(Orderable):
    """A regulation the programme rests on, by its citation: the page leads to it as soon as the portal has it."""

    page = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="rules")
    citation = models.CharField(
        _("peraturan"), max_length=120, help_text=_("Misalnya «Permensos 16/2020» atau «Pasal 7 PP 39/2012».")
    )
    note = models.CharField(_("keterangan"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("dasar hukum program")
        verbose_name_plural = _("dasar hukum program")

    def __str__(self) -> str:
        return self.citation

    def clean(self) -> None:
        if parse_citation(self.citation) is None:
            message = _("Tulis jenis, nomor, dan tahun peraturannya, misalnya «Permensos 16/2020».")
            raise ValidationError({"citation": message})


class ClusterPage(PublicPage):
    """What a cluster is, and where its rules are found."""

    cluster = models.OneToOneField(Cluster, on_delete=models.PROTECT, verbose_name=_("klaster"), related_name="page")
    summary = models.TextField(_("ringkasan"), max_length=400)
    body = StreamField(BodyBlock(), verbose_name=_("isi"), blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("cluster"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    template = "pages/cluster_page.html"
    parent_page_types: ClassVar[list[str]] = ["pages.ProgramIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("klaster")
        verbose_name_plural = _("klaster")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The programmes, which serve every cluster."""
        context = super().get_context(request, *args, **kwargs)
        context["programmes"] = ProgramPage.objects.live().public().order_by("title")
        return context


def cluster_pages() -> models.QuerySet[ClusterPage]:
    """The published cluster pages in the order of the clusters."""
    pages: models.QuerySet[ClusterPage] = ClusterPage.objects.live().public()
    return pages.select_related("cluster").order_by("cluster__order")
