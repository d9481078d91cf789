"""Time on the processor, of this thread and of servers beside it: what other programs on the machine hardly change."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

Clock = Callable[[], float]
"""Seconds on a processor since some moment."""


def of_thread_and(*processes: int) -> Clock:
    """Of the thread that asks, and of these processes of this machine with all their threads."""

    def now() -> float:
        return time.thread_time() + sum(map(_of_process, processes))

    return now


def of_ended_children() -> float:
    """Seconds of all processes of ours that have ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def is_here(process: int, name: str) -> bool:
    """Whether a process of this machine has this number, and `name` in its command line: a server may run on another machine."""
    try:
        return name.encode() in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _of_process(process: int) -> float:
    """Seconds, to the nanosecond. A thread that ends takes its time with it: servers keep theirs."""
    seconds = 0.0
    for told in Path(f"/proc/{process}/task").glob("*/schedstat"):
        try:
            seconds += int(told.read_text().split()[0]) / 1e9
        except FileNotFoundError:  # the thread ended between the listing and the reading
            continue
    return seconds
