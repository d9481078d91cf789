"""Admin requests that write are one transaction: the page, its log and what receivers write (the search outbox)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from documents import ahead
from documents.two_people import RefusedByTwoPersonRule

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

GetResponse = Callable[[HttpRequest], HttpResponse]


class AdminTransactionMiddleware:
    """Wraps unsafe methods under the admin in `atomic`; an error undoes all of it.

    Wagtail publishes outside a transaction, so a failing receiver would leave the page live and nobody told. Making
    every request atomic is no way out: with IMMEDIATE transactions a page that only reads would hold up the writers.
    What takes long, reading a PDF and parsing a text, happens before.
    Must come last in MIDDLEWARE: it calls the view, so every other `process_view` (CSRF) has to run before.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method in SAFE_METHODS or not request.path_info.startswith(self.prefix):
            return None
        try:
            with ahead.prepared(request), transaction.atomic():
                response = view(request, *args, **kwargs)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except RefusedByTwoPersonRule as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self._back(request))
        return response

    def _back(self, request: HttpRequest) -> str:
        """The editor of the page concerned, where the message is shown; otherwise the admin's start."""
        try:
            page_id = resolve(request.path_info).kwargs.get("page_id")
        except Resolver404:
            page_id = None
        return reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else self.prefix
