"""Make a whole index anew beside the one in use, and compare an index with what it should hold."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeVar

from search import cursors, documents, outbox
from search.engines.base import Engine, EngineUnavailable, Rebuild, RecordsRefused, UnusableIndex
from search.engines.breaker import ServerDown, Untried

logger = logging.getLogger(__name__)

BATCH = 200
_LOOK_EVERY = 30.0
_LONGEST_PAUSE = 600.0
_DRAIN_EVERY = 1.0
_looked_at: dict[str, float] = {}
_pauses: dict[str, float] = {}
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys where an index is not what it should be, and keys whose records cannot be made at all."""

    missing: tuple[str, ...]
    superfluous: tuple[str, ...]
    outdated: tuple[str, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What indexing anew puts right."""
        return self.missing + self.superfluous + self.outdated


def keep_up(engine: Engine) -> int:
    """The worker's round: apply what waits, and now and then heal an index that a new version or a lost file made useless.

    One engine, so that a server which hangs keeps no change from the embedded engine that answers in its place.
    """
    applied = outbox.drain_if_up(engine)
    now = time.monotonic()
    is_due = now - _looked_at.get(engine.name, -_LONGEST_PAUSE) >= _pauses.get(engine.name, _LOOK_EVERY)
    if not is_due and engine.name not in cursors.doubted:
        return applied
    cursors.doubted.discard(engine.name)
    is_first = engine.name not in _looked_at
    _looked_at[engine.name] = now
    try:
        _look_after(engine, thorough=is_first)  # what broke while no worker ran
    except EngineUnavailable as error:
        logger.warning("search: %s could not be looked after: %s", engine.name, error)
    return applied + outbox.drain_if_up(engine)


def why_rebuild(engine: Engine) -> str:
    """Why the index is to be made anew, in English, for operators; empty when it is not, or when the engine is down."""
    health = engine.health()
    if health.needs_rebuild:
        return health.detail or "it was never filled"
    return "nobody knows which changes it has" if health.ok and not cursors.is_known(engine) else ""


def _look_after(engine: Engine, *, thorough: bool) -> None:
    drain = _draining(engine)
    reason = why_rebuild(engine) or (_damage(engine, drain) if thorough else "")
    if not reason:
        engine.end_grace()
        return
    logger.warning("search: %s is made anew: %s", engine.name, reason)
    cursors.doubt_if_up(engine)
    try:
        rebuild(engine, drain)
    except (ServerDown, Untried):  # the next look finds out in a moment whether it is back
        raise
    except EngineUnavailable:  # a disk that is full is not filled again every half minute
        _pauses[engine.name] = min(2 * _pauses.get(engine.name, _LOOK_EVERY), _LONGEST_PAUSE)
        raise
    _pauses.pop(engine.name, None)


def _damage(engine: Engine, drain: Callable[[int], None]) -> str:
    try:
        _meanwhile(engine.check, partial(drain, 0))
    except UnusableIndex as error:
        return str(error)
    return ""


def _meanwhile(work: Callable[[], _Found], drain: Callable[[], None]) -> _Found:
    """The result of work that takes long and asks nothing of the database; what changes until then does not wait for it."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        while not wait([future], timeout=_DRAIN_EVERY).done:
            drain()
        return future.result()


def _draining(engine: Engine) -> Callable[[int], None]:
    """For work of minutes by the worker itself: what is closed meanwhile is closed in the index that goes on answering."""
    last = time.monotonic()

    def drain(_: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _DRAIN_EVERY:
            outbox.drain_if_up(engine)
            last = time.monotonic()

    return drain


def rebuild(engine: Engine, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fill a new index and put it into use; returns the number of records. Changes during it are not lost.

    They are replayed from the outbox before the swap, and those that come even later are drained into the new one:
    the engine's cursor is set back to where the replay ended. `progress` is told every second or so how many there are.
    Raises RebuildUnderWay while another one is under way.
    """
    with cursors.rebuilding_alone(engine.name):
        return _rebuild(engine, progress)


def _rebuild(engine: Engine, progress: Callable[[int], None]) -> int:
    mark = cursors.present_mark(engine)
    building = engine.rebuild()
    count = 0
    try:
        for keys in _batches(documents.all_keys()):
            count += building.add(documents.load_readable(keys).records.values())
            progress(count)
        count -= _settle(building, lambda: progress(count))
        cursors.announce(engine, building.index)
        with cursors.alone(engine.name) as in_use:
            mark = outbox.replay(building, mark, in_use)
            building.swap()
            cursors.set_mark(mark, building.index)
    except BaseException:
        building.abort()
        raise
    return count


def _settle(building: Rebuild, drain: Callable[[], None]) -> int:
    """How many records the engine does not take; it goes into use without them, and `search_check` tells of them."""
    try:
        _meanwhile(building.settle, drain)
    except RecordsRefused as refused:
        logger.error("search: made anew without some records: %s", refused)
        return len(refused.keys)
    return 0


def compare(engine: Engine) -> Difference:
    """What differs between the index and the records as they would be made now. Changes that wait count as differences."""
    indexed = dict(engine.inventory())
    missing: list[str] = []
    outdated: list[str] = []
    unreadable: list[str] = []
    for keys in _batches(documents.all_keys()):
        loaded = documents.load_readable(keys)
        unreadable += loaded.unreadable
        for key, record in loaded.records.items():
            known = indexed.pop(key, None)
            if known is None:
                missing.append(key)
            elif known != record.fingerprint():
                outdated.append(key)
    return Difference(tuple(missing), tuple(indexed), tuple(outdated), tuple(unreadable))


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while part := list(islice(rest, BATCH)):
        yield part
