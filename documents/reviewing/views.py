"""The reviewers' screens: load, check, call one action."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents import deciding, permissions
from documents.models import RelationSuggestion
from documents.reviewing.disputes import PER_PAGE, disputes
from documents.reviewing.suggestions import WAITING, suggestions
from portal.core.permissions import Person

SHOWN_PROBLEMS = 10


@require_safe
def disputed_statuses(request: HttpRequest) -> HttpResponse:
    """Where the register, relations and imported data contradict each other."""
    if not permissions.can_change_documents(request.user):
        raise PermissionDenied
    listing = disputes(request.GET.get("jenis", ""), request.GET.get("halaman", "1"))
    return render(request, "documents/reviewing/disputes.html", {"listing": listing, "page_obj": listing.page})


@require_http_methods(["GET", "HEAD", "POST"])
def suggested_relations(request: HttpRequest) -> HttpResponse:
    """What texts state about other regulations: confirmed or rejected many at a time, published by a second person."""
    if not permissions.can_edit_documents(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    state = request.GET.get("keadaan", "" if permissions.can_change_documents(request.user) else WAITING)
    listing = suggestions(state, request.GET.get("jenis", ""), request.GET.get("halaman", "1"))
    context = {
        "listing": listing,
        "page_obj": listing.page,
        "are_all_chosen": request.GET.get("pilih") == "semua",
        "can_change": permissions.can_change_documents(request.user),
        "can_publish": permissions.can_publish_documents(request.user),
    }
    return render(request, "documents/reviewing/suggestions.html", context)


Verb = Callable[..., deciding.Outcome]
#: Each button with who may press it.
VERBS: dict[str, tuple[Verb, Callable[[Person], bool]]] = {
    "setujui": (deciding.confirm, permissions.can_change_documents),
    "tolak": (deciding.reject, permissions.can_change_documents),
    "terbitkan": (deciding.approve, permissions.can_publish_documents),
}


def _decide(request: HttpRequest) -> HttpResponse:
    verb, may = VERBS.get(request.POST.get("tindakan", ""), (None, None))
    if verb is None or may is None or not may(request.user):
        raise PermissionDenied
    ids = [int(each) for each in request.POST.getlist("usulan")[:PER_PAGE] if each.isdecimal() and len(each) < 19]
    if ids:
        _tell(request, verb(by=request.user, suggestions=RelationSuggestion.objects.filter(pk__in=ids)))
    else:
        messages.error(request, _("Pilih dahulu usulannya."))
    back = {name: request.POST[name] for name in ("keadaan", "jenis") if request.POST.get(name)}
    return redirect(f"{reverse('reviewing:suggestions')}?{urlencode(back)}")


def _tell(request: HttpRequest, outcome: deciding.Outcome) -> None:
    if outcome.done:
        messages.success(
            request,
            ngettext("%(n)s hubungan diputuskan.", "%(n)s hubungan diputuskan.", outcome.done) % {"n": outcome.done},
        )
    for problem in outcome.problems[:SHOWN_PROBLEMS]:
        messages.error(request, problem)
    if len(outcome.problems) > SHOWN_PROBLEMS:
        more = len(outcome.problems) - SHOWN_PROBLEMS
        messages.error(request, _("Dan %(more)s lainnya tidak dapat diputuskan.") % {"more": more})
