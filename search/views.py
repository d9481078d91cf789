"""The result page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.audience import audience_of
from search import export, presentation, service
from search.engines.base import RESULT_WINDOW
from search.labels import Labels
from search.parsing import MAX_TEXT, Parsed
from search.presentation import Asked
from search.query import Audience
from search.service import Answer
from search.shown_hits import shown_hits

PER_PAGE = 20
REGULATIONS_ADDRESS, AGREEMENTS_ADDRESS, PROCEDURES_ADDRESS = "/peraturan/", "/mou/", "/sop/"
"""The lists stand there by the page tree, not by a named address (`portal.pages.structure`)."""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Documents the visitor may see that answer `q`, narrowed by facets. Without `q`: everything, newest first."""
    asked = Asked.read(request.GET)
    audience = audience_of(request.user)
    with service.waiting():
        answer = _ask(asked, audience, asked.page)
        page = Paginator(range(min(answer.result.total, RESULT_WINDOW)), PER_PAGE).get_page(asked.page)
        if page.number != asked.page:
            answer = _ask(asked, audience, page.number)
    labels = Labels()
    result = answer.result
    context = {
        "asked": asked,
        "said_years": "" if "year_from" in asked.limits else _said_years(answer.parsed),
        "result": result,
        "page": page,
        "hits": shown_hits(result.hits, labels, answer.meant),
        "facets": presentation.facet_boxes(result, asked, labels),
        "chips": presentation.chips(asked, labels),
        "without_filters": asked.address(bare=True),
        "corrected": asked.address(text=result.did_you_mean) if result.did_you_mean else "",
        "instead": answer.instead,
        "literally": asked.address(literal=True),
        "exported": asked.address(),
        "most_exported": export.MOST_ROWS,
        "regulations_address": REGULATIONS_ADDRESS,
        "agreements_address": AGREEMENTS_ADDRESS,
        "procedures_address": PROCEDURES_ADDRESS,
    }
    return render(request, "search/results.html", context)


@require_safe
def exported(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same answer as Atom or CSV, for the same reader."""
    asked = Asked.read(request.GET)
    return export.response(form, asked, audience_of(request.user), request)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Documents whose title begins like what is being typed, for the list below a search box."""
    found = service.suggest(request.GET.get("q", "")[:MAX_TEXT], audience=audience_of(request.user))
    answer = JsonResponse({"suggestions": [{"title": each.title, "url": each.url} for each in found]})
    # By reader: nobody may get what was answered to another one, and a right that ends ends within five seconds.
    answer["Cache-Control"] = "private, max-age=5"
    return answer


def _ask(asked: Asked, audience: Audience, page: int) -> Answer:
    return service.ask(
        asked.text, audience=audience, literal=asked.literal, sort=asked.order, page=page, size=PER_PAGE, **asked.limits
    )


def _said_years(parsed: Parsed) -> str:
    return presentation.years_in_words(parsed.year_from, parsed.year_to)
