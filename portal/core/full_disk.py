"""A disk without room: how such an error is told from others, so that nobody takes it for a broken line."""

import errno

from django.db import OperationalError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def has_no_room(error: BaseException | None) -> bool:
    """Whether a file (OSError) or the database could not be written because the disk or the account's share of it is full."""
    if isinstance(error, OperationalError):
        # SQLite's own words, and PostgreSQL's state 53100.
        return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == "53100"
    return isinstance(error, OSError) and error.errno in _NO_ROOM
