"""Wagtail's redirects from an old address, save to documents that the account may not open: that one moved tells that it is there."""

import posixpath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import validate_host
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site

from documents.models.base import Document, DocumentIndex


class DiscreetRedirectMiddleware(RedirectMiddleware):
    """Stands where Wagtail's own would stand, and sends nobody to what is closed to them."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        moved: HttpResponse = super().process_response(request, response)
        return response if moved is not response and _is_closed(request, str(moved.headers["Location"])) else moved


def _is_closed(request: HttpRequest, address: str) -> bool:
    """Whether the address, however it is spelt, is below a list of documents and leads this account to none."""
    site = Site.find_for_request(request)
    target = urlsplit(address)
    if site is None or not _is_here(target.hostname, request):
        return False
    parts = [part for part in posixpath.normpath(unquote(target.path)).split("/") if part]
    root = site.root_page.specific
    if len(parts) < 2 or not _is_list(f"{root.url_path}{parts[0]}/"):
        return False
    request.user = user = getattr(request, "user", None) or AnonymousUser()
    try:
        page = root.route(request, parts).page
    except Http404:
        return True
    return isinstance(page, Document) and not type(page).objects.visible_to(user).filter(pk=page.pk).exists()


def _is_here(host: str | None, request: HttpRequest) -> bool:
    named = [each for each in settings.ALLOWED_HOSTS if each != "*"]
    return host is None or host == request.get_host().partition(":")[0] or validate_host(host, named)


def _is_list(path: str) -> bool:
    page = Page.objects.filter(url_path=path).first()
    return page is not None and issubclass(page.specific_class or Page, DocumentIndex)
