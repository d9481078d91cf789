"""Gathering one person's data, and the log of all looks at personal data."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.models import User
from portal.persons import copies, finding
from portal.persons.forms import JSON, PDF, PersonForm
from portal.persons.permissions import check_can_export, check_can_read_log
from workflows import actions
from workflows.models import PersonalDataAccess
from workflows.views.access import signed_in

PER_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """By POST only, so that no NIK ever stands in an address; each answer is on record, also one that found nothing."""
    user = signed_in(request)
    check_can_export(user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _copy(request, user, form)
    return render(request, "persons/person.html", {"form": form})


def _copy(request: HttpRequest, user: User, form: PersonForm) -> HttpResponse:
    subject, at = form.cleaned_data["subject"], timezone.now()
    found = finding.find(subject)
    actions.record_export(
        by=user, subject=copies.fingerprint(subject), places=len(found), reason=form.cleaned_data["reason"]
    )
    if form.cleaned_data["shape"] == JSON:
        return _download(copies.as_json(subject, found, at=at).encode(), "application/json", "data-pribadi.json")
    if form.cleaned_data["shape"] == PDF:
        return _download(copies.as_pdf(subject, found, by=user, at=at), "application/pdf", "data-pribadi.pdf")
    context = {"form": form, "subject": subject, "groups": copies.grouped(found), "total": len(found), "at": at}
    return render(request, "persons/copy.html", context)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """The name tells nobody."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Every look at personal data, newest first."""
    check_can_read_log(signed_in(request))
    accesses = PersonalDataAccess.objects.select_related("proposal__unit")
    page = Paginator(accesses, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "persons/log.html", {"page": page})
