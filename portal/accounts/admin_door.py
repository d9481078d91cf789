"""The door of Wagtail's admin: an account without access gets a clear 403, and so does one without pages at their screens.

Wagtail sends an account without access to the login page, which sends somebody who is logged in back: a loop without end. And
its choosers and confirmations tell the titles of all pages, closed ones and drafts too, to whoever enters.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import page_permission_policy
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.core.roles import ADMIN_ACCESS

#: Below the admin: the screens that show or choose pages.
PAGE_SCREENS = ("pages/", "choose-page/", "bulk/wagtailcore/", "api/main/pages/")

#: What every search box of the admin calls its text.
SEARCHED = "q"


def guarded(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Wagtail's addresses, each asking first whether the account may enter the admin, and this part of it."""
    wrapped: list[URLPattern | URLResolver] = decorate_urlpatterns(patterns, _staff_only)
    return wrapped


def own(patterns: list[URLPattern]) -> list[URLPattern]:
    """Screens of ours in place of Wagtail's, behind Wagtail's own door: language, time zone and log know the account."""
    decorated: list[URLPattern] = decorate_urlpatterns(
        decorate_urlpatterns(patterns, require_admin_access), never_cache
    )
    return decorated


def _staff_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not _may_enter(request):
            raise PermissionDenied
        _take_quotes_out(request)
        return view(request, *args, **kwargs)

    return checked


def _take_quotes_out(request: HttpRequest) -> None:
    """Wagtail's search over SQLite puts what is typed between quotation marks, and one in it ends in an error of FTS5."""
    typed = str(request.GET.get(SEARCHED, ""))
    if '"' in typed:
        cleaned = request.GET.copy()
        cleaned[SEARCHED] = " ".join(typed.replace('"', " ").split())
        cleaned._mutable = False
        request.GET = cleaned  # type: ignore[assignment]  # as immutable as the one it replaces, by a flag


def _may_enter(request: HttpRequest) -> bool:
    if not request.user.has_perm(ADMIN_ACCESS):
        return False
    below = request.path_info.removeprefix(reverse("wagtailadmin_home"))
    if not below.startswith(PAGE_SCREENS):
        return True
    return bool(page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}))
