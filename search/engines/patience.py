"""How long somebody waits: one limit for all requests that an answer takes, however many they are."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float] = ContextVar("ends_at", default=math.inf)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """What is asked of a server within takes so long at most, all together; a limit within a limit may only be earlier."""
    before = _ends_at.set(min(_ends_at.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends_at.reset(before)


def left() -> float:
    """Seconds; infinite where nobody set a limit, zero or less when the time is over."""
    return _ends_at.get() - time.monotonic()
