"""A form whose token is older than the session: opened, then the person logged in again in another tab, then sent.

Its token matches the secret of the earlier session. When the same browser was last used by the same account, that
secret is remembered in the new session, and such a form is kept and shown again instead of being refused. A form made
for another account, or sent by another site, matches nothing and is refused as before.

The same becomes of a form whose cookie is gone (a browser that cleans up after itself) while the session is there, if the
browser says that it was sent by a page of this portal.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware import csrf

from portal import errors
from portal.accounts import keeping, last_account
from portal.core.models import User

_SESSION_KEY = "earlier_form_secret"


def secret_of_earlier_session(request: HttpRequest, user: User) -> str | None:
    """The form secret of this browser, if `user` was the last account to use it."""
    if last_account.of(request) != user.pk:
        return None
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME)


def remember_secret(request: HttpRequest, secret: str | None) -> None:
    if secret:
        request.session[_SESSION_KEY] = secret


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: keeps an own form that is merely old; explains anything else."""
    if (
        request.user.is_authenticated
        and not keeping.is_background(request)
        and reason != csrf.REASON_BAD_ORIGIN
        and (_is_own_old_form(request) or _lost_its_cookie(request, reason))
    ):
        kept = keeping.keep(request, owner=request.user)
        if kept is not None:
            return HttpResponseRedirect(keeping.address_of(kept))
    return errors.csrf_failure(request, reason)


def _lost_its_cookie(request: HttpRequest, reason: str) -> bool:
    """Django has compared an Origin with this host before it looks for the cookie: only browsers write that header."""
    return reason == csrf.REASON_NO_CSRF_COOKIE and "Origin" in request.headers


def _is_own_old_form(request: HttpRequest) -> bool:
    secret = request.session.get(_SESSION_KEY)
    token = request.POST.get("csrfmiddlewaretoken", "")
    if not secret or not token:
        return False
    try:
        # Django offers no public way to compare a form's masked token with a secret.
        csrf._check_token_format(token)  # type: ignore[attr-defined]  # private, absent from the stubs
        return bool(csrf._does_token_match(token, secret))  # type: ignore[attr-defined]  # private, absent from the stubs
    except csrf.InvalidTokenFormat:
        return False
