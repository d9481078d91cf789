"""Pages for what went wrong: each says what happened and what to do now."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from portal.accounts import busy, keeping
from portal.core.full_disk import has_no_room
from portal.core.waiting import waited_in_vain

logger = logging.getLogger(__name__)

LAST_RESORT = (
    '<!DOCTYPE html><html lang="id"><meta charset="utf-8"><title>Gangguan – Ditjen Rehabilitasi Sosial</title>'
    "<h1>Terjadi gangguan</h1><p>Halaman ini tidak dapat ditampilkan. Silakan coba lagi beberapa menit lagi.</p>"
)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without context, session or database; if even that fails, plain words.

    A busy database and a full disk have pages of their own.
    """
    error = sys.exc_info()[1]
    try:
        if waited_in_vain(error):
            return busy.busy_database(request)
        if has_no_room(error):
            return _full_disk(request)
        return HttpResponseServerError(get_template("500.html").render())
    except Exception:  # the page about a failure must not be one itself
        logger.exception("The page for error 500 could not be drawn.")
        return HttpResponseServerError(LAST_RESORT)


def _full_disk(request: HttpRequest) -> HttpResponse:
    """507; to a script its sentence: an upload ends with it, and autosave keeps what is typed in its tab."""
    if keeping.is_background(request):
        words = _("Penyimpanan portal penuh, sehingga ini belum tersimpan. Beri tahu admin portal, lalu coba lagi.")
        return JsonResponse({"state": "offline", "words": words}, status=507)
    return HttpResponse(get_template("507.html").render(), status=507)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: mostly more text, fields or file name than a form takes. Drawn without the request, which cannot be trusted."""
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return HttpResponseBadRequest(get_template("400.html").render({"is_too_large": is_too_large}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form came without its token: mostly an old tab or refused cookies."""
    return render(request, "403_csrf.html", status=403)
