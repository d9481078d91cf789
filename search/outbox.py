"""Changes on their way to the engines. Requests only write rows here; the worker drains them.

On PostgreSQL a row with a lower id may become visible after one with a higher id. So a cursor only moves past
transactions that have ended (`pg_snapshot_xmin`), and remembers the later rows it has applied already: nothing waits
for a long transaction, and nothing is lost when it commits at last.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Func, Q, QuerySet
from django.utils import timezone

from portal.core.gathering import gather
from search import documents, engines
from search.engines.base import Engine, EngineUnavailable, Rebuild, RecordsRefused
from search.models import EngineCursor, SearchChange

logger = logging.getLogger(__name__)

EVERYTHING_RESTRICTED = "*restricted"
"""A key that stands for every record whose readers follow from rights of groups."""

FORGOTTEN = "*forgotten"
"""A key that asks the engines to overwrite what changed and deleted records left behind."""

BATCH = 1_000
_AT_ONCE = 100
_KEEP = dt.timedelta(days=1)
_PRUNE_EVERY = 500
_MAY_WAIT = dt.timedelta(seconds=3)


class TransactionNumber(Func):
    """That of the transaction which inserts the row, also where the caller has none."""

    template = "pg_current_xact_id()::text::bigint"


def note(keys: Iterable[str]) -> None:
    """Ask for these keys to be indexed again, within the caller's transaction."""
    gather(_write, keys)


def _write(keys: list[str]) -> None:
    number: Any = TransactionNumber() if connection.vendor == "postgresql" else 0
    SearchChange.objects.bulk_create(
        [SearchChange(key=key, transaction=number) for key in dict.fromkeys(keys)], batch_size=1_000
    )


def note_rights() -> None:
    """Ask for every record whose readers follow from rights of groups. Many calls in a row are drained as one."""
    note([EVERYTHING_RESTRICTED])


def drain() -> int:
    """Apply waiting changes to every engine and return how many were applied. An engine that is down keeps them waiting."""
    return sum(drain_if_up(engine) for engine in engines.every())


def drain_if_up(engine: Engine) -> int:
    """Apply waiting changes to one engine and return how many were applied; none when it is down, which is logged."""
    try:
        return drain_engine(engine)
    except EngineUnavailable as error:
        logger.warning("search: %s does not take changes now: %s", engine.name, error)
        return 0


def drain_engine(engine: Engine) -> int:
    """Apply all waiting changes to one engine. Raises EngineUnavailable; what was applied until then stays applied."""
    applied = 0
    while True:
        count = _drain_batch(engine)
        applied += count
        if count < BATCH:
            return applied


def waiting(engine: Engine) -> int:
    """How many changes an engine has not applied."""
    cursor = EngineCursor.objects.filter(pk=engine.name).first() or EngineCursor()
    return _waiting(cursor).count()


def is_behind(engine: Engine) -> bool:
    """Whether a change has waited for this engine longer than a change may: what it shows may be closed by now."""
    cursor = EngineCursor.objects.filter(pk=engine.name).first()
    return cursor is not None and _waiting(cursor).filter(at__lt=timezone.now() - _MAY_WAIT).exists()


def replay(rebuild: Rebuild, mark: EngineCursor) -> EngineCursor:
    """Apply to a new index what changed since `mark`; returns the mark up to which that was."""
    horizon = _horizon()
    rows = list(_waiting(mark))
    if any(row.key == FORGOTTEN for row in rows):
        note([FORGOTTEN])  # the index that this one takes the place of still has it
    for start in range(0, len(rows), BATCH):
        _apply(rebuild, [row.key for row in rows[start : start + BATCH]])
    return _advanced(mark, rows, horizon)


def present_mark(engine: Engine) -> EngineCursor:
    """A mark, not saved, that says: everything committed until now is known."""
    horizon = _horizon()
    return _advanced(EngineCursor(engine=engine.name), list(_waiting(EngineCursor())), horizon)


def set_mark(mark: EngineCursor) -> None:
    """Make `mark` the engine's cursor. Changes between may be applied twice, never left out."""
    mark.day = timezone.localdate()
    mark.save()


def _drain_batch(engine: Engine) -> int:
    with alone(engine.name) as cursor:
        _note_new_day(cursor)
        horizon = _horizon()  # before the rows are read: what ends in between is not yet passed
        rows = list(_waiting(cursor)[:BATCH])
        if not rows:
            return 0
        _apply(engine, [row.key for row in rows])
        if any(row.key == FORGOTTEN for row in rows):
            engine.forget()
        moved = _advanced(cursor, rows, horizon, is_all=len(rows) < BATCH)
        moved.save()
    if moved.change // _PRUNE_EVERY != cursor.change // _PRUNE_EVERY:
        _prune()
    return len(rows)


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
    """One rebuild of an engine at a time, on whatever machine; a crash ends the lock. Raises EngineUnavailable."""
    taken = EngineUnavailable("another rebuild is under way")
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


def _apply(target: Engine | Rebuild, keys: Sequence[str]) -> None:
    wanted = dict.fromkeys(key for key in keys if key not in (EVERYTHING_RESTRICTED, FORGOTTEN))
    if EVERYTHING_RESTRICTED in keys:
        wanted |= dict.fromkeys(documents.restricted_keys())
    ordered = list(wanted)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        records = documents.load(part)
        try:
            target.apply(records.values(), [key for key in part if key not in records])
        except RecordsRefused as refused:  # asking again would keep all others waiting: search_check tells of these
            logger.error("search: stepped over records: %s", refused)


def _waiting(cursor: EngineCursor) -> QuerySet[SearchChange]:
    later = Q(transaction__gt=cursor.transaction) | Q(transaction=cursor.transaction, id__gt=cursor.change)
    return SearchChange.objects.filter(later).exclude(id__in=cursor.ahead).order_by("transaction", "id")


def _advanced(
    cursor: EngineCursor, rows: Sequence[SearchChange], horizon: int | None, *, is_all: bool = True
) -> EngineCursor:
    """The cursor after these rows, which are all that wait or the first of them in order.

    It moves past rows of transactions that had ended before the rows were read; the others are remembered.
    """
    applied = {row.id: row.transaction for row in rows}
    applied |= dict(SearchChange.objects.filter(id__in=cursor.ahead).values_list("id", "transaction"))
    places = [(number, row) for row, number in applied.items() if horizon is None or number < horizon]
    if not is_all:
        places = [place for place in places if place <= (rows[-1].transaction, rows[-1].id)]
    reached = max([(cursor.transaction, cursor.change), *places])
    ahead = sorted(row for row, number in applied.items() if (number, row) > reached)
    return EngineCursor(engine=cursor.engine, transaction=reached[0], change=reached[1], ahead=ahead, day=cursor.day)


def _horizon() -> int | None:
    """Every transaction below this number has ended; None: every visible one has (SQLite)."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _note_new_day(cursor: EngineCursor) -> None:
    """Once a day, records whose status follows from dates are made again."""
    today = timezone.localdate()
    if cursor.day != today:
        if cursor.day is not None:
            note(documents.dated_keys())
        cursor.day = today
        cursor.save(update_fields=["day"])


def _prune() -> None:
    """Forget rows that every engine has applied."""
    names = [engine.name for engine in engines.every()]
    cursors = list(EngineCursor.objects.filter(engine__in=names))
    if len(cursors) < len(names):
        return
    done = min((cursor.transaction, cursor.change) for cursor in cursors)
    before = Q(transaction__lt=done[0]) | Q(transaction=done[0], id__lt=done[1])
    SearchChange.objects.filter(before, at__lt=timezone.now() - _KEEP).delete()
