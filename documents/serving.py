"""The pages of a regulation below its own address: a part of a long text, one article. All for whoever may see the regulation."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from documents import amending, article_page, comparing, reading_page, structured_data
from documents.reading.annotations import Annotations
from documents.reading.html import body_html
from documents.reading.page import Shown, shown
from documents.reading.parts import PLACE, PREFIX, Division, permalink

if TYPE_CHECKING:
    from documents.models import Regulation

#: «?naskah=lengkap» shows all parts as one.
COMPARISON = "banding"
TEXT, WHOLE = "naskah", "lengkap"


def beginning(page: "Regulation", request: HttpRequest) -> Shown | None:
    """The first part of the text, or all of it if that is asked for; None for a regulation without a text."""
    if page.text is None or not page.text.tree:
        return None
    whole = request.GET.get(TEXT) == WHOLE
    division = Division.undivided(page.text.tree) if whole else Division.of(page.text.tree)
    return shown(page, request, division, 0)


def elsewhere(page: "Regulation", request: HttpRequest) -> HttpResponse | None:
    """The way to the part that holds the place asked for, if it is not the first."""
    anchor = request.GET.get(PLACE, "")
    if not anchor or page.text is None or not page.text.tree:
        return None
    division = Division.of(page.text.tree)
    return _to(page, request, division, anchor) if division.index_at(anchor) else None


def below(page: "Regulation", request: HttpRequest, place: str) -> HttpResponse:
    """What stands at `place` below the address of the regulation; 404 if nothing does."""
    request.is_preview = False  # type: ignore[attr-defined]  # Wagtail's templates and userbar ask for it
    if place == COMPARISON:
        return _comparison(page, request)
    return _part(page, request, place) if place.startswith(PREFIX) else _article(page, request, place)


def _part(page: "Regulation", request: HttpRequest, slug: str) -> HttpResponse:
    """A part; the part in which that place stands now, if the text was divided otherwise when the address was made."""
    if page.text is None or not page.text.tree:
        raise Http404
    division = Division.of(page.text.tree)
    index = division.index_of(slug)
    if index is None:
        anchor = division.anchor_of(slug)
        if anchor is None:
            raise Http404
        return _to(page, request, division, anchor)
    part = shown(page, request, division, index)
    return TemplateResponse(request, "documents/part_page.html", _around(page, request) | {"text": part})


def _article(page: "Regulation", request: HttpRequest, slug: str) -> HttpResponse:
    part = article_page.article(page, slug)
    if part is None or page.text is None:
        raise Http404
    if part.place:
        address = with_query(f"{page.get_url(request)}{part.slug}/", request)
        return HttpResponsePermanentRedirect(f"{address}#{part.place}")
    if part.is_long:
        return _to(page, request, Division.of(page.text.tree), part.anchor)
    units = [part.unit, *([part.explained] if part.explained else [])]
    annotations = Annotations(page, request, units, lambda anchor: permalink(page.get_url(request), anchor))
    context = _around(page, request) | {
        "part": part,
        "html": body_html(part.unit, annotations),
        "explanation": body_html(part.explained, annotations) if part.explained else "",
        "text": annotations,
        "json_ld": structured_data.article(page, request, part),
    }
    return TemplateResponse(request, "documents/article_page.html", context)


def _comparison(page: "Regulation", request: HttpRequest) -> HttpResponse:
    asked = request.GET.get(comparing.OTHER, "").replace("\x00", "").strip()[: comparing.LONGEST_QUESTION]
    found = comparing.comparison(page, request, asked) if asked else None
    number = request.GET.get("halaman", "")
    screen, rows = found.shown(number, comparing.ROWS_ON_A_PAGE) if found else (None, [])
    candidates = comparing.candidates(page, request.user, asked) if asked and not found else []
    related = [] if found else comparing.related(page, request.user)
    context = _around(page, request) | {
        "asked": asked,
        "comparison": found,
        "is_amendment": isinstance(found, amending.Amendment),
        "screen": screen,
        "rows": rows,
        "candidates": candidates,
        "related": related,
        "problem": _("Peraturan itu belum ada di portal, atau naskahnya belum tersedia.")
        if asked and not found and not candidates
        else "",
        "versions": comparing.versions(page, request.user),
    }
    return TemplateResponse(request, "documents/compare_page.html", context)


def _to(page: "Regulation", request: HttpRequest, division: Division, anchor: str) -> HttpResponse:
    address = division.address(division.index_at(anchor), page.get_url(request))
    return HttpResponseRedirect(f"{with_query(address, request)}#{anchor}")


def with_query(address: str, request: HttpRequest) -> str:
    """The address with what was asked behind the «?», but for the place, which the address itself leads to."""
    query = request.GET.copy()
    query.pop(PLACE, None)
    return f"{address}?{query.urlencode()}" if query else address


def _around(page: "Regulation", request: HttpRequest) -> dict[str, Any]:
    index = page.get_parent()
    return {
        "page": page,
        "trail": [(index.title, index.get_url(request)), (page.title, page.get_url(request))],
        "successors": reading_page.successors(page, request),
    }
