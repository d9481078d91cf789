"""What search engines ask for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CLOSED_TO_ROBOTS = ("/admin/", "/kerja/", "/akun/", "/cari/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be crawled; work screens and endless lists of results may not."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    sitemap = request.build_absolute_uri(reverse("sitemaps"))
    return HttpResponse(f"User-agent: *\n{closed}Sitemap: {sitemap}\n", content_type="text/plain; charset=utf-8")
