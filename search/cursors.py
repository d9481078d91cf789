"""How far each engine has come with the changes, and of which index that is true.

On PostgreSQL a row with a lower id may become visible after one with a higher id. So a cursor only moves past
transactions that have ended (`pg_snapshot_xmin`), and remembers the later rows it has applied already: nothing waits
for a long transaction, and nothing is lost when it commits at last.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search import engines, marks
from search.engines.base import Engine, EngineUnavailable
from search.models import EngineCursor, SearchChange

logger = logging.getLogger(__name__)

doubted: set[str] = set()
"""The engines whose index was found to be another one than the cursor knows, until the worker looks after them."""

_KEEP = dt.timedelta(days=1)
_MAY_WAIT = dt.timedelta(seconds=3)


class RebuildUnderWay(EngineUnavailable):
    """Somebody else makes the index anew at this moment."""


def waiting(engine: Engine) -> int:
    """How many changes an engine has not applied."""
    return waiting_after(_cursor_of(engine)).count()


def is_known(engine: Engine) -> bool:
    """Whether the cursor is that of the index in use. Not so after a restored backup of either, with another server or another
    name, and when an engine comes back that was out of the settings while changes were pruned: what such an index lacks, or
    has from another history, nobody knows.

    Raises EngineUnavailable.
    """
    return _is_true_of_index(_cursor_of(engine), engine)


def is_behind(engine: Engine) -> bool:
    """Whether what an engine shows may be closed by now: a change has waited longer than a change may, or nobody knows."""
    cursor = _cursor_of(engine)
    if waiting_after(cursor).filter(at__lt=timezone.now() - _MAY_WAIT).exists():
        return True
    try:
        return not _is_true_of_index(cursor, engine)
    except EngineUnavailable:
        return True


def present_mark(engine: Engine) -> EngineCursor:
    """A mark, not saved, that says: everything committed until now is known."""
    ended = horizon()
    return advanced(EngineCursor(engine=engine.name), list(waiting_after(EngineCursor())), ended)


def announce(engine: Engine, index: str) -> None:
    """Before this index takes the place of the one in use, and before what changed meanwhile is replayed into it: it has then
    all that the cursor has passed. Whoever dies between the swap and `set_mark` leaves a cursor that is true of either.
    """
    with alone(engine.name):
        EngineCursor.objects.filter(pk=engine.name).update(successor=index)


def set_mark(mark: EngineCursor, index: str) -> None:
    """Make `mark` the engine's cursor, true of this index. Changes between may be applied twice, never left out."""
    mark.day = timezone.localdate()
    mark.index, mark.successor = index, ""
    mark.save()


def distrust(engine: Engine) -> None:
    """Let the worker make the engine's index anew as soon as it can, and others answer until then."""
    with alone(engine.name):  # a drain writes the whole cursor
        EngineCursor.objects.filter(pk=engine.name).update(index="", successor="")


def doubt(engine: Engine, cursor: EngineCursor) -> None:
    """Distrust an index that is not the one this cursor was true of, before changes are applied that make it look like that.

    The caller is `alone` with the cursor. Where the index was brought up to a change that this database does not have, an older
    copy of the database was put back: then no index is believed, also of engines that say no mark. Raises EngineUnavailable.
    """
    said = engine.mark()
    if said is None or not cursor.index or _is_true_of_index(cursor, engine):
        return
    is_of_others = bool(said) and not marks.is_of_one(said, SearchChange.objects.all())
    names = [each.name for each in engines.every()] if is_of_others else [engine.name]
    logger.warning("search: the index of %s is not the one that is known: %s", engine.name, said or "it says no mark")
    EngineCursor.objects.filter(pk__in={*names, engine.name}).update(index="", successor="")
    cursor.index = cursor.successor = ""
    doubted.update(names)


def doubt_if_up(engine: Engine) -> None:
    """`doubt` for who makes the index anew: afterwards it could not be seen any more that the others are concerned."""
    with alone(engine.name) as cursor, suppress(EngineUnavailable):
        doubt(engine, cursor)


def _is_true_of_index(cursor: EngineCursor, engine: Engine) -> bool:
    """By its name, and by its mark if it says one: that of the cursor, or of a change which the cursor has not passed, for who
    dies between the index and the cursor leaves that. The index is asked after the cursor was read, so it is not behind.
    """
    if not any(engine.is_index(name) for name in (cursor.index, cursor.successor) if name):
        return False
    said = engine.mark()
    return said is None or said == cursor.mark or marks.is_of_one(said, waiting_after(cursor))


def _cursor_of(engine: Engine) -> EngineCursor:
    return EngineCursor.objects.filter(pk=engine.name).first() or EngineCursor(engine=engine.name)


@contextmanager
def alone(name: str) -> Iterator[EngineCursor]:
    """The engine's cursor, for one drain at a time: two at once could put an older record over a newer one.

    SQLite has one lock for all writers, which must not be held while records are made: there a file is locked.
    """
    cursor, _ = EngineCursor.objects.get_or_create(engine=name)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield EngineCursor.objects.select_for_update().get(pk=name)
        return
    directory = Path(settings.SEARCH_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cursor.refresh_from_db()
        yield cursor


@contextmanager
def rebuilding_alone(name: str) -> Iterator[None]:
    """One rebuild of an engine at a time, on whatever machine; a crash ends the lock. Raises RebuildUnderWay."""
    taken = RebuildUnderWay("another rebuild is under way")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"search-rebuild-{name}"])
            if not cursor.fetchone()[0]:
                raise taken
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"search-rebuild-{name}"])
        return
    directory = Path(settings.SEARCH_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / f"{name}.rebuild.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise taken from None
        yield


def waiting_after(cursor: EngineCursor) -> QuerySet[SearchChange]:
    """The changes that this cursor has not passed, in the order in which they are applied."""
    later = Q(transaction__gt=cursor.transaction) | Q(transaction=cursor.transaction, id__gt=cursor.change)
    return SearchChange.objects.filter(later).exclude(id__in=cursor.ahead).order_by("transaction", "id")


def advanced(
    cursor: EngineCursor, rows: Sequence[SearchChange], ended: int | None, *, is_all: bool = True
) -> EngineCursor:
    """The cursor after these rows, which are all that wait or the first of them in order.

    It moves past rows of transactions that had `ended` (`horizon`) before the rows were read; the others are remembered.
    """
    applied = {row.id: row.transaction for row in rows}
    applied |= dict(SearchChange.objects.filter(id__in=cursor.ahead).values_list("id", "transaction"))
    places = [(number, row) for row, number in applied.items() if ended is None or number < ended]
    if not is_all:
        places = [place for place in places if place <= (rows[-1].transaction, rows[-1].id)]
    reached = max([(cursor.transaction, cursor.change), *places])
    ahead = sorted(row for row, number in applied.items() if (number, row) > reached)
    return EngineCursor(
        engine=cursor.engine,
        transaction=reached[0],
        change=reached[1],
        ahead=ahead,
        day=cursor.day,
        index=cursor.index,
        successor=cursor.successor,
        mark=marks.of(rows) if rows else cursor.mark,
    )


def horizon() -> int | None:
    """Every transaction below this number has ended; None: every visible one has (SQLite)."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def prune() -> None:
    """Forget rows that every engine has applied, and the cursors of engines that are in the settings no more and lack some."""
    names = [engine.name for engine in engines.every()]
    cursors = list(EngineCursor.objects.filter(engine__in=names))
    if len(cursors) < len(names):
        return
    done = min((cursor.transaction, cursor.change) for cursor in cursors)
    before = Q(transaction__lt=done[0]) | Q(transaction=done[0], id__lt=done[1])
    gone, _ = SearchChange.objects.filter(before, at__lt=timezone.now() - _KEEP).delete()
    if gone:
        passed = Q(transaction__lt=done[0]) | Q(transaction=done[0], change__lt=done[1])
        EngineCursor.objects.exclude(engine__in=names).filter(passed).delete()
