"""Middleware: a form sent after the session ended is kept, its owner logs in, and finds it filled in again."""

from collections.abc import Callable
from typing import Any, TypeGuard
from urllib.parse import urlencode, urlsplit

from django.contrib.messages import SUCCESS, WARNING, get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from portal.accounts import keeping, last_account, refilling
from portal.accounts.models import KeptForm
from portal.core.models import User

SHOW_PARAMETER = "isian"


class LateFormMiddleware:
    """Stands after authentication, so that it sees who asks, and before the views, whose answers it completes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        request.is_answered = response.status_code < 500  # type: ignore[attr-defined]  # read in busy.py, nowhere else
        user = request.user
        if isinstance(user, User) and user.is_authenticated:
            if last_account.of(request) != user.pk:
                last_account.remember(response, user.pk)
            return self._for_its_owner(request, response, user)
        if request.method == "POST" and _leads_to_login(response) and not keeping.is_background(request):
            return self._keep(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """The page learns what was kept; after the CSRF check the kept files travel with the form that is sent again."""
        if not isinstance(request.user, User):
            return
        if request.method == "GET" and (shown := keeping.find(request.GET.get(SHOW_PARAMETER, ""), request.user)):
            # For pages whose rows must be there before they are filled in.
            request.late_fields = shown.fields  # type: ignore[attr-defined]  # read by such pages only
        if request.method != "POST":
            return
        kept = keeping.find(request.POST.get(keeping.KEPT_FIELD, ""), request.user)
        if kept is not None and urlsplit(kept.path).path == request.path:
            keeping.give_files_back(request, kept)
            request.kept_form = kept  # type: ignore[attr-defined]  # read again in _for_its_owner, nowhere else

    def _keep(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        owner = User.objects.active().filter(pk=last_account.of(request)).first()
        kept = keeping.keep(request, owner=owner) if owner else None
        if kept is None:
            return response
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': keeping.address_of(kept)})}")

    def _for_its_owner(self, request: HttpRequest, response: HttpResponseBase, user: User) -> HttpResponseBase:
        kept: KeptForm | None = getattr(request, "kept_form", None)
        if kept is not None:
            return _after_sending_again(request, response, kept)
        key = request.GET.get(SHOW_PARAMETER, "")
        if request.method == "GET" and key and (kept := keeping.find(key, user)) is not None:
            return _filled_in(request, response, kept)
        return response


def _after_sending_again(request: HttpRequest, response: HttpResponseBase, kept: KeptForm) -> HttpResponseBase:
    if response.status_code in {301, 302, 303}:
        if not _was_refused(request):
            keeping.discard(kept)
    elif _is_page(response):
        # Shown again with errors: the files must not have to be chosen anew.
        refilling.attach(response, kept)
    return response


def _was_refused(request: HttpRequest) -> bool:
    """Whether the page that follows will say anything but that it was saved: then what was typed stays kept."""
    levels = {message.level for message in getattr(get_messages(request), "_queued_messages", ())}
    return bool(levels) and (SUCCESS not in levels or max(levels) >= WARNING)


def _filled_in(request: HttpRequest, response: HttpResponseBase, kept: KeptForm) -> HttpResponseBase:
    if request.path != urlsplit(kept.page).path:
        return response
    if _is_page(response) and refilling.fill(response, kept):
        return response
    # The page changed or is closed to this account: show what was written, as plain text.
    return HttpResponseRedirect(f"{keeping.address_of(kept)}?tampil=1")


def _is_page(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Content-Encoding")
    )


def _leads_to_login(response: HttpResponseBase) -> bool:
    location = response.headers.get("Location", "")
    return response.status_code in {302, 303} and urlsplit(location).path == reverse("account_login")
