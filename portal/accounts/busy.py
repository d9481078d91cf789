"""The page of a request that waited in vain for the database: nothing was saved, and what was sent can be sent again from here.

The form is kept with its files like one that came after its session had ended (keeping.py). If the database is too busy
even for that, the page itself holds every field, and only the files have to be chosen anew. A script of ours that sent it
in the background is told to come again, and nothing is kept: its page has everything still.
"""

import logging
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts import keeping
from portal.accounts.models import KeptForm
from portal.core.models import User

logger = logging.getLogger(__name__)


def busy_database(request: HttpRequest) -> HttpResponse:
    """409 (503 to a script), drawn inside the handler of the error, wherever in the request it arose."""
    if keeping.is_background(request):
        words = _("Portal sedang sibuk. Isian aman di peramban ini dan dikirim lagi sebentar lagi.")
        return JsonResponse({"state": "offline", "words": words}, status=503)
    context: dict[str, Any] = {"kept_field": keeping.KEPT_FIELD}
    # Whoever was answered already (the error came while the session was written) must look before sending again.
    context["is_answered"] = getattr(request, "is_answered", False)
    if request.method == "POST" and not context["is_answered"]:
        kept = _kept(request)
        context |= {"kept": kept, "fields": keeping.fields_of(request)}
        context["file_fields"] = [] if kept else sorted(request.FILES)
    return render(request, "accounts/busy.html", context, status=409)


def _kept(request: HttpRequest) -> KeptForm | None:
    try:
        return keeping.keep(request, owner=request.user) if isinstance(request.user, User) else None
    except OperationalError:
        logger.warning("a form could not be kept: the database is still busy")
        return None
