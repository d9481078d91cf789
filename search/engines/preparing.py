"""Records are made ready in a second process while others are written, and here where it does not keep up."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess

from search.documents import IndexDoc
from search.engines.sqlite_records import Record, records

logger = logging.getLogger(__name__)

ALONE = 2_000
"""Records of a rebuild that are made ready here before a second process is worth its start, half a second."""
_AHEAD = 4
"""Batches that wait ready at most: what they take of memory."""

_Batch = tuple[list[IndexDoc], "Future[list[Record]] | None"]


class Preparation:
    """Batches go in, and come out ready in the same order. Without a second processor everything is done here."""

    def __init__(self) -> None:
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None
        self._is_alone = len(os.sched_getaffinity(0)) < 2
        self._waiting: deque[_Batch] = deque()

    def take(self, docs: list[IndexDoc]) -> Iterator[list[Record]]:
        """Gives in a batch; the batches that are to be written now."""
        self._seen += len(docs)
        if not self._is_alone and self._seen > ALONE:
            self._waiting.append((docs, _done(docs) if self._is_behind() else self._submitted(docs)))
            while len(self._waiting) > _AHEAD:
                yield self._next()
        else:
            yield from self.rest()
            yield records(docs)

    def rest(self) -> Iterator[list[Record]]:
        """What was given in and has not come out."""
        while self._waiting:
            yield self._next()

    def close(self) -> None:
        """Ends the second process; what was not taken out is lost. A second time it does nothing."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _is_behind(self) -> bool:
        """Whether we would wait for the second process now: better to take a batch off it."""
        first = self._waiting[0][1] if len(self._waiting) == _AHEAD else None
        return first is not None and not first.done()

    def _next(self) -> list[Record]:
        docs, future = self._waiting.popleft()
        try:
            return future.result() if future else records(docs)
        except BrokenProcessPool:
            self._lose()
            return records(docs)

    def _submitted(self, docs: list[IndexDoc]) -> Future[list[Record]] | None:
        try:
            return self._process().submit(records, docs)
        except BrokenProcessPool:
            self._lose()
            return None

    def _lose(self) -> None:
        """Killed for want of memory, perhaps: slower is better than not at all."""
        if not self._is_alone:
            logger.warning("search: the second process of the rebuild was lost; it goes on with one")
        self._is_alone = True

    def _process(self) -> ProcessPoolExecutor:
        """A fresh interpreter: a copy of ours would hold its locks, its database connections and its memory."""
        if self._pool is None:
            fresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=fresh, initializer=_end_with_the_parent)
        return self._pool


def _done(docs: list[IndexDoc]) -> Future[list[Record]]:
    ready: Future[list[Record]] = Future()
    ready.set_result(records(docs))
    return ready


def _end_with_the_parent() -> None:
    """A parent that was killed closes nothing; its child would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
