"""Removing private files for good: after the commit, and again by the worker where a crash or a full disk came between."""

import logging
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from portal.core.files import private_storage
from portal.core.models import DiscardedFile

logger = logging.getLogger(__name__)


def discard(names: Iterable[str]) -> None:
    """Called in the transaction that lets go of the files."""
    rows = DiscardedFile.objects.bulk_create((DiscardedFile(name=name) for name in names), ignore_conflicts=True)
    transaction.on_commit(partial(remove, [row.name for row in rows]))


def remove(names: list[str] | None = None) -> int:
    """Removes these files, or all that are still there; how many. One that cannot be removed now does not hold up the others."""
    waiting = DiscardedFile.objects.all() if names is None else DiscardedFile.objects.filter(name__in=names)
    removed = 0
    for row in waiting:
        try:
            private_storage().delete(row.name)
        except OSError as error:
            logger.warning("a discarded file cannot be removed yet: %s", error.strerror)
            continue
        row.delete()
        removed += 1
    return removed
