"""The one background process: search index, mail, tasks, deadlines, scheduled publishing."""

import datetime as dt
import signal
import threading
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from documents import jdihn, suggesting
from portal import tasks
from portal.accounts import keeping
from portal.core import coming_in, discarding, limits, mail
from portal.worker import Job, run_once, run_until
from search import engines, rebuilding, watching
from workflows import deadlines, leftovers, paper_texts, retention

MINUTE = dt.timedelta(minutes=1)


def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


JOBS = [
    Job("mail", dt.timedelta(seconds=1), mail.send_pending),
    Job("tasks", dt.timedelta(seconds=0.5), tasks.run_waiting),
    Job("abandoned tasks", dt.timedelta(seconds=5), tasks.take_up_abandoned),
    Job("scheduled publishing", MINUTE, publish_scheduled),
    Job("relation suggestions", dt.timedelta(seconds=10), suggesting.keep_up),
    Job("JDIHN feed", dt.timedelta(seconds=2), jdihn.Feed().keep_up),
    Job("texts of papers", dt.timedelta(seconds=2), paper_texts.keep_up),
    Job("deadlines", MINUTE, deadlines.tick),
    Job("counts of requests", dt.timedelta(hours=1), limits.forget_old),
    Job("broken-off uploads", 10 * MINUTE, coming_in.sweep),
    Job("discarded files", MINUTE, discarding.remove),
    Job("kept forms", dt.timedelta(hours=1), keeping.discard_expired),
    Job("retention of personal data", dt.timedelta(hours=1), retention.keep_up),
    Job("leftovers of drafts", dt.timedelta(hours=1), leftovers.sweep),
]


WATCH = Job("rights changed in bulk", dt.timedelta(seconds=2), watching.keep_up)
"""Before the search engines: what it notes they apply in the same round of `--once`."""


def jobs() -> list[Job]:
    """One for each search engine of the installation, so that none waits for another, and all the others."""
    search = [
        Job(f"search in {engine.name}", dt.timedelta(seconds=0.2), partial(rebuilding.keep_up, engine))
        for engine in engines.every()
    ]
    return [WATCH, *search, *JOBS]


class Command(BaseCommand):
    help = (
        "Runs the background jobs until SIGTERM or Ctrl-C: search index, mail, tasks, deadlines, scheduled publishing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            run_once(jobs())
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        self.stdout.write("worker: started")
        run_until(stop, jobs())
        self.stdout.write("worker: stopped")
