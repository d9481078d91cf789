"""The list pages: one of each kind of document."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from documents import addresses, permalinks, register_export, register_list, serving
from documents.listing import plain_list, regulation_list
from documents.models.base import DocumentIndex
from documents.models.mou import Mou
from documents.models.regulation import Regulation
from documents.models.sop import Sop


class RegulationIndex(DocumentIndex):
    """/peraturan/ with parts of the same list below it (`documents.register_list`) and the regulations (`documents.permalinks`)."""

    subpage_types: ClassVar[list[str]] = ["documents.Regulation"]
    template = "documents/regulation_index.html"

    class Meta:
        verbose_name = _("daftar peraturan")
        verbose_name_plural = _("daftar peraturan")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        self.read_privacy(request)
        if not path_components:
            result: RouteResult = super().route(request, path_components)
            return result
        if not self.live:
            raise Http404
        selection = register_list.read(path_components)
        if selection is not None:
            return RouteResult(self, kwargs={"selection": selection})
        return self._route_to_regulation(request, path_components)

    def _route_to_regulation(self, request: HttpRequest, components: list[str]) -> RouteResult:
        """The page itself at its own address; any other spelling of the citation leads there for good."""
        asked = addresses.read(components)
        if asked is None:
            raise Http404
        visible = Regulation.objects.visible_to(request.user)
        is_open = Exists(visible.filter(pk=OuterRef("pk")))
        called_so = Regulation.objects.child_of(self).filter(slug="-".join(components[:3]))
        own = called_so.with_text().annotate(is_open=is_open).first()
        is_own = len(components) > 2 and components[3:] == ([asked.place] if asked.place else [])
        visible_own = own if own is not None and own.is_open else None
        if visible_own is not None and is_own:
            return self._at_its_address(visible_own, asked, request)
        # What is closed, or a draft, stands before nothing that may be opened: as if it were not there.
        found = visible_own or permalinks.find_moved(components, visible) or permalinks.find(asked, visible)
        if found is None and own is not None and is_own:
            return self._at_its_address(own, asked, request)
        if found is None:
            raise Http404
        place = f"{asked.place}/" if asked.place else ""
        return RouteResult(self, kwargs={"moved_to": serving.with_query(f"{found.get_url(request)}{place}", request)})

    def _at_its_address(self, page: Regulation, asked: addresses.Asked, request: HttpRequest) -> RouteResult:
        page._cached_parent_obj = self
        page.route(request, [])  # 404 unless it is live
        return RouteResult(page, kwargs={"place": asked.place} if asked.place else {})

    def serve(
        self, request: HttpRequest, selection: register_list.Selection | None = None, moved_to: str = ""
    ) -> HttpResponseBase:
        if moved_to:
            return HttpResponsePermanentRedirect(moved_to)
        # Wagtail's templates and userbar ask for it.
        request.is_preview = getattr(request, "is_preview", False)  # type: ignore[attr-defined]
        asked = selection or register_list.Selection()
        visible = Regulation.objects.visible_to(request.user)
        if asked.directory:
            context = self.get_context(request) | {
                "up": [(self.title, self.get_url(request))],
                "entries": register_list.directory(asked.directory, visible),
                "directory": asked.directory,
            }
            return TemplateResponse(request, "documents/regulation_directory.html", context)
        narrowed = register_list.narrowed(asked, visible)
        if narrowed is None:
            raise Http404
        regulations, label = narrowed
        heading = register_list.heading(asked, label)
        if asked.form:
            found = register_list.exactly(asked, regulations)
            if asked.year and not found.exists():
                raise Http404
            address = f"{self.get_url(request)}{asked.path}"
            return register_export.response(asked.form, found, request, heading or str(self.title), address)
        context = self.get_context(request) | {"selection": asked, "heading": heading}
        context["up"] = [(self.title, self.get_url(request))]
        context["listing"] = regulation_list(regulations, request.GET, kind=asked.kind, year=asked.year)
        if not context["listing"].is_known:
            raise Http404
        return TemplateResponse(request, self.get_template(request), context)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The whole list, as visitors get it: Wagtail's own preview renders the template without the list."""
        return self.serve(request)


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
