"""Taking a task before working on it, and giving it back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from portal.core.models import User
from portal.core.permissions import RefusedError, forget_rights
from workflows.audit import acting
from workflows.enums import OPEN_TASK, Step
from workflows.execution import StepIsOverError, take
from workflows.flows import AidFlow
from workflows.models import Proposal, TaskMeta
from workflows.permissions import capacity_in, check_can_act


@transaction.atomic
def claim(*, by: User, task: Task) -> Task:
    """The account takes the task; taking it again changes nothing. Raises TaskIsTakenError, StepIsOverError."""
    with _locked(by, task) as (activation, proposal, step):
        if activation.task.owner_id == by.pk:
            return task
        take(activation, proposal, step, by)
    return task


@transaction.atomic
def release(*, by: User, task: Task) -> Task:
    """Gives an own task, or one that came back to the account, to everybody who may do it; a free one is that already."""
    with _locked(by, task) as (activation, _proposal, _step):
        meta = TaskMeta.objects.get(task=activation.task)
        holder = activation.task.owner_id or meta.meant_for_id
        if holder is None:
            return task
        if by.pk != holder:
            raise RefusedError(_("Anda hanya dapat melepas tugas Anda sendiri."))
        if activation.task.status == STATUS.ASSIGNED:
            activation.unassign()
        TaskMeta.objects.filter(pk=meta.pk).update(meant_for=None)
    return task


@transaction.atomic
def release_all_of(*, by: User, owner: User) -> int:
    """Gives every open task of somebody who leaves back to those who may do it; how many there were.

    All proposals are locked before the first record is written: whoever works on one of them waits for the audit chain,
    and must not be waited for by its holder.
    """
    pks = Task.objects.filter(owner=owner, status=STATUS.ASSIGNED, meta__isnull=False).order_by("process", "pk")
    found = list(pks.values_list("pk", "process"))
    released = 0
    with ExitStack() as locks, acting(by):
        for _pk, process_pk in found:
            locks.enter_context(AidFlow.lock(process_pk))
        for pk, _process_pk in found:
            task = Task.objects.select_related("owner", "process").get(pk=pk)
            if task.status == STATUS.ASSIGNED and task.owner_id == owner.pk:
                task.flow_task.activation_class(task).unassign()
                released += 1
    return released


@contextmanager
def _locked(by: User, task: Task) -> Iterator[tuple[Any, Proposal, Step]]:
    with AidFlow.lock(task.process_id):
        forget_rights(by)
        fresh = Task.objects.select_related("owner", "process").get(pk=task.pk)
        if fresh.status not in OPEN_TASK:
            raise StepIsOverError(_("Tugas ini sudah selesai."))
        proposal = Proposal.objects.select_related("unit", "leading_directorate").get(process_id=fresh.process_id)
        step = Step(fresh.flow_task.name)
        check_can_act(by, proposal, step)
        with acting(by, capacity=capacity_in(by, proposal, step)):
            yield fresh.flow_task.activation_class(fresh), proposal, step
