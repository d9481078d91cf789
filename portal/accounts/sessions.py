"""How long a login lasts: until nothing was done for a while, and never longer than a working day."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

_STARTED = "login_started"
_SEEN = "login_seen"
# Writing the session on every click would cost a database write per page.
_GRANULARITY = 300


class SessionClockMiddleware:
    """Prolongs the session while it is used (at most one write in five minutes) and ends it after the longest time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._tick(request)
        return self.get_response(request)

    def _tick(self, request: HttpRequest) -> None:
        now = int(time.time())
        started = request.session.get(_STARTED)
        if started is None:
            request.session[_STARTED] = request.session[_SEEN] = now
        elif now - started > settings.SESSION_LONGEST_SECONDS:
            logout(request)
        elif now - request.session.get(_SEEN, 0) > _GRANULARITY:
            request.session[_SEEN] = now
