"""Gathering one person's data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.models import User
from portal.persons import copies, finding, occurrences
from portal.persons.forms import JSON, CopyForm, PersonForm
from portal.persons.permissions import check_can_export
from workflows import actions
from workflows.views.access import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """By POST only, so that no NIK ever stands in an address; each answer is on record, also one that found nothing.

    What is found stands on the screen first; from there it is taken away as PDF or JSON, by a second POST with `shape`.
    """
    user = signed_in(request)
    check_can_export(user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _copy(request, user, form)
    return render(request, "persons/person.html", {"form": form})


def _copy(request: HttpRequest, user: User, form: PersonForm) -> HttpResponse:
    subject, reason, at = form.cleaned_data["subject"], form.cleaned_data["reason"], timezone.now()
    taking = CopyForm(request.POST) if "shape" in request.POST else None
    found = finding.find(subject)
    shown, left_out = occurrences.fingerprint(found), taking.left_out if taking else frozenset()
    if taking is not None and taking.is_valid() and request.POST.get("shown") != shown:
        taking.add_error("is_read", _("Isinya berubah sejak Anda baca. Baca sekali lagi, lalu unduh."))
    is_taken = taking is not None and taking.is_valid()
    copied = [each for each in found if each.key not in left_out] if is_taken else found
    actions.record_export(
        by=user,
        subject=copies.fingerprint(subject),
        called=finding.names_of(subject, found),
        places=len(copied),
        reason=reason,
        is_taken=is_taken,
    )
    if taking is not None and is_taken:
        copy = copies.Copy(subject, copied, left_out=len(found) - len(copied), at=at)
        return _taken(copy, by=user, shape=taking.cleaned_data["shape"])
    groups = copies.grouped(found)
    context = {"form": taking or form, "subject": subject, "reason": reason, "groups": groups, "at": at}
    context |= {"left_out": left_out, "taking": taking or CopyForm(), "shown": shown}
    return render(request, "persons/copy.html", context)


def _taken(copy: copies.Copy, *, by: User, shape: str) -> HttpResponse:
    if shape == JSON:
        return _download(copies.as_json(copy).encode(), "application/json", "data-pribadi.json")
    return _download(copies.as_pdf(copy, by=by), "application/pdf", "data-pribadi.pdf")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """The name tells nobody."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
