"""Make a whole index anew beside the one in use, and compare an index with what it should hold."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search import cursors, documents, outbox
from search.engines.base import Engine, EngineUnavailable, Rebuild, RecordsRefused

logger = logging.getLogger(__name__)

BATCH = 200
_LOOK_EVERY = 30.0
_DRAIN_EVERY = 2.0
_looked_at: dict[str, float] = {}


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
    now = time.monotonic()
    if now - _looked_at.get(engine.name, -_LOOK_EVERY) >= _LOOK_EVERY:
        is_first = engine.name not in _looked_at
        _looked_at[engine.name] = now
        try:
            _look_after(engine, thorough=is_first)  # what broke while no worker ran
        except EngineUnavailable as error:
            logger.warning("search: %s could not be looked after: %s", engine.name, error)
    return outbox.drain_if_up(engine)


def why_rebuild(engine: Engine, *, thorough: bool = False) -> str:
    """Why the index is to be made anew, in English, for operators; empty when it is not, or when the engine is down."""
    health = engine.health(thorough=thorough)
    if health.needs_rebuild:
        return health.detail or "it was never filled"
    return "nobody knows which changes it has" if health.ok and not cursors.is_known(engine) else ""


def _look_after(engine: Engine, *, thorough: bool) -> None:
    if reason := why_rebuild(engine, thorough=thorough):
        logger.warning("search: %s is made anew: %s", engine.name, reason)
        rebuild(engine, _draining(engine))
    else:
        engine.end_grace()


def _draining(engine: Engine) -> Callable[[int], None]:
    """For a rebuild of minutes by the worker itself: what is closed meanwhile is closed in the index that goes on answering."""
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
    the engine's cursor is set back to where the replay ended. Raises EngineUnavailable while another one is under way.
    """
    with cursors.rebuilding_alone(engine.name):
        return _rebuild(engine, progress)


def _rebuild(engine: Engine, progress: Callable[[int], None]) -> int:
    mark = cursors.present_mark(engine)
    building = engine.rebuild()
    count = 0
    try:
        for keys in _batches(documents.all_keys()):
            count += _add(building, keys)
            progress(count)
        building.settle()
        cursors.announce(engine, building.index)
        with cursors.alone(engine.name):
            mark = outbox.replay(building, mark)
            building.swap()
            cursors.set_mark(mark, building.index)
    except BaseException:
        building.abort()
        raise
    return count


def _add(building: Rebuild, keys: Sequence[str]) -> int:
    records = documents.load_readable(keys).records
    try:
        return building.add(records.values())
    except RecordsRefused as refused:
        logger.error("search: made anew without some records: %s", refused)
        return len(records) - len(refused.keys)


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
