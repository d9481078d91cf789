"""Who may open the administrator's screens. Strangers log in; others learn that it is not theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from portal.accounts.permissions import check_can_manage_people
from portal.core.models import User

P = ParamSpec("P")


class OwnRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


def administrators_only(
    view: Callable[Concatenate[OwnRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """403 for accounts without the right to manage people."""

    @wraps(view)
    def guarded(request: OwnRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        check_can_manage_people(request.user)
        return view(request, *args, **kwargs)

    # login_required has made sure of the account before the view sees the request.
    return login_required(guarded)  # type: ignore[return-value]
