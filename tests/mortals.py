"""Processes that are killed in the midst of what they do. One starts and imports; each victim is its copy, made in milliseconds."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

KILLS = 20
"""How often in each way."""

_PARENT = """
import os, sys
from functools import cache
{imports}
@cache
def begin():
    print(os.getpid(), flush=True)
print("ready", flush=True)
for line in sys.stdin:
    if os.fork():
        os.wait()
        print("ended", flush=True)
        continue
{work}
"""


def moments(longest: float, *, seed: int = 2026) -> Iterator[float]:
    """Seconds to wait before each kill, the same in every run."""
    dice = random.Random(seed)
    return (dice.uniform(0.0, longest) for _ in range(KILLS))


@contextmanager
def mortals(
    work: str, *arguments: str, imports: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[Callable[..., list[str]]]:
    """A function that lets a victim do `work` (Python; `line` is what it is told), kills it by SIGKILL so many seconds after its
    first `begin()`, and returns the lines it printed. `work` has to go on for ever.
    """
    indented = "\n".join(f"    {each}" for each in work.strip().splitlines())
    command = [sys.executable, "-c", _PARENT.format(imports=imports, work=indented), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        lines = parent.stdout
        assert lines.readline() == "ready\n"

        def killed_after(seconds: float, line: str = "") -> list[str]:
            print(line, file=parent.stdin, flush=True)
            victim = int(lines.readline())
            time.sleep(seconds)
            os.kill(victim, signal.SIGKILL)
            return list(iter(lambda: lines.readline().strip(), "ended"))

        yield killed_after
        parent.stdin.close()
