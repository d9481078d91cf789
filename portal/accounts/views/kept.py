"""A kept form, shown again to its own account: in its page if possible, else as what was written."""

import uuid
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts import keeping
from portal.accounts.late_forms import SHOW_PARAMETER
from portal.accounts.models import KeptForm
from portal.core.files import private_download
from portal.core.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def kept_form(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET leads to the page with the form filled in (`tampil`: lists the fields here); POST discards the form.

    Another account's, an expired and an unknown form get the same answer.
    """
    kept = _own(request, pk)
    if kept is None:
        return render(request, "accounts/kept_form_gone.html", status=404)
    if request.method == "POST":
        keeping.discard(kept)
        messages.info(request, _("Isian yang tersimpan sudah dibuang."))
        return HttpResponseRedirect(reverse("accounts:start"))
    if "tampil" not in request.GET:
        return HttpResponseRedirect(_page_with(kept))
    context = {"kept": kept, "kept_field": keeping.KEPT_FIELD}
    context["told"] = [(name, value) for name, value in kept.fields if value and keeping.is_typed(name)]
    return render(request, "accounts/kept_form.html", context)


@never_cache
@require_GET
@login_required
def kept_file(request: HttpRequest, pk: uuid.UUID, file: int) -> HttpResponseBase:
    """One kept file, to its owner, always as a download."""
    kept = _own(request, pk)
    stored = kept.files.filter(pk=file).first() if kept else None
    if stored is None:
        raise Http404
    return private_download(stored.file, name=stored.name, content_type="application/octet-stream")


def _own(request: HttpRequest, pk: uuid.UUID) -> KeptForm | None:
    return keeping.find(str(pk), request.user) if isinstance(request.user, User) else None


def _page_with(kept: KeptForm) -> str:
    parts = urlsplit(kept.page)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != SHOW_PARAMETER]
    return f"{parts.path}?{urlencode([*query, (SHOW_PARAMETER, str(kept.pk))])}"
