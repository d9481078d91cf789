"""Draws each request with the theme its visitor chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from themes import registry

COOKIE = "tema"


class ThemeMiddleware:
    """Puts the chosen theme in place for the request, error pages included.

    A cookie that names no theme, or one not open to choice, counts as no cookie. Stands high in MIDDLEWARE:
    error pages are drawn by whatever lies outside of the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its theme."""
        chosen = request.COOKIES.get(COOKIE)
        slug = chosen if chosen is not None and registry.selectable(chosen) else registry.default_slug()
        with registry.use(slug):
            return self.get_response(request)
