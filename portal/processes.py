"""The processes of a running portal: the web server and the worker, started together, restarted when one dies, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.env import BASE_DIR

PATIENCE_AT_STOP_SECONDS = 25
RESTART_PAUSE_SECONDS = 1.0


def web_server(port: int, *, workers: int = 2) -> list[str]:
    """Granian answers on the loopback address; threads enough that slow clients hold nobody up, dead workers come back."""
    program = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--http", "1", "--no-ws", "--respawn-failed-workers", "--log-level", "error"]
    return [
        program,
        *options,
        "--workers",
        str(workers),
        "--blocking-threads",
        "8",
        "--port",
        str(port),
        "portal.wsgi:application",
    ]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "worker"]


class Processes:
    """Children that live and die together. Use as a context manager: leaving it stops them all."""

    def __init__(self, commands: Sequence[list[str]], environment: Mapping[str, str]) -> None:
        self._commands = list(commands)
        self._environment = dict(environment)
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Processes":
        self._children = [self._start(command) for command in self._commands]
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE_AT_STOP_SECONDS
        for child in self._children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def keep_alive(self) -> None:
        """Looks after the children until a signal ends this process; one that died is started again."""
        while True:
            time.sleep(RESTART_PAUSE_SECONDS)
            for place, child in enumerate(self._children):
                if child.poll() is not None:
                    self._children[place] = self._start(self._commands[place])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of their own keeps the terminal's Ctrl-C from them: they are asked to stop, once, in order.
        return subprocess.Popen(command, cwd=BASE_DIR, env=self._environment, start_new_session=True)  # noqa: S603 - our own commands
