"""Make a whole index anew beside the one in use, and compare an index with what it should hold."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search import documents, outbox
from search.documents import IndexDoc
from search.engines.base import Engine, EngineUnavailable, Rebuild, RecordsRefused

logger = logging.getLogger(__name__)

BATCH = 200
_LOOK_EVERY = 30.0
_looked_at: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys where an index is not what it should be."""

    missing: tuple[str, ...]
    superfluous: tuple[str, ...]
    outdated: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return self.missing + self.superfluous + self.outdated


def keep_up(engine: Engine) -> int:
    """The worker's round: apply what waits, and now and then heal an index that a new version or a lost file made useless.

    One engine, so that a server which hangs keeps no change from the embedded engine that answers in its place.
    """
    now = time.monotonic()
    if now - _looked_at.get(engine.name, -_LOOK_EVERY) >= _LOOK_EVERY:
        health = engine.health(thorough=engine.name not in _looked_at)  # what broke while no worker ran
        _looked_at[engine.name] = now
        if health.needs_rebuild:
            logger.warning("search: %s is made anew: %s", engine.name, health.detail or "it was never filled")
            try:
                rebuild(engine)
            except EngineUnavailable as error:
                logger.warning("search: %s could not be made anew: %s", engine.name, error)
        elif health.ok:
            _end_grace(engine)
    return outbox.drain_if_up(engine)


def _end_grace(engine: Engine) -> None:
    try:
        engine.end_grace()
    except EngineUnavailable as error:
        logger.warning("search: %s keeps an index that is out of use: %s", engine.name, error)


def rebuild(engine: Engine, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fill a new index and put it into use; returns the number of records. Changes during it are not lost.

    They are replayed from the outbox before the swap, and those that come even later are drained into the new one:
    the engine's cursor is set back to where the replay ended. Raises EngineUnavailable while another one is under way.
    """
    with outbox.rebuilding_alone(engine.name):
        return _rebuild(engine, progress)


def _rebuild(engine: Engine, progress: Callable[[int], None]) -> int:
    mark = outbox.present_mark(engine)
    building = engine.rebuild()
    count = 0
    try:
        for keys in _batches(documents.all_keys()):
            count += _add(building, documents.load(keys).values())
            progress(count)
        with outbox.alone(engine.name):
            mark = outbox.replay(building, mark)
            building.swap()
            outbox.set_mark(mark)
    except BaseException:
        building.abort()
        raise
    return count


def _add(building: Rebuild, records: Collection[IndexDoc]) -> int:
    try:
        return building.add(records)
    except RecordsRefused as refused:
        logger.error("search: made anew without some records: %s", refused)
        return len(records) - len(refused.keys)


def compare(engine: Engine) -> Difference:
    """What differs between the index and the records as they would be made now. Changes that wait count as differences."""
    indexed = dict(engine.inventory())
    missing: list[str] = []
    outdated: list[str] = []
    for keys in _batches(documents.all_keys()):
        for key, record in documents.load(keys).items():
            known = indexed.pop(key, None)
            if known is None:
                missing.append(key)
            elif known != record.fingerprint():
                outdated.append(key)
    return Difference(tuple(missing), tuple(indexed), tuple(outdated))


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while part := list(islice(rest, BATCH)):
        yield part
