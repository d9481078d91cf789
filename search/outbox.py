"""Changes on their way to the engines. Requests only write rows here; the worker drains them. How far it is: `search.cursors`."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.db import connection
from django.db.models import Func
from django.utils import timezone

from portal.core.gathering import gather
from search import access, cursors, documents, engines, marks
from search.engines.base import Engine, EngineUnavailable, Rebuild, RecordsRefused
from search.models import EngineCursor, SearchChange

logger = logging.getLogger(__name__)

EVERYTHING_RESTRICTED = "*restricted"
"""A key that stands for every record whose readers follow from rights of groups."""

FORGOTTEN = "*forgotten"
"""A key that asks the engines to overwrite what changed and deleted records left behind."""

BATCH = 1_000
_AT_ONCE = 100
_PRUNE_EVERY = 500
_TELL_EVERY = 60.0
_told: dict[str, float] = {}
_applied_grants: dict[str, access.EveryGrant] = {}


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


def has_applied(grants: access.EveryGrant) -> bool:
    """Whether this process brought every record whose readers follow from rights into every engine while rights were these."""
    return all(_applied_grants.get(engine.name) == grants for engine in engines.every())


def drain() -> int:
    """Apply waiting changes to every engine and return how many were applied. An engine that is down keeps them waiting."""
    return sum(drain_if_up(engine) for engine in engines.every())


def drain_if_up(engine: Engine) -> int:
    """Apply waiting changes to one engine and return how many were applied; none when it is down, which is logged."""
    try:
        applied = drain_engine(engine)
    except EngineUnavailable as error:
        _told_down(engine, error)
        return 0
    _told.pop(engine.name, None)
    return applied


def _told_down(engine: Engine, error: EngineUnavailable) -> None:
    """Once a minute: the worker tries five times a second."""
    now = time.monotonic()
    if now - _told.get(engine.name, -_TELL_EVERY) >= _TELL_EVERY:
        _told[engine.name] = now
        logger.warning("search: %s does not take changes now, %s wait: %s", engine.name, cursors.waiting(engine), error)


def drain_engine(engine: Engine) -> int:
    """Apply all waiting changes to one engine. Raises EngineUnavailable; what was applied until then stays applied."""
    applied = 0
    while True:
        count = _drain_batch(engine)
        applied += count
        if count < BATCH:
            return applied


def replay(rebuild: Rebuild, mark: EngineCursor, in_use: EngineCursor) -> EngineCursor:
    """Apply to a new index what changed since `mark`; returns the mark up to which that was.

    The new index says the same of itself as the one whose place it takes, which has no more: a cursor that is true of the one is
    true of the other. Which of the two it is, their names tell.
    """
    ended = cursors.horizon()
    rows = list(cursors.waiting_after(mark))
    if any(row.key == FORGOTTEN for row in rows):
        note([FORGOTTEN])  # the index that this one takes the place of still has it
    for start in range(0, len(rows) or 1, BATCH):
        _apply(rebuild, [row.key for row in rows[start : start + BATCH]], in_use.mark)
    reached = cursors.advanced(mark, rows, ended)
    reached.mark = in_use.mark
    return reached


def _drain_batch(engine: Engine) -> int:
    with cursors.alone(engine.name) as cursor:
        _note_new_day(cursor)
        ended = cursors.horizon()  # before the rows are read: what ends in between is not yet passed
        rows = list(cursors.waiting_after(cursor)[:BATCH])
        if not rows:
            with suppress(EngineUnavailable):  # nothing is to be done with it now
                cursors.doubt(engine, cursor)
            return 0
        cursors.doubt(engine, cursor)
        keys = [row.key for row in rows]
        grants = access.every_grant() if EVERYTHING_RESTRICTED in keys else None  # before the records are made
        _apply(engine, keys, marks.of(rows))
        if FORGOTTEN in keys:
            engine.forget()
        moved = cursors.advanced(cursor, rows, ended, is_all=len(rows) < BATCH)
        moved.save(update_fields=["transaction", "change", "ahead", "mark"])  # another engine may have distrusted all
        if grants is not None:
            _applied_grants[engine.name] = grants
    if moved.change // _PRUNE_EVERY != cursor.change // _PRUNE_EVERY:
        cursors.prune()
    return len(rows)


def _apply(target: Engine | Rebuild, keys: Sequence[str], mark: str) -> None:
    """Make these records anew and let the index say this mark, also where there is none to be made."""
    parts = _parts(keys)
    for number, part in enumerate(parts, 1):
        records = documents.load_readable(part).records
        said = mark if number == len(parts) else marks.begun(mark)
        try:
            target.apply(records.values(), [key for key in part if key not in records], said)
        except RecordsRefused as refused:  # asking again would keep all others waiting: search_check tells of these
            logger.error("search: stepped over records: %s", refused)


def _parts(keys: Sequence[str]) -> list[list[str]]:
    """The keys of the records that are to be made, in parts; an empty one when there are none."""
    wanted = dict.fromkeys(key for key in keys if key not in (EVERYTHING_RESTRICTED, FORGOTTEN))
    if EVERYTHING_RESTRICTED in keys:
        wanted |= dict.fromkeys(documents.restricted_keys())
    ordered = list(wanted)
    return [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered) or 1, _AT_ONCE)]


def _note_new_day(cursor: EngineCursor) -> None:
    """Once a day, records whose status follows from dates are made again."""
    today = timezone.localdate()
    if cursor.day != today:
        if cursor.day is not None:
            note(documents.dated_keys())
        cursor.day = today
        cursor.save(update_fields=["day"])
