"""How long somebody waits: one limit for all requests that an answer takes, however many they are."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_SHARE = 0.5


@dataclass(slots=True)
class _Waiting:
    seconds: float = math.inf
    ends_at: float = math.inf
    spent: float = 0.0


_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """What is asked of a server within takes so long at most, all together; a limit within a limit may only be earlier."""
    outer = _waiting.get()
    inner = _Waiting(seconds, min(outer.ends_at if outer else math.inf, time.monotonic() + seconds))
    before = _waiting.set(inner)
    try:
        yield
    finally:
        _waiting.reset(before)
        if outer:
            outer.spent += inner.spent


def left() -> float:
    """Seconds; infinite where nobody set a limit, zero or less when the time is over."""
    waiting = _waiting.get()
    return waiting.ends_at - time.monotonic() if waiting else math.inf


@contextmanager
def spending() -> Iterator[None]:
    """While a server is waited for."""
    waiting, started = _waiting.get(), time.monotonic()
    try:
        yield
    finally:
        if waiting:
            waiting.spent += time.monotonic() - started


def went_elsewhere() -> bool:
    """Whether the portal itself used up most of the time: that it is over says nothing of the server."""
    waiting = _waiting.get()
    return waiting is not None and waiting.spent < _SHARE * waiting.seconds
