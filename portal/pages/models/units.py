"""The directory of the units that serve people."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.core.models import Unit
from portal.core.models.organisation import UnitQuerySet
from portal.core.regions import provinces_named
from portal.pages.models.standard import PublicPage

LONGEST_QUERY = 100


class UnitIndexPage(PublicPage):
    """The units known so far, to be narrowed by province and by words. The list says that it is incomplete."""

    intro = models.TextField(_("pengantar"), blank=True)
    completeness = models.TextField(_("keterangan kelengkapan"))

    content_panels: ClassVar[list[FieldPanel]] = [*Page.content_panels, FieldPanel("intro"), FieldPanel("completeness")]
    template = "pages/unit_index_page.html"
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("direktori unit")
        verbose_name_plural = _("direktori unit")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The units that match, the provinces to choose from, and what was asked."""
        context = super().get_context(request, *args, **kwargs)
        province = request.GET.get("provinsi", "")
        words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        known = Unit.objects.current()
        context["total"] = known.count()
        context["provinces"] = list(known.order_by("province").values_list("province", flat=True).distinct())
        context["units"] = matching(known, province=province, words=words)
        context["province"], context["words"] = province, words
        if words and not context["units"]:
            # A town without a unit: whoever lives there asks for the nearest one.
            near = provinces_named(words)
            context["near"] = near
            context["nearby"] = known.filter(province__in=near).order_by("province", "name").with_names()
        return context


def matching(units: UnitQuerySet, *, province: str, words: str) -> UnitQuerySet:
    """The units in this province that have every word in their names, their kind or their town."""
    if province:
        units = units.filter(province=province)
    for word in words.split():
        here = Q(name__icontains=word) | Q(kind__icontains=word) | Q(city__icontains=word) | Q(note__icontains=word)
        units = units.filter(here | Q(former_names__name__icontains=word))
    return units.distinct().order_by("province", "name").with_names()
