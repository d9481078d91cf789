"""Wagtail's redirects from an old address, save to documents that the account may not open: that one moved tells that it is there."""

from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site

from documents.permissions import DOCUMENT_TYPES


class DiscreetRedirectMiddleware(RedirectMiddleware):
    """Stands where Wagtail's own would stand, and sends nobody to what is closed to them."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        moved: HttpResponse = super().process_response(request, response)
        return response if moved is not response and _is_closed(request, str(moved.headers["Location"])) else moved


def _is_closed(request: HttpRequest, address: str) -> bool:
    site = Site.find_for_request(request)
    if site is None:
        return False
    page = Page.objects.filter(url_path=f"{site.root_page.url_path.rstrip('/')}{urlsplit(address).path}").first()
    model = page.specific_class if page else None
    if page is None or model not in DOCUMENT_TYPES:
        return False
    user = getattr(request, "user", None) or AnonymousUser()
    return not model.objects.visible_to(user).filter(pk=page.pk).exists()
