"""A circuit breaker: after a failure the server is left alone for a while, so that no reader waits for a time-out again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.engines.base import EngineUnavailable

PAUSE = 15.0


class Breaker:
    """Shared by all threads of a process. One call in every `pause` seconds tries whether the server is back."""

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_until = 0.0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Raises EngineUnavailable at once while the server is left alone; opens on `ServerDown` from within, and stays as it is
        on `Untried`.

        Whatever else is raised comes from a server that answers: a rebuild follows on an index found to be unusable.
        """
        with self._lock:
            now = self._clock()
            if now < self._closed_until:
                raise EngineUnavailable("the search server failed moments ago and is left alone")
            if self._closed_until:  # this call tries; the others go on waiting meanwhile
                self._closed_until = now + self._pause
        is_down: bool | None = False
        try:
            yield
        except ServerDown:
            is_down = True
            raise
        except Untried:
            is_down = None
            raise
        finally:
            if is_down is not None:
                with self._lock:
                    self._closed_until = self._clock() + self._pause if is_down else 0.0


class ServerDown(EngineUnavailable):
    """The server cannot be reached or does not answer in time, as opposed to one that refuses a request."""


class Untried(EngineUnavailable):
    """There was no time to find out whether the server answers."""
