"""allauth's limits (mail that somebody asks for again and again), counted in the database by `portal.core.limits`."""

import time

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from portal.core.limits import asks_too_often
from portal.core.models import User


def consume(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    rate: ratelimit.Rate,
    key: str | None = None,
    user: User | None = None,
    dry_run: bool = False,
    raise_exception: bool = False,
) -> ratelimit.SingleRateLimitUsage | None:
    """In place of allauth's `_consume_single_rate`: None (or RateLimited) only for whoever really asked too often.

    Each time counts, a dry run too: allauth makes one only for confirmation by code, which is switched off.
    """
    who = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user)
    if not asks_too_often(action, who, most=rate.amount, seconds=rate.duration):
        return ratelimit.SingleRateLimitUsage(cache_key=who, timestamp=time.time(), cache_duration=rate.duration)
    if raise_exception:
        raise RateLimited
    return None
