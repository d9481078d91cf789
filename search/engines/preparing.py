"""Records are made ready in a second process while others are written, and here where it does not keep up."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from search.documents import IndexDoc

logger = logging.getLogger(__name__)

ALONE = 2_000
"""Records of a rebuild that are made ready here before a second process is worth its start, half a second."""
_AHEAD = 4
"""Batches that wait ready at most: what they take of memory."""

_Ready = TypeVar("_Ready")


class Preparation(Generic[_Ready]):
    """Batches go in, and come out ready in the same order. Without a second processor everything is done here.

    `make` is a function of a module, which the second process finds by its name.
    """

    def __init__(self, make: Callable[[list[IndexDoc]], _Ready]) -> None:
        self._make = make
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None
        self._is_alone = len(os.sched_getaffinity(0)) < 2
        self._waiting: deque[tuple[list[IndexDoc], Future[_Ready] | None]] = deque()

    def take(self, docs: list[IndexDoc]) -> Iterator[_Ready]:
        """Gives in a batch; the batches that are to be written now."""
        self._seen += len(docs)
        if not self._is_alone and self._seen > ALONE:
            self._waiting.append((docs, self._made_here(docs) if self._is_behind() else self._submitted(docs)))
            while len(self._waiting) > _AHEAD:
                yield self._next()
        else:
            yield from self.rest()
            yield self._make(docs)

    def rest(self) -> Iterator[_Ready]:
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

    def _made_here(self, docs: list[IndexDoc]) -> Future[_Ready]:
        ready: Future[_Ready] = Future()
        ready.set_result(self._make(docs))
        return ready

    def _next(self) -> _Ready:
        docs, future = self._waiting.popleft()
        try:
            return future.result() if future else self._make(docs)
        except BrokenProcessPool:
            self._lose()
            return self._make(docs)

    def _submitted(self, docs: list[IndexDoc]) -> Future[_Ready] | None:
        try:
            return self._process().submit(self._make, docs)
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


def _end_with_the_parent() -> None:
    """A parent that was killed closes nothing; its child would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
