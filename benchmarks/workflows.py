"""Queries of the inbox and the timeline at 10 and at 1,000 proposals: the number must be the same."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Process, Task

from portal.core.models import User
from workflows.enums import Stage, Step
from workflows.models import Decision, Proposal, TaskMeta, TimelineEvent
from workflows.permissions import can_act
from workflows.queries import InboxFilter, InboxTab, inbox_counts, inbox_tasks
from workflows.timeline import timeline

Row = TypeVar("Row", bound=models.Model)

BUDGET = 8
SIZES = (10, 1_000)
ROWS_PER_PAGE = 25


def figures() -> Iterator[tuple[str, float, str, float]]:
    """(name, value, unit, budget), measured on the present database; what is written for it is taken back.

    Needs one proposal that waits for a Director, as the demo has it; ValueError without.
    """
    with transaction.atomic():
        proposal = Proposal.objects.filter(stage=Stage.DIRECTOR).select_related("unit", "leading_directorate").first()
        if proposal is None:
            raise ValueError("the workflow benchmark needs a proposal at the Director: run the demo first")
        user = next(user for user in User.objects.active() if can_act(user, proposal, Step.DIRECTOR))
        for size in SIZES:
            multiply(proposal, size)
            yield f"inbox, {size} proposals", inbox_queries(user), "queries", BUDGET
            yield f"timeline, {size} proposals", timeline_queries(user, proposal), "queries", BUDGET
        transaction.set_rollback(True)


def inbox_queries(user: User) -> int:
    """Counts of the tabs and one page of tasks, with the rights read anew as in a request."""
    person = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        inbox_counts(person)
        for meta in inbox_tasks(person, InboxTab.FREE, InboxFilter())[:ROWS_PER_PAGE]:
            str(meta.proposal.unit)
    return len(captured)


def timeline_queries(user: User, proposal: Proposal) -> int:
    """Everything that happened to one proposal, and who has it now."""
    person = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        timeline(proposal, person)
    return len(captured)


def multiply(proposal: Proposal, total: int) -> None:
    """Copies of the proposal with its process, tasks, decisions and events, until there are `total` proposals."""
    first = Proposal.objects.count() + 1
    original = Process.objects.get(pk=proposal.process_id)
    processes = Process.objects.bulk_create(_copies(original, max(total - first + 1, 0)))
    copies = _copies(proposal, len(processes))
    for number, (copy, process) in enumerate(zip(copies, processes, strict=True), start=first):
        copy.process, copy.registration_number = process, f"UB-BENCH-{number:06d}"
    copies = Proposal.objects.bulk_create(copies)
    for task in Task.objects.filter(process_id=original.pk).order_by("pk"):
        _copy_task(proposal, task, copies)


def _copy_task(proposal: Proposal, task: Task, copies: list[Proposal]) -> None:
    """The task with its due date, decision and events, for each of the copies."""
    twins = _copies(task, len(copies))
    for twin, copy in zip(twins, copies, strict=True):
        twin.process_id = copy.process_id
    twins = Task.objects.bulk_create(twins)
    for model in (TaskMeta, Decision, TimelineEvent):
        for row in model._default_manager.filter(proposal=proposal, task=task):
            rows: list[Any] = _copies(row, len(copies))
            for twin, owner, its_task in zip(rows, copies, twins, strict=True):
                twin.proposal, twin.task = owner, its_task
            model._default_manager.bulk_create(rows)


def _copies(row: Row, number: int) -> list[Row]:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return [type(row)(**values) for _ in range(number)]
