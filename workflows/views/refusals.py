"""For whoever may no longer do what the form is for: why, since when, and what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.models import ActingAppointment, User
from portal.core.permissions import RefusedError
from workflows.views import answers
from workflows.views.answers import TECHNICAL_FIELDS, is_background

_NOT_OPEN = gettext_lazy("Halaman ini tidak ada, atau tidak terbuka lagi bagi Anda.")
View = Callable[..., HttpResponseBase]
_CHOSEN = frozenset(
    {
        "csrfmiddlewaretoken",
        "outcome_choice",
        "task",
        "shown",
        "target",
        "verdict",
        "marked_sections",
        "catatan",
        "buang",
    }
)
"""Names of fields that hold no text of a person, beside the technical ones."""


def keeps_what_is_typed(view: View) -> View:
    """A POST that is refused (403, or 404 to whom the proposal is closed now) shows its texts again, so that they can be copied.

    An office that ends takes its rights along while a form is open. Of a proposal that may not be seen any more, or never was
    there, the page says nothing but what its reader wrote. A script, which has the texts, gets 409 with the sentence.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (PermissionDenied, Http404) as refused:
            if request.method != "POST" or not isinstance(request.user, User):
                raise
            message = str(refused) if isinstance(refused, RefusedError) else ""
            if is_background(request):
                return answers.refused(message or str(_NOT_OPEN))
            ended, typed = ActingAppointment.objects.over_lately(request.user).with_names().first(), _texts(request)
            if ended is None and not message and not typed:
                raise
            context = {"message": message or ("" if ended else _NOT_OPEN), "ended": ended, "typed": typed}
            is_hidden = isinstance(refused, Http404) and ended is None
            return render(request, "workflows/refused.html", context, status=404 if is_hidden else 403)

    return kept


def _texts(request: HttpRequest) -> list[tuple[str, str]]:
    typed = (
        value
        for name, values in request.POST.lists()
        if name not in TECHNICAL_FIELDS | _CHOSEN
        for value in map(str, values)
    )
    return [(_("Tulisan Anda"), value) for value in typed if any(map(str.isalpha, value)) and value != "on"]
