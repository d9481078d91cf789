"""Counting how often somebody asks. The counts are rows of the database, so a limit holds over all processes together."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from portal.core.models import AskCount

LONGEST = dt.timedelta(days=1)
"""No limit looks back further; older rows are swept."""


@transaction.atomic
def asks_too_often(what: str, who: str, *, most: int, seconds: float) -> bool:
    """Counts this request; whether `who` asked more than `most` times in the `seconds` since the first of them.

    Requests of the same instant count one after the other. A database busy for too long raises its own error: nobody is
    told of a limit that they have not reached.
    """
    now, key = timezone.now(), f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    asked = AskCount(key=key, began_at=now, last_at=now)
    # One statement that makes the row or finds it, and holds it until the count is written.
    AskCount.objects.bulk_create([asked], update_conflicts=True, unique_fields=["key"], update_fields=["last_at"])
    held = AskCount.objects.get(key=key)
    if now - held.began_at >= dt.timedelta(seconds=seconds):
        held.began_at, held.count = now, 0
    held.count += 1
    held.save(update_fields=["began_at", "count"])
    return held.count > most


def forget_old() -> int:
    """Called by the worker: how many rows that no limit looks at any more were removed."""
    return AskCount.objects.filter(last_at__lt=timezone.now() - LONGEST).delete()[0]
