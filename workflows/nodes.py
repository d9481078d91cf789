"""The project's own node classes: Viewflow's engine without its views, with the repairs its defects need (B1, B2, B4, B5, B6)."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from viewflow.utils import is_owner
from viewflow.workflow import STATUS, flow
from viewflow.workflow import nodes as engine
from viewflow.workflow.activation import Activation, has_manage_permission
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.signals import task_failed

from portal.core.models import User
from workflows import deadlines, in_hand, notifications
from workflows.enums import STAGE_OF_STEP, Stage, Step
from workflows.gates import Deadline, follow, new_task
from workflows.models import Proposal
from workflows.permissions import holds_right_of
from workflows.routing import proposal_of
from workflows.steps import STEPS


def attach_process(activation: Any, proposal: Proposal) -> Any:
    """What `AidFlow.start` runs: the process must exist before the proposal can point to it."""
    activation.process.save()
    proposal.process = activation.process
    proposal.save(update_fields=("process",))
    return activation.process


def show_stage(proposal: Proposal, stage: Stage) -> None:
    """The stage on the row follows the engine; it is never set from elsewhere but by a withdrawal."""
    if in_hand.is_held(proposal.process_id):
        proposal.stage = stage
    else:
        Proposal.objects.filter(pk=proposal.pk).update(stage=stage, updated_at=timezone.now())


class RoleViewActivation(engine.ViewActivation):
    """Repairs of `revive` (permission, assignee and timers were lost: B2, B5) and `cancel` (timers stayed armed: B5)."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: str, data: Any = None, seed: Any = None) -> Any:
        """As the engine does; nodes of the portal assign nobody and watch no creation."""
        activation = cls(new_task(flow_task, prev_activation, token, data, seed))
        task = activation.task
        task.owner_permission = flow_task.calc_owner_permission(activation)
        task.owner_permission_obj = flow_task.calc_owner_permission_obj(activation)
        task.save()
        follow(task, prev_activation.task)
        return activation

    @Activation.status.super()
    def assign(self, user: User) -> None:
        self.task.owner = user
        if not in_hand.is_ending(self.task):
            self.task.save()

    def prepare_revived_task(self, task: Task) -> None:
        task.owner_permission = self.flow_task.calc_owner_permission(self)
        task.owner_permission_obj = self.flow_task.calc_owner_permission_obj(self)

    @Activation.status.super()
    def revive(self) -> Any:
        task = super().revive.original()
        self.flow_task.arm(type(self)(task))
        return task

    @Activation.status.super()
    def cancel(self) -> None:
        super().cancel.original()
        armed = Task.objects.filter(previous=self.task, status__in=(STATUS.NEW, STATUS.SCHEDULED))
        for boundary in self.flow_task._boundary_events:
            for task in armed.filter(flow_task=boundary):
                boundary.activation_class(task).cancel()


class RoleView(flow.View):
    """A human step, bound to its right, which is asked for again at execution; it has no view or address of its own."""

    activation_class = RoleViewActivation

    def __init__(self, step: Step) -> None:
        super().__init__(view=None)
        self.step = step
        self.task_title = step.label

    def OnTimeout(self, delay: Any, then: Any, interrupting: bool = True, title: Any = None) -> Any:
        """As the engine's, with a `Deadline`."""
        boundary = Deadline(None, delay=delay, interrupting=interrupting).Next(then)
        if title is not None:
            boundary.Annotation(title=title)
        self._boundary_specs.append(("timeout", boundary))
        return self

    def _create(self, prev_activation: Any, token: str, data: Any = None, seed: Any = None) -> Any:
        """As the engine does, but for deadlines that are none: a draft that is certified for the first time expires never."""
        activation = self.activation_class.create(self, prev_activation, token, data=data, seed=seed)
        self.arm(activation)
        return activation

    def arm(self, activation: Any) -> None:
        """The deadlines begin to run beside the task of the activation."""
        if self._boundary_events and (at := deadlines.expires_at(proposal_of(activation))) is not None:
            for boundary in self._boundary_events:
                boundary.arm(activation.task, at)

    def calc_owner_permission(self, activation: Any) -> str:
        return STEPS[self.step].right.permission

    def calc_owner_permission_obj(self, activation: Any) -> Any:
        return STEPS[self.step].right.place(proposal_of(activation))

    def can_assign(self, user: Any, task: Task) -> bool:
        """Free, of this node, and the account holds the right."""
        return task.flow_task == self and not task.owner_id and self._holds_right(user, task)

    def can_execute(self, user: Any, task: Task) -> bool:
        """Own, of this node (B1), and the account still holds the right (B4)."""
        is_own = task.flow_task == self and bool(task.owner_id) and is_owner(task.owner, user)
        return is_own and self._holds_right(user, task)

    def _holds_right(self, user: Any, task: Task) -> bool:
        return holds_right_of(user, in_hand.proposal_of(task.process_id), self.step)

    def enter(self, task: Task) -> None:
        """A task of this step has come into being, by the flow or by a revival: stage, due date, notices."""
        proposal = in_hand.proposal_of(task.process_id)
        show_stage(proposal, STAGE_OF_STEP[self.step])
        # Whoever begins a draft knows of it; the others of the unit need no mail about it.
        is_known = self.step is Step.DRAFTING and not proposal.decisions.exists()
        hearers = [] if is_known else list(notifications.candidates(task, proposal, self.step))
        # Whoever did this work last, in an earlier round, and still may: to them it comes back.
        last = in_hand.last_in(STEPS[self.step].function, proposal)
        meant_for = next((user for user in hearers if user.pk == last), None)
        due_on = deadlines.start(task, proposal, self.step, meant_for)
        notifications.task_opened(task, proposal, self.step, due_on, hearers)


class JobActivation(AbstractJobActivation):
    """A background step: `activate` only enqueues a django-task, in the same transaction."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        self.task.save()
        self.flow_task.work.enqueue(task_id=self.task.pk)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.ERROR)
    def error(self, exception: Exception) -> None:
        """Keeps the kind and the time of the error only: the engine stored traceback and local variables, which hold personal data.

        `finished` stays empty, so that no End takes the failed branch for a finished one (B6).
        """
        failures, at = self.task.data.get("failures", 0) + 1, timezone.now().isoformat()
        since = self.task.data.get("failing_since", at)
        facts = {"error": type(exception).__name__, "failures": failures, "failing_since": since, "failed_at": at}
        self.task.data = {**self.task.data, **facts}
        self.task.save()
        task_failed.send(sender=self.flow_class, process=self.process, task=self.task)
        if failures >= deadlines.MANY_FAILURES:
            notifications.letter_stuck(self.task, proposal_of(self), failures)

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.SCHEDULED, permission=has_manage_permission)
    def retry(self) -> None:
        self.task.save()
        self.flow_task.work.enqueue(task_id=self.task.pk)

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR],
        target=STATUS.CANCELED,
        permission=has_manage_permission,
    )
    def cancel(self) -> None:
        self.task.finished = timezone.now()
        self.task.save()


class Job(AbstractJob):
    """A step done by the worker; `work` is a django-task that takes `task_id` (workflows/tasks.py)."""

    activation_class = JobActivation

    def __init__(self, work: Any, stage: Stage, title: str | Promise) -> None:
        super().__init__()
        self.work = work
        self.stage = stage
        self.task_title = title

    def enter(self, task: Task) -> None:
        """The proposal shows this stage while the worker is busy."""
        show_stage(in_hand.proposal_of(task.process_id), self.stage)


class StageEndActivation(engine.EndActivation):
    @Activation.status.super()
    def activate(self) -> None:
        super().activate.original()
        show_stage(proposal_of(self), self.flow_task.stage)


class StageEnd(flow.End):
    """An end of the flow; the proposal stays at `stage` for good."""

    activation_class = StageEndActivation

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.task_title = stage.label
