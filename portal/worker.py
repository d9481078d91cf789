"""The background worker: each job in a thread of its own, so that a long text extraction never delays the search index.

Nothing is kept in memory: what waits is a row, and a row is done when its transaction commits. So a worker may be killed at any moment and
started again, a failing job is tried again later, and a database that restarts is found again.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connections

logger = logging.getLogger(__name__)

LONGEST_PAUSE = dt.timedelta(seconds=30)
PATIENCE_AT_STOP = dt.timedelta(seconds=20)


@dataclass(frozen=True)
class Job:
    """Work to be done again and again; `run` does what waits and returns."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]

    def pause_after(self, failures: int) -> float:
        """Seconds until the next round: the interval, doubled with each failure in a row up to half a minute."""
        seconds = self.every.total_seconds() * 2.0 ** min(failures, 10)
        return min(seconds, max(LONGEST_PAUSE, self.every).total_seconds())


def run_once(jobs: Sequence[Job]) -> None:
    """One round of every job, here and now; the first error ends it."""
    for job in jobs:
        job.run()


def run_until(stop: threading.Event, jobs: Sequence[Job]) -> bool:
    """Runs every job at its interval until `stop` is set. False when one of them did not come to an end in time."""
    threads = [threading.Thread(target=_repeat, args=(job, stop), name=job.name, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = dt.datetime.now(tz=dt.UTC) + PATIENCE_AT_STOP
    for thread in threads:
        thread.join(max(0.0, (deadline - dt.datetime.now(tz=dt.UTC)).total_seconds()))
    unfinished = [thread.name for thread in threads if thread.is_alive()]
    if unfinished:
        logger.warning("stopped while still busy, to be taken up again at the next start: %s", ", ".join(unfinished))
    return not unfinished


def _repeat(job: Job, stop: threading.Event) -> None:
    failures, pause = 0, 0.0
    while not stop.wait(pause):
        try:
            job.run()
            failures = 0
        except Exception:
            failures += 1
            logger.exception("%s failed, %s in a row", job.name, failures)
            # The connection may be the thing that broke; the next round opens a new one.
            connections.close_all()
        pause = job.pause_after(failures)
    connections.close_all()
