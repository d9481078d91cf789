"""Every transition of every task passes here: one hook, plus the creation and the failure of tasks, which the hook does not see.

Each event becomes a row of the timeline and a row of the audit chain, in the transaction of the act.
"""

import contextvars
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.signals import task_failed

from portal.core import audit
from portal.core.capacity import Capacity
from portal.core.gathering import gather
from portal.core.models import User
from workflows import in_hand
from workflows.models import Proposal, TimelineEvent

_actor: contextvars.ContextVar[User | None] = contextvars.ContextVar("workflow_actor", default=None)
_capacity: contextvars.ContextVar[Capacity | None] = contextvars.ContextVar("workflow_capacity", default=None)
_note: contextvars.ContextVar[str] = contextvars.ContextVar("workflow_note", default="")

# The engine's own bookkeeping: `complete` tells the same with the result.
SILENT = frozenset({"create_next", "activate_next", "execute", "start", "activate", "resume"})
RECORDED = frozenset({"HUMAN", "JOB", "END"})
"""Types of nodes; gates pass in the same instant as the step before them and would only repeat it."""


@contextmanager
def acting(user: User | None, note: str = "", capacity: Capacity | None = None) -> Iterator[None]:
    """Everything the engine does inside is done by this account, with this note; `capacity` if it may be another's."""
    actor, remark, office = _actor.set(user), _note.set(note), _capacity.set(capacity)
    try:
        yield
    finally:
        _actor.reset(actor)
        _capacity.reset(office)
        _note.reset(remark)


def current_note() -> str:
    """The note of whoever is acting now."""
    return _note.get()


def record(
    *, proposal: Proposal, verb: str, task: Task | None = None, note: str = "", data: dict[str, Any] | None = None
) -> TimelineEvent:
    """One event of a proposal. `data` holds ids, amounts and codes, never personal data."""
    return record_all(proposal=proposal, verb=verb, task=task, note=note, data=[data or {}])[0]


def record_all(
    *, proposal: Proposal, verb: str, task: Task | None = None, note: str = "", data: Sequence[dict[str, Any]]
) -> list[TimelineEvent]:
    """`record` for what was done several times at once: an event for each of `data`, in as many queries as one."""
    actor, capacity = _actor.get(), _capacity.get()
    node = task.flow_task.name if task is not None and task.flow_task else ""
    events = [
        TimelineEvent(
            proposal=proposal,
            task=task,
            node=node,
            verb=verb,
            actor=actor,
            actor_name=actor.name if actor else "",
            actor_office=capacity.office_in_full if capacity else actor.office if actor else "",
            note=note,
            at=timezone.now(),
        )
        for _event in data
    ]
    gather(_write, events)
    facts = [{"node": node, "task": task.pk if task else None} | each for each in data]
    audit.record_all(by=actor, verb=verb, obj=proposal, unit=proposal.unit, data=facts, capacity=capacity)
    return events


def _write(events: list[TimelineEvent]) -> None:
    TimelineEvent.objects.bulk_create(events)


def _after_transition(activation: Any, descriptor: Any, source: Any, target: Any, **kwargs: Any) -> None:
    verb, task = descriptor._func.__name__, activation.task
    if verb in SILENT or task.pk is None or task.flow_task_type not in RECORDED:
        return
    record(proposal=_proposal_of(task), verb=verb, task=task, note=_note.get(), data=_decided(task, verb))


def _decided(task: Task, verb: str) -> dict[str, Any]:
    if verb != "complete" or task.flow_task_type != "HUMAN":
        return {}
    decision = in_hand.decision_on(task)
    if decision is None:
        return {}
    return {
        "outcome": decision.outcome,
        "requested": decision.requested_amount,
        "approved": decision.approved_amount,
    }


def _after_creation(sender: type, instance: Any, created: bool, **kwargs: Any) -> None:
    if not created or not issubclass(sender, Task) or not hasattr(instance.flow_task, "enter"):
        return
    instance.flow_task.enter(instance)
    record(proposal=_proposal_of(instance), verb="created", task=instance)


def _after_failure(sender: Any, process: Any, task: Task, **kwargs: Any) -> None:
    record(proposal=_proposal_of(task), verb="failed", task=task, data={"error": task.data.get("error", "")})


def _proposal_of(task: Task) -> Proposal:
    return in_hand.proposal_of(task.process_id)


def install() -> None:
    """Called once, when the app is ready. The hook has one slot: whoever else wants it must go through here."""
    Activation.status.on_success()(_after_transition)
    post_save.connect(_after_creation, dispatch_uid="workflows-task-created")
    task_failed.connect(_after_failure, dispatch_uid="workflows-task-failed")
