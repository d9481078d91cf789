"""Which account last used this browser: a signed cookie that outlives the session, so that a late form finds its owner.

It opens nothing: it only names whose kept form this would be, and that account must log in to see it.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE = "portal_akun_terakhir"
_SALT = "portal.accounts.last-account"
MAX_AGE = 7 * 24 * 3600


def of(request: HttpRequest) -> int | None:
    """The account's key, or None: no cookie, too old, or not signed by us."""
    try:
        return int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=MAX_AGE))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def remember(response: HttpResponseBase, user_pk: int) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(user_pk, salt=_SALT),
        max_age=MAX_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
