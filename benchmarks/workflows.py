"""Queries of the inbox and of a proposal's page at 10 and at 1,000 proposals: the number must be the same; the list of 10,000."""

from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import models, transaction
from viewflow.workflow.models import Process, Task

from benchmarks import drafts, steps
from benchmarks.requests import milliseconds, queries
from benchmarks.rows import Row, at_most
from portal.core.models import User
from workflows.enums import STAGE_OF_STEP, Stage, Step
from workflows.models import Community, Decision, Proposal, TaskMeta, TimelineEvent
from workflows.permissions import can_act
from workflows.queries import InboxTab
from workflows.views.proposals import PER_PAGE
from workflows.views.screens import SCREENS

Copied = TypeVar("Copied", bound=models.Model)

BUDGET = 8
SIZES = (10, 1_000)
INBOX = "/kerja/tugas/"
LIST = "/kerja/usulan/"
LISTED = 10_000
LIST_MILLISECONDS = 500


def rows() -> Iterator[Row]:
    """Whole pages, session and account included, as each official gets them.

    Measured on the present database; what is written for it is taken back. Needs one proposal that waits for a Director,
    as the demo has it; ValueError without.
    """
    with transaction.atomic():
        original = Proposal.objects.filter(stage=Stage.DIRECTOR).first()
        if original is None:
            raise ValueError("the workflow benchmark needs a proposal at the Director: run the demo first")
        community = original.communities.all()[0]
        narrowed = {"kelompok": InboxTab.FREE, "q": original.title, "klaster": community.cluster_id}
        waiting = dict(proposals_with_a_form())
        for size in SIZES:
            multiply(original, size)
            for step, (proposal, user) in waiting.items():
                page = queries(f"/kerja/usulan/{proposal.pk}/", user)
                yield at_most(f"timeline, {size} proposals, {step.value}", page, "queries", BUDGET)
            director = waiting[Step.DIRECTOR][1]
            yield at_most(f"inbox, {size} proposals", queries(INBOX, director), "queries", BUDGET)
            few = queries(f"{INBOX}?{urlencode(narrowed)}", director)
            yield at_most(f"inbox narrowed, {size} proposals", few, "queries", BUDGET)
        yield from lists(original, waiting[Step.DIRECTOR][1])
        yield from drafts.rows()
        yield from steps.rows()
        transaction.set_rollback(True)


def lists(original: Proposal, reader: User) -> Iterator[Row]:
    """The list of LISTED proposals that an official sees, whole and narrowed, first page and last."""
    multiply(original, LISTED, only_listed=True)
    narrowed = urlencode({"q": "mesin", "keadaan": original.stage, "klaster": original.communities.all()[0].cluster_id})
    for title, query in {"": "", " narrowed": narrowed, ", last page": f"page={LISTED // PER_PAGE}"}.items():
        page = f"{LIST}?{query}"
        yield at_most(f"list of {LISTED} proposals{title}", queries(page, reader), "queries", BUDGET)
        yield at_most(f"list of {LISTED} proposals{title}: time", milliseconds(page, reader), "ms", LIST_MILLISECONDS)


def proposals_with_a_form() -> Iterator[tuple[Step, tuple[Proposal, User]]]:
    """For each step that is done on the proposal's page: one that waits there, and somebody who may do it."""
    people = list(User.objects.active())
    for step in SCREENS:
        proposal = Proposal.objects.filter(stage=STAGE_OF_STEP[step]).order_by("pk").first()
        user = next((user for user in people if proposal and can_act(user, proposal, step)), None)
        if proposal is not None and user is not None:
            yield step, (proposal, user)


def multiply(proposal: Proposal, total: int, *, only_listed: bool = False) -> None:
    """Copies of the proposal with its process, tasks, decisions and events, until there are `total` proposals.

    `only_listed` leaves out what lists do not read: tasks, decisions and events; the communities come along.
    """
    first = Proposal.objects.count() + 1
    original = Process.objects.get(pk=proposal.process_id)
    processes = Process.objects.bulk_create(_copies(original, max(total - first + 1, 0)))
    copies = _copies(proposal, len(processes))
    for number, (copy, process) in enumerate(zip(copies, processes, strict=True), start=first):
        copy.process, copy.registration_number = process, f"UB-BENCH-{number:06d}"
    copies = Proposal.objects.bulk_create(copies, batch_size=500)
    if only_listed:
        for community in proposal.communities.all():
            twins = _copies(community, len(copies))
            for twin, copy in zip(twins, copies, strict=True):
                twin.proposal = copy
            Community.objects.bulk_create(twins, batch_size=500)
        return
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


def _copies(row: Copied, number: int) -> list[Copied]:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return [type(row)(**values) for _ in range(number)]
