"""Make a whole index anew beside the one in use, and compare an index with what it should hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search import documents, outbox
from search.engines.base import Engine

BATCH = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys where an index is not what it should be."""

    missing: tuple[str, ...]
    superfluous: tuple[str, ...]
    outdated: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return self.missing + self.superfluous + self.outdated


def rebuild(engine: Engine, progress: Callable[[int], None] = lambda _: None) -> int:
    """Fill a new index and put it into use; returns the number of records. Changes during it are not lost.

    They are replayed from the outbox before the swap, and those that come even later are drained into the new one:
    the engine's cursor is set back to where the replay ended.
    """
    mark = outbox.present_mark(engine)
    building = engine.rebuild()
    count = 0
    try:
        for keys in _batches(documents.all_keys()):
            count += building.add(documents.load(keys).values())
            progress(count)
        with outbox.alone(engine.name):
            mark = outbox.replay(building, mark)
            building.swap()
            outbox.set_mark(mark)
    except BaseException:
        building.abort()
        raise
    return count


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
