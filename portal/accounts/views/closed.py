"""Doors that other packages bring and that lead to ours, or nowhere."""

from urllib.parse import urlencode

from allauth.account.views import SignupView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


class ClosedSignupView(SignupView):
    """Explains how one gets an account; sending the form is refused."""

    def closed(self) -> HttpResponse:
        response: HttpResponse = super().closed()
        response.status_code = 403 if self.request.method == "POST" else 200
        return response


signup = ClosedSignupView.as_view()


@never_cache
def wagtail_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own log-in pages, whatever the method: to the one login, with the place to return to."""
    following = request.GET.get("next", "")
    query = f"?{urlencode({'next': following})}" if following else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@never_cache
def wagtail_password_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("account_reset_password"))


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For everybody: Wagtail's screens of users and groups can delete people and hand out every right (people are kept at
    /petugas/), and its test pages raise errors on purpose."""
    raise Http404
