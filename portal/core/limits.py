"""Counting how often somebody asks. The counts lie in the shared cache, so a limit holds over all processes together."""

import hashlib
import time

from django.core.cache import caches
from django.db import transaction

SHARED_CACHE = "shared"


def asks_too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Counts this request; whether `who` asked more than `most` times in the `seconds` since the first of them."""
    cache, now = caches[SHARED_CACHE], time.time()
    key = f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    # One transaction: a cache in the database reads and writes a count with two statements.
    with transaction.atomic():
        began, count = cache.get(key, (now, 0))
        if now - began >= seconds:
            began, count = now, 0
        cache.set(key, (began, count + 1), timeout=seconds)
    return bool(count + 1 > most)
