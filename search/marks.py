"""What an index says of itself: up to which change it has been brought.

A mark is the number of a change and when it was written, to the microsecond. Another database, or the same one after an
older copy of it was put back, gives the number again, but not the time: so its mark is never taken for that of this one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from search.models import SearchChange

_BEGUN = " begun"


def of(rows: Sequence[SearchChange]) -> str:
    """The mark of an index that has these changes, and all before them."""
    last = rows[-1]
    return f"{last.id}@{last.at.astimezone(dt.UTC).isoformat(timespec='microseconds')}"


def begun(mark: str) -> str:
    """That of an index which has only some of the changes up to `mark`. An index without a mark gets none by this."""
    return mark and mark + _BEGUN


def is_of_one(mark: str, rows: QuerySet[SearchChange]) -> bool:
    """Whether the change that the mark names, begun or not, is among these. One query."""
    number, _, at = mark.removesuffix(_BEGUN).partition("@")
    try:
        return rows.filter(id=int(number), at=dt.datetime.fromisoformat(at)).exists()
    except ValueError:  # no mark, or one that nobody wrote
        return False
