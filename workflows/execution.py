"""Doing one step: lock, fresh rows, rights, claim, verdict, onward. Every action that finishes a task goes through `open_step`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from portal.core.capacity import Capacity
from portal.core.models import User
from workflows import notifications, unsaved
from workflows.audit import acting
from workflows.enums import OPEN_TASK, OUTCOMES_WITH_REASON, Outcome, Step
from workflows.flows import AidFlow
from workflows.models import Decision, Proposal
from workflows.permissions import capacity_in, check_can_act, holds_right_of
from workflows.steps import STEPS


class ConflictError(Exception):
    """Somebody or something was faster; nothing was changed. The message is a sentence for the user."""


class StepIsOverError(ConflictError):
    """The step is not open (any more)."""


class TaskIsTakenError(ConflictError):
    """Another person has taken the task."""


class ReasonIsMissingError(Exception):
    """A return, refusal or rejection came without its reason."""


class OutcomeIsForeignError(Exception):
    """The step does not know this outcome."""


@dataclass(slots=True)
class OpenStep:
    """One open step under its lock; the proposal and the task are fresh."""

    proposal: Proposal
    task: Task
    step: Step
    by: User
    capacity: Capacity
    decision: Decision | None = None

    def decide(self, outcome: Outcome, reason: str = "") -> Decision:
        """Writes the verdict that the flow's switch will route. Raises ReasonIsMissingError, OutcomeIsForeignError."""
        if outcome not in STEPS[self.step].outcomes:
            raise OutcomeIsForeignError(f"{self.step} has no outcome {outcome}")
        reason = reason.strip()
        if outcome in OUTCOMES_WITH_REASON and not reason:
            raise ReasonIsMissingError(_("Tuliskan alasannya. Pengembalian dan penolakan wajib disertai alasan."))
        field = f"{self.step.value}_outcome"
        if hasattr(self.proposal, field):
            setattr(self.proposal, field, outcome)
        self.proposal.save()
        self.decision = Decision.objects.create(
            proposal=self.proposal,
            task=self.task,
            step=self.step,
            function=STEPS[self.step].function,
            outcome=outcome,
            reason=reason,
            by=self.by,
            by_name=self.capacity.name,
            by_office=self.capacity.office,
            acting_for=self.capacity.acting_for,
            acting_for_name=self.capacity.acting_for_name,
            acting_for_office=self.capacity.acting_for_office,
            requested_amount=self.proposal.requested_amount,
            approved_amount=self.proposal.approved_amount,
            at=timezone.now(),
        )
        return self.decision


@contextmanager
def open_step(*, by: User, proposal: Proposal, step: Step, task_id: int | None = None) -> Iterator[OpenStep]:
    """Holds the proposal's lock; the body must `decide`, and on leaving the flow moves on. Any error undoes everything.

    Raises what `held_step` raises.
    """
    with held_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened:
        activation = opened.task.flow_task.activation_class(opened.task)
        activation.start(None)
        yield opened
        if opened.decision is None:
            raise OutcomeIsForeignError(f"{step} was left without a decision")
        unsaved.forget(opened.proposal)
        notifications.decision_made(opened.decision, opened.proposal)
        activation.execute()
    proposal.refresh_from_db()


@contextmanager
def held_step(*, by: User, proposal: Proposal, step: Step, task_id: int | None = None) -> Iterator[OpenStep]:
    """Holds the proposal's lock and makes `by` the owner of the open task; the step stays open.

    `task_id` is the task that the user saw: another round of the same step is not the same task.
    Raises StepIsOverError, TaskIsTakenError, RefusedError, and FlowLockFailed after 5 s of waiting.
    """
    with AidFlow.lock(proposal.process_id):
        fresh = Proposal.objects.select_related("unit", "leading_directorate").get(pk=proposal.pk)
        task = open_task(fresh, step, task_id)
        check_can_act(by, fresh, step)
        capacity = capacity_in(by, fresh, step)
        with acting(by, capacity=capacity):
            take(task.flow_task.activation_class(task), fresh, step, by)
            yield OpenStep(fresh, task, step, by, capacity)


@contextmanager
def open_content(proposal: Proposal) -> Iterator[Proposal]:
    """The fresh proposal under the same lock as the steps, so that what is written and what is decided never cross.

    For what people write into a proposal. Raises FlowLockFailed after 5 s of waiting, which the busy page answers.
    """
    with AidFlow.lock(proposal.process_id):
        yield Proposal.objects.select_related("unit").get(pk=proposal.pk)


def take(activation: Any, proposal: Proposal, step: Step, by: User) -> None:
    """Makes `by` the owner of the task. Raises TaskIsTakenError while somebody else has it who may still do it."""
    task = activation.task
    check_not_taken(task, proposal, step, by)
    if task.owner_id is None:
        activation.assign(by)
    elif task.owner_id != by.pk:
        # The owner has left or lost the role: the task must not wait for them for ever.
        activation.reassign(by)


def check_not_taken(task: Task, proposal: Proposal, step: Step, by: User) -> None:
    """Raises TaskIsTakenError while somebody else has the task who may still do it."""
    owner = task.owner
    if owner and owner.pk != by.pk and owner.is_active and holds_right_of(owner, proposal, step):
        raise TaskIsTakenError(_("Tugas ini sudah diambil oleh %(name)s.") % {"name": owner})


def open_task(proposal: Proposal, step: Step, task_id: int | None = None) -> Task:
    """The open task of the step, read under the lock. Raises StepIsOverError with a sentence about where the proposal is."""
    tasks = Task.objects.filter(
        process_id=proposal.process_id, flow_task=getattr(AidFlow, step.value), status__in=OPEN_TASK
    )
    if task_id is not None:
        tasks = tasks.filter(pk=task_id)
    task = tasks.select_related("owner", "process").order_by("-pk").first()
    if task is None:
        raise StepIsOverError(_over(proposal, step))
    return task


def _over(proposal: Proposal, step: Step) -> str:
    return _("Langkah «%(step)s» sudah selesai atau tidak terbuka. Usulan sekarang pada tahap «%(stage)s».") % {
        "step": step.label,
        "stage": proposal.get_stage_display(),
    }
