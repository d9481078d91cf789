"""The result page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.audience import audience_of
from search import presentation, service
from search.labels import Labels
from search.presentation import SORTS, Asked
from search.query import Audience
from search.service import Answer

PER_PAGE = 20
REGULATIONS_ADDRESS = "/peraturan/"
"""The list of regulations stands there by the page tree, not by a named address (`portal.pages.structure`)."""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Documents the visitor may see that answer `q`, narrowed by facets. Without `q`: everything, newest first."""
    asked = Asked.read(request.GET)
    audience = audience_of(request.user)
    answer = _ask(asked, audience, asked.page)
    pages = Paginator(range(answer.result.total), PER_PAGE)
    page = pages.get_page(asked.page)
    if page.number != asked.page:
        answer = _ask(asked, audience, page.number)
    labels = Labels()
    result = answer.result
    context = {
        "asked": asked,
        "parsed": answer.parsed,
        "result": result,
        "page": page,
        "hits": presentation.shown_hits(result, labels),
        "facets": presentation.facet_boxes(result, asked, labels),
        "chips": presentation.chips(asked, labels),
        "without_filters": asked.address(bare=True),
        "corrected": asked.address(text=result.did_you_mean) if result.did_you_mean else "",
        "instead": answer.instead,
        "literally": asked.address(literal=True),
        "regulations_address": REGULATIONS_ADDRESS,
    }
    return render(request, "search/results.html", context)


def _ask(asked: Asked, audience: Audience, page: int) -> Answer:
    sort = SORTS[asked.sort]
    if not asked.text and sort == "relevance":
        sort = "newest"
    return service.ask(
        asked.text, audience=audience, filters=asked.filters, sort=sort, page=page, size=PER_PAGE, literal=asked.literal
    )
