"""The reviewers' screens: load, check, call one action."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents import permissions
from documents.reviewing.disputes import disputes


@require_safe
def disputed_statuses(request: HttpRequest) -> HttpResponse:
    """Where the register, relations and imported data contradict each other."""
    if not permissions.can_change_documents(request.user):
        raise PermissionDenied
    listing = disputes(request.GET.get("jenis", ""), request.GET.get("halaman", "1"))
    return render(request, "documents/reviewing/disputes.html", {"listing": listing, "page_obj": listing.page})
