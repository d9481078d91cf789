"""The choice of a theme."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from themes import registry
from themes.middleware import COOKIE

ONE_YEAR = 365 * 24 * 60 * 60


# Without a CSRF token on purpose: the form stands on every page, a token would give every anonymous visitor a
# cookie and make every page uncacheable; all a forged request could do is to change the colours.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the posted theme in a cookie and go back to the page the visitor was on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    slug = request.POST.get("tema")
    if slug is not None and registry.selectable(slug):
        response.set_cookie(COOKIE, slug, max_age=ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response
