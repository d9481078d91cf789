"""Due dates in Indonesian working days, and the periodic tick that fires what is due."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Task
from viewflow.workflow.timers import fire_due_timers

from portal.core.formats import WIB
from portal.core.gathering import held
from portal.core.models import User
from portal.core.working_days import add_working_days
from workflows import in_hand, notifications
from workflows.enums import OPEN_TASK, Outcome, Step
from workflows.models import Proposal, ReturnRequest, StepDeadline, TaskMeta
from workflows.routing import proposal_of

logger = logging.getLogger(__name__)

MANY_FAILURES = 5
"""From here on somebody is told (nodes.py), and a job is tried once an hour."""
_PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (0, 2, 10, 30))
_LONGEST_PAUSE = dt.timedelta(hours=1)
_CORRECTION = frozenset({Step.REVISION, Step.SUBMISSION})
"""Steps that share the days of a correction."""


def due_date(step: Step, start: dt.date) -> dt.date | None:
    """The last day of a step that opens on `start`; None for a step without a configured deadline."""
    days = held("days of the steps", _days_of_steps).get(step)
    return None if days is None else add_working_days(start, days)


def _days_of_steps() -> dict[str, int]:
    return dict(StepDeadline.objects.values_list("step", "working_days"))


def end_of_correction(proposal: Proposal) -> dt.date | None:
    """The last day on which unit and head may still answer the newest return; None before the first one, or without a deadline.

    The days of the step «Perbaikan» are theirs together and count from the return itself: handing the correction to and
    fro between them wins no new ones.
    """
    returned_at = (
        held(f"last return of {proposal.pk}", lambda: _returned_at(proposal)) if proposal.is_registered else None
    )
    return due_date(Step.REVISION, timezone.localdate(returned_at)) if returned_at else None


def _returned_at(proposal: Proposal) -> dt.datetime | None:
    decision = in_hand.decision_made(proposal)
    if decision is not None and decision.outcome == Outcome.RETURNED and decision.step != Step.DIRECTOR_GENERAL:
        return decision.at
    newest = ReturnRequest.objects.filter(proposal=proposal).order_by("-pk")
    return newest.values_list("decision__at", flat=True).first()


def last_day(proposal: Proposal, step: Step) -> dt.date | None:
    """The last day of a step that opens now; None without a deadline."""
    own = due_date(step, timezone.localdate())
    if step not in _CORRECTION:
        return own
    shared = end_of_correction(proposal)
    if shared is None or own is None or step is Step.REVISION:
        return shared or own
    return min(own, shared)


def start(task: Task, proposal: Proposal, step: Step, meant_for: User | None) -> dt.date | None:
    """Writes the due date, and for whom it is, beside a task that has just come into being."""
    due_on = last_day(proposal, step)
    TaskMeta.objects.create(task=task, proposal=proposal, step=step, due_on=due_on, meant_for=meant_for)
    return due_on


def expires_at(proposal: Proposal) -> dt.datetime | None:
    """When a returned proposal expires, whether the unit or its head holds it: the end of the last working day."""
    last = end_of_correction(proposal)
    return dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=WIB) if last else None


def expiry(activation: Any) -> dt.datetime | None:
    """`expires_at` as the flow asks for it; the nodes arm no deadline where there is none."""
    return expires_at(proposal_of(activation))


def tick(*, retry_now: bool = False) -> int:
    """Fires due timers, sends one reminder per overdue task, retries failed jobs. Returns how many things happened.

    `retry_now` is for somebody who has removed the cause: failed jobs do not wait for the end of their pause.
    Safe to run at any time and twice at once: each thing is looked at again under its lock.
    """
    fired: int = fire_due_timers()
    return fired + remind() + retry_failed_jobs(now=retry_now)


def remind() -> int:
    """One reminder per task, on the day it falls due or as soon after as the tick runs."""
    due = TaskMeta.objects.filter(
        task__status__in=OPEN_TASK, due_on__lte=timezone.localdate(), reminded_at__isnull=True
    ).values_list("pk", flat=True)
    return sum(_remind_one(pk) for pk in list(due))


@transaction.atomic
def _remind_one(task_pk: int) -> bool:
    waiting = TaskMeta.objects.filter(pk=task_pk, reminded_at__isnull=True, task__status__in=OPEN_TASK)
    meta = waiting.select_for_update(of=("self",)).first()
    if meta is None or meta.due_on is None:
        return False
    meta.reminded_at = timezone.now()
    meta.save(update_fields=("reminded_at",))
    task = Task.objects.select_related("owner").get(pk=task_pk)
    proposal = Proposal.objects.select_related("unit", "leading_directorate").get(pk=meta.proposal_id)
    notifications.task_due(task, proposal, Step(meta.step), meta.due_on)
    return True


def pause_after(failures: int) -> dt.timedelta:
    """How long a job rests after its nth failure: longer each time, never for ever."""
    return _PAUSES[failures - 1] if 1 <= failures < MANY_FAILURES else _LONGEST_PAUSE


def retry_failed_jobs(*, now: bool = False) -> int:
    """Puts jobs that failed back into the queue, each after its pause, or all of them `now`."""
    retried = 0
    for task in Task.objects.filter(flow_task_type="JOB", status=STATUS.ERROR):
        if not (now or _has_rested(task)):
            continue
        try:
            with task.activation() as activation:
                if activation.retry.can_proceed():
                    activation.retry()
                    retried += 1
        except FlowLockFailed:
            logger.info("job %s is locked, tried again at the next tick", task.pk)
    return retried


def _has_rested(task: Task) -> bool:
    failed_at = task.data.get("failed_at")
    if failed_at is None:
        return True
    return timezone.now() >= dt.datetime.fromisoformat(failed_at) + pause_after(task.data["failures"])
