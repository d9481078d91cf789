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
from portal.core.permissions import forget_rights
from workflows import in_hand, notifications, unsaved
from workflows.acts import Acts
from workflows.audit import acting
from workflows.enums import OPEN_TASK, OUTCOMES_WITH_REASON, Outcome, Step
from workflows.flows import AidFlow
from workflows.in_hand import InHand
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
    """One open step under its lock; the proposal and the task are fresh.

    What is written into the proposal here is saved when the step ends, together with its verdict and its next stage.
    """

    hand: InHand
    task: Task
    step: Step
    by: User
    capacity: Capacity

    @property
    def proposal(self) -> Proposal:
        return self.hand.proposal

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
        decision = self.hand.decision = Decision.objects.create(
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
        return decision


@contextmanager
def open_step(*, by: User, proposal: Proposal, step: Step, task_id: int | None = None) -> Iterator[OpenStep]:
    """Holds the proposal's lock; the body must `decide`, and on leaving the flow moves on. Any error undoes everything.

    Raises what `held_step` raises.
    """
    with locked_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened, ending(opened):
        yield opened


@contextmanager
def ending(opened: OpenStep) -> Iterator[None]:
    """Makes its person the owner of the task; the body must `decide`, and on leaving the flow moves on."""
    opened.hand.ending = opened.task.pk
    activation = opened.task.flow_task.activation_class(opened.task)
    take(activation, opened.proposal, opened.step, opened.by)
    activation.start(None)
    yield
    if opened.hand.decision is None:
        raise OutcomeIsForeignError(f"{opened.step} was left without a decision")
    unsaved.forget(opened.proposal)
    notifications.decision_made(opened.hand.decision, opened.proposal)
    activation.execute()
    opened.proposal.save()


def _show(saved: Proposal, proposal: Proposal) -> None:
    """What the caller has in hand says what was saved, as if it were read anew."""
    for field in saved._meta.concrete_fields:
        setattr(proposal, field.attname, getattr(saved, field.attname))
    proposal._state.fields_cache.clear()
    proposal.__dict__.pop("_prefetched_objects_cache", None)


@contextmanager
def held_step(*, by: User, proposal: Proposal, step: Step, task_id: int | None = None) -> Iterator[OpenStep]:
    """Holds the proposal's lock and makes `by` the owner of the open task; the step stays open.

    Raises what `locked_step` raises, and TaskIsTakenError.
    """
    with locked_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened:
        take(opened.task.flow_task.activation_class(opened.task), opened.proposal, step, by)
        yield opened


@contextmanager
def locked_step(*, by: User, proposal: Proposal, step: Step, task_id: int | None = None) -> Iterator[OpenStep]:
    """Holds the proposal's lock for somebody who may do the step; afterwards `proposal` says what was saved.

    `task_id` is the task that the user saw: another round of the same step is not the same task.
    Rights count as they are under the lock: a role may have been taken away, or an appointment ended, while this waited.
    Raises StepIsOverError, RefusedError, and FlowLockFailed after 5 s of waiting.
    """
    with AidFlow.lock(proposal.process_id):
        forget_rights(by)
        task = open_task(proposal, step, task_id)
        fresh = task.process.proposal
        acts = Acts(fresh)
        check_can_act(by, fresh, step, acts.functions_of(by))
        capacity = capacity_in(by, fresh, step)
        with acting(by, capacity=capacity), in_hand.holding(InHand(fresh, acts)) as hand:
            yield OpenStep(hand, task, step, by, capacity)
    _show(fresh, proposal)


@contextmanager
def open_content(proposal: Proposal, *, by: User | None = None) -> Iterator[Proposal]:
    """The fresh proposal under the same lock as the steps, so that what is written and what is decided never cross.

    For what people write into a proposal; `by` is who does, whose rights count as they are under the lock.
    Raises FlowLockFailed after 5 s of waiting, which the busy page answers.
    """
    with AidFlow.lock(proposal.process_id):
        if by is not None:
            forget_rights(by)
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
    """The open task of the step, read under the lock, and with it the proposal as it is (`task.process.proposal`).

    Raises StepIsOverError with a sentence about where the proposal is.
    """
    tasks = Task.objects.filter(
        process_id=proposal.process_id, flow_task=getattr(AidFlow, step.value), status__in=OPEN_TASK
    )
    if task_id is not None:
        tasks = tasks.filter(pk=task_id)
    places = ("process__proposal__unit", "process__proposal__leading_directorate")
    task = tasks.select_related("owner", *places).order_by("-pk").first()
    if task is None:
        raise StepIsOverError(_over(Proposal.objects.get(pk=proposal.pk), step))
    return task


def _over(proposal: Proposal, step: Step) -> str:
    return _("Langkah «%(step)s» sudah selesai atau tidak terbuka. Usulan sekarang pada tahap «%(stage)s».") % {
        "step": step.label,
        "stage": proposal.get_stage_display(),
    }
