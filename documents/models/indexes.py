"""The list pages: one of each kind of document."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from documents.listing import plain_list, regulation_list
from documents.models.base import DocumentIndex
from documents.models.mou import Mou
from documents.models.regulation import Regulation, RegulationType
from documents.models.sop import Sop


class RegulationIndex(DocumentIndex):
    """/peraturan/ — with /peraturan/<kind>/ and /peraturan/<kind>/<year>/ as shorter lists of the same."""

    subpage_types: ClassVar[list[str]] = ["documents.Regulation"]
    template = "documents/regulation_index.html"

    class Meta:
        verbose_name = _("daftar peraturan")
        verbose_name_plural = _("daftar peraturan")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            result: RouteResult = super().route(request, path_components)
            return result
        kind, *rest = path_components
        if len(rest) == 2:
            return self._route_to_regulation(request, kind, *rest)
        if not self.live or len(rest) > 2 or not RegulationType.objects.filter(code=kind).exists():
            raise Http404
        if rest and not rest[0].isdecimal():
            raise Http404
        return RouteResult(self, kwargs={"kind": kind, "year": rest[0] if rest else ""})

    def _route_to_regulation(self, request: HttpRequest, kind: str, year: str, number: str) -> RouteResult:
        found = Regulation.objects.child_of(self).filter(slug=f"{kind}-{year}-{number}").with_text().first()
        if found is None:
            raise Http404
        found._cached_parent_obj = self
        result: RouteResult = found.route(request, [])
        return result

    def serve(self, request: HttpRequest, kind: str = "", year: str = "") -> HttpResponse:
        request.is_preview = False  # type: ignore[attr-defined]  # Wagtail's templates and userbar ask for it
        response: HttpResponse = super().serve(request, kind=kind, year=year)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["listing"] = regulation_list(
            Regulation.objects.visible_to(request.user),
            request.GET,
            kind=kwargs.get("kind", ""),
            year=kwargs.get("year", ""),
        )
        return context


class MouIndex(DocumentIndex):
    """/mou/"""

    subpage_types: ClassVar[list[str]] = ["documents.Mou"]
    template = "documents/mou_index.html"

    class Meta:
        verbose_name = _("daftar nota kesepahaman")
        verbose_name_plural = _("daftar nota kesepahaman")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        documents = Mou.objects.visible_to(request.user).prefetch_related("parties").order_by("-signed_on", "title")
        context["page_obj"] = plain_list(documents, request.GET)
        return context


class SopIndex(DocumentIndex):
    """/sop/"""

    subpage_types: ClassVar[list[str]] = ["documents.Sop"]
    template = "documents/sop_index.html"

    class Meta:
        verbose_name = _("daftar SOP")
        verbose_name_plural = _("daftar SOP")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        documents = Sop.objects.visible_to(request.user).select_related("owner_unit").order_by("title")
        context["page_obj"] = plain_list(documents, request.GET)
        return context
