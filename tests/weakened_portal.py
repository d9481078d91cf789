"""The portal's application without one of its locks, or failing in the middle: shows what the locks are for.

The web server of a test loads it in the place of `portal.wsgi`. WEAKENED names what is taken away: `numbers` (the lock on a
series of numbers), `proposal` (the lock on a proposal). PROPOSALS_THAT_FAIL are ids whose step fails after all was written.
Every step dwells between reading its task and deciding, so that another one is surely there too, with the locks and without.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from portal.wsgi import application
from workflows import execution, notifications, numbers
from workflows.flows import AidFlow
from workflows.models import Decision, NumberSeries, Proposal

__all__ = ["application"]

WEAKENED = set(os.environ.get("WEAKENED", "").split())
FAILING = {int(pk) for pk in os.environ.get("PROPOSALS_THAT_FAIL", "").split()}
DWELL_SECONDS = float(os.environ.get("DWELL_SECONDS", "0"))


@contextmanager
def _no_lock(flow_class: type, process_pk: int) -> Iterator[None]:
    with transaction.atomic():
        yield


_open_task, _decision_made = execution.open_task, notifications.decision_made


def _read_and_dwell(*args: Any, **kwargs: Any) -> Any:
    task = _open_task(*args, **kwargs)
    time.sleep(DWELL_SECONDS)
    return task


class _UnlockedRead:
    """In the place of `select_for_update()`: the number is read, and others read it too before it is counted up."""

    def get(self, **which: Any) -> NumberSeries:
        row: NumberSeries = NumberSeries.objects.get(**which)
        time.sleep(DWELL_SECONDS)
        return row


def _fail(decision: Decision, proposal: Proposal) -> None:
    if proposal.pk in FAILING:
        raise RuntimeError("made to fail after the number was given")
    _decision_made(decision, proposal)


execution.open_task = _read_and_dwell
notifications.decision_made = _fail
if "proposal" in WEAKENED:
    AidFlow.lock_impl = staticmethod(_no_lock)
if "numbers" in WEAKENED:
    NumberSeries.objects.select_for_update = _UnlockedRead
    numbers.audit = SimpleNamespace(queue_up=lambda: None)  # the queue for the audit chain would guard the series too
