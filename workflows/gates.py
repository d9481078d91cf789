"""Nodes that decide on the way, or end a step that nobody did: as the engine's, in fewer queries."""

import datetime as dt
from typing import Any

from django.utils import timezone
from viewflow.workflow import STATUS, flow
from viewflow.workflow import nodes as engine
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import context
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.boundary import TimerBoundary

from portal.core.gathering import gather


def follow(task: Task, earlier: Task) -> None:
    """The engine's arrow between two tasks, written with the others of the step."""
    gather(_draw, [Task.previous.through(from_task_id=task.pk, to_task_id=earlier.pk)])


def _draw(arrows: list[Any]) -> None:
    Task.previous.through._default_manager.bulk_create(arrows)


def new_task(node: Any, previous: Any, token: str, data: Any = None, seed: Any = None) -> Task:
    """Not saved yet; `previous` is the activation that leads to it."""
    return Task(process=previous.process, flow_task=node, token=token, data=data or {}, seed=seed)


class Deadline(TimerBoundary):
    """The end of a step that nobody did in time, in fewer queries than the engine's."""

    def arm(self, host: Task, at: dt.datetime) -> None:
        """The row that the engine saves first and schedules then."""
        timer = Task(process=host.process, flow_task=self, token=host.token, status=STATUS.SCHEDULED, scheduled=at)
        timer.save()
        follow(timer, host)

    def _on_host_finished(self, **signal: Any) -> None:
        """Nobody waits for it any more; of timers neither the timeline nor the audit chain tells."""
        host = signal["task"]
        if host.flow_task == self._attached_to:
            armed = Task.objects.filter(flow_task=self, previous=host, status__in=(STATUS.NEW, STATUS.SCHEDULED))
            armed.update(status=STATUS.CANCELED, finished=timezone.now())


class GateActivation(engine.SwitchActivation):
    # The engine keeps activations in sets, by the key of a task that this one does not have yet.
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    came_from: Task | None = None
    """Whom its arrow comes from, until it is written; a revived gate has its arrows from the engine."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: str, data: Any = None, seed: Any = None) -> Any:
        """Written when it has been passed, which is at once."""
        activation = cls(new_task(flow_task, prev_activation, token, data, seed))
        activation.came_from = prev_activation.task
        return activation

    @Activation.status.super()
    def activate(self) -> None:
        """Without the engine's savepoint where an error undoes everything anyway; a timer keeps it, to note the error."""
        if context.propagate_exception:
            self.next_task = next(node for node, leads in self.flow_task._branches if leads is None or leads(self))
            return
        super().activate.original()
        if self.task.pk:  # saved with its error
            self._write_arrow()

    @Activation.status.super()
    def complete(self) -> None:
        super().complete.original()
        self._write_arrow()

    def _write_arrow(self) -> None:
        if self.came_from is not None:
            follow(self.task, self.came_from)
            self.came_from = None


class Gate(flow.Switch):
    """Where the verdict decides on the way; the last branch is the default."""

    activation_class = GateActivation
