"""Headers that limit what a page may load and do. One policy for our pages, another for Wagtail's admin."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp with the admin's own policy: Wagtail writes inline scripts without a nonce, our pages write none."""

    @cached_property
    def _admin_prefix(self) -> str:
        return reverse("wagtailadmin_home")

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(self._admin_prefix) and not report_only:
            parts.replace = settings.ADMIN_CONTENT_POLICY | (parts.replace or {})
        return parts


class BrowserFeaturesMiddleware:
    """No page of ours asks for a camera or a microphone; only the field report may ask where it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
