"""Programs of ours that read strangers' files: each in a process of its own, without our environment, a few at a time."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """All places were taken for as long as one waits, or the account waits for several already."""


def run(program: Path, *arguments: object, seconds: float) -> "subprocess.CompletedProcess[bytes]":
    """Raises subprocess.TimeoutExpired. Neither passwords nor keys of the portal reach the process: it inherits no variable."""
    return subprocess.run(  # noqa: S603 - our own program, no shell, each argument is one
        [sys.executable, "-I", str(program), *map(str, arguments)],
        capture_output=True,
        timeout=seconds,
        check=False,
        env={},
    )


class Turns:
    """Places on the machine, of one process of the web server: `at_once` in all, and one account never has more than one."""

    MOST_WAITING = 2
    """Of one account: each that waits keeps a thread of the server from everybody."""

    def __init__(self, *, at_once: int, patience: float) -> None:
        """`patience` in seconds."""
        self.at_once, self.patience = at_once, patience
        self._changed = threading.Condition()
        self._running: Counter[int | None] = Counter()
        self._waiting: Counter[int | None] = Counter()

    @contextmanager
    def turn(self, account: int | None) -> Iterator[None]:
        """Waits for a place and holds it. Without an account only the places count. Raises BusyError."""
        with self._changed:
            self._wait(account)
            self._running[account] += 1
        try:
            yield
        finally:
            with self._changed:
                self._running[account] -= 1
                self._changed.notify_all()

    def _wait(self, account: int | None) -> None:
        if self._may_run(account):
            return
        if account is not None and self._waiting[account] >= self.MOST_WAITING:
            raise BusyError
        self._waiting[account] += 1
        try:
            if not self._changed.wait_for(lambda: self._may_run(account), timeout=self.patience):
                raise BusyError
        finally:
            self._waiting[account] -= 1

    def _may_run(self, account: int | None) -> bool:
        is_free = self._running.total() < self.at_once
        return is_free and (account is None or not self._running[account])
