"""The proposal under its lock: read once, and from then on the one that everything works on until the lock ends.

What the engine does reaches a proposal by its process. Outside a step (a timer, a job) it is read anew each time.
"""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from viewflow.workflow.models import Task

from workflows.acts import Acts
from workflows.enums import Function
from workflows.models import Decision, Proposal


@dataclass(slots=True)
class InHand:
    """A proposal that is written by its holder alone; its row is saved when the step ends, with verdict and stage at once."""

    proposal: Proposal
    acts: Acts
    ending: int | None = None
    """The key of the task that ends before the lock does: its row is saved once, when it has ended."""
    decision: Decision | None = None


_held: contextvars.ContextVar[InHand | None] = contextvars.ContextVar("proposal_in_hand", default=None)


@contextmanager
def holding(own: InHand) -> Iterator[InHand]:
    """Under the lock of the proposal, which was read under it with its unit and directorate."""
    token = _held.set(own)
    try:
        yield own
    finally:
        _held.reset(token)


def proposal_of(process_id: int) -> Proposal:
    """The proposal in hand, or the row as it is now, with its unit and directorate."""
    if (own := _held.get()) is not None and own.proposal.process_id == process_id:
        return own.proposal
    return Proposal.objects.select_related("unit", "leading_directorate").get(process_id=process_id)


def ids_of(process_id: int) -> list[int]:
    """The key of the proposal of a process; none while it has no proposal yet."""
    if is_held(process_id):
        return [proposal_of(process_id).pk]
    return list(Proposal.objects.filter(process_id=process_id).values_list("pk", flat=True))


def is_held(process_id: int | None) -> bool:
    """Whether its row will be saved by whoever has it in hand."""
    own = _held.get()
    return own is not None and own.proposal.process_id == process_id


def is_ending(task: Task) -> bool:
    """Whether its row is going to be saved anyway, before anybody else may read it."""
    own = _held.get()
    return own is not None and own.ending == task.pk


def last_in(function: Function, proposal: Proposal) -> int | None:
    """The key of the account that decided last in this function, in an earlier round."""
    own = _held.get()
    if own is None or own.proposal is not proposal:
        return Acts(proposal).last_in(function)
    if own.decision is not None and own.decision.function == function:
        return own.decision.by_id
    return own.acts.last_in(function)


def decision_made(proposal: Proposal) -> Decision | None:
    """The verdict on it in the step that is ending."""
    own = _held.get()
    return own.decision if own is not None and own.proposal.pk == proposal.pk else None


def decision_on(task: Task) -> Decision | None:
    """The verdict that ends the task, if there is one."""
    own = _held.get()
    if own is not None and own.decision is not None and own.decision.task_id == task.pk:
        return own.decision
    return Decision.objects.filter(task=task).first()
