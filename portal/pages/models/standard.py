"""What all public pages have in common, and the page of plain text."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from documents.two_people import TwoPersonMixin
from portal.core.typed_text import VisibleTextMixin
from portal.pages.blocks import BodyBlock


class PublicPage(VisibleTextMixin, TwoPersonMixin, Page):
    """A page with a trail of the pages above it; two people publish it, like the documents."""

    class Meta:
        abstract = True

    def trail(self) -> list[tuple[str, str]]:
        """Title and address of each page between the home page and this one."""
        above = self.get_ancestors().filter(depth__gt=2).only("title", "url_path", "path", "depth", "numchild")
        return [(page.title, page.get_url()) for page in above]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Wagtail's context and the `trail` of the breadcrumbs."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["trail"] = self.trail()
        return context


class StandardPage(PublicPage):
    """Text about the site or the directorate: contact, accessibility, privacy and the like."""

    intro = models.TextField(_("pengantar"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("isi"), blank=True)
    checked_on = models.DateField(_("terakhir diperiksa"), null=True, blank=True)

    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("checked_on"),
    ]
    template = "pages/standard_page.html"
    subpage_types: ClassVar[list[str]] = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("halaman biasa")
        verbose_name_plural = _("halaman biasa")
