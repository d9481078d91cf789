"""Waiting for the database that took too long: how such an error is told from others."""

from django.db import OperationalError

LOCK_STATES = {"55P03", "40P01"}
"""PostgreSQL: lock not available, deadlock detected."""


def waited_in_vain(error: BaseException | None) -> bool:
    """Whether another writer held the database (SQLite) or the row (PostgreSQL) for longer than we wait.

    An error of our own that was raised from such a one is one, too.
    """
    if error is not None and isinstance(error.__cause__, OperationalError):
        error = error.__cause__
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state in LOCK_STATES or "is locked" in str(error)
