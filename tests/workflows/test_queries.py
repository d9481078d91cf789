"""The inbox and the timeline ask the database equally often, however much there is."""

import datetime as dt
import itertools
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.workflows import multiply
from portal.core import actions as people
from portal.core.models import User
from tests.proposals import Cast, make_cast, proposal_at
from workflows import actions, queries
from workflows.enums import Stage, Step
from workflows.models import Proposal, TaskMeta
from workflows.queries import InboxFilter, InboxTab
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db
BUDGET = 8


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def count_queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def fresh(user: User) -> User:
    """As a request has it: nothing about rights read yet."""
    return User.objects.get(pk=user.pk)


def read_inbox(user: User, tab: InboxTab) -> list[object]:
    queries.inbox_counts(user)
    found = (
        queries.inbox_done(user, InboxFilter())
        if tab is InboxTab.DONE
        else queries.inbox_tasks(user, tab, InboxFilter())
    )
    return [(row.proposal.title, row.proposal.unit.name) for row in found[:25]]


def test_the_inbox_asks_equally_often_at_10_and_1000(client: Client, cast: Cast) -> None:
    """All tabs, for people whose rights are everywhere, on a unit and on a directorate; the reads and the whole page."""
    proposal = proposal_at(Stage.DIRECTOR, cast)
    url = reverse("workflows:inbox")
    counts: dict[tuple[User, InboxTab], set[tuple[int, int]]] = {}
    for total in (10, 1_000):
        multiply(proposal, total)
        for user, tab in itertools.product((cast.director, cast.verifier, cast.head), InboxTab):
            client.force_login(user)
            reads = count_queries(partial(read_inbox, fresh(user), tab))
            page = count_queries(partial(client.get, url, {"kelompok": tab.value}))
            counts.setdefault((user, tab), set()).add((reads, page))

    assert all(len(found) == 1 for found in counts.values()), counts
    assert max(max(pair) for found in counts.values() for pair in found) <= BUDGET, counts


def test_the_timeline_asks_equally_often_at_10_and_1000(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    counts = []
    for total in (10, 1_000):
        multiply(proposal, total)
        read = Proposal.objects.select_related("unit", "leading_directorate").get(pk=proposal.pk)
        person = fresh(cast.director)
        counts.append(count_queries(partial(timeline, read, person)))

    assert counts[0] == counts[1] <= BUDGET


def test_a_long_history_costs_no_more_queries(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    person = fresh(cast.verifier)
    short = count_queries(lambda: timeline(proposal, person))
    for _round in range(3):
        actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Kurang.")
        actions.resubmit(by=cast.operator, proposal=proposal)
        actions.certify_and_submit(by=cast.head, proposal=proposal)
    person = fresh(cast.verifier)

    assert count_queries(lambda: timeline(proposal, person)) <= short + 1  # the sections of returns


def test_the_most_urgent_task_stands_first(cast: Cast) -> None:
    first, second, third = (proposal_at(Stage.VERIFICATION, cast) for _ in range(3))
    for proposal, due_on in ((first, None), (second, dt.date(2026, 12, 2)), (third, dt.date(2026, 12, 1))):
        TaskMeta.objects.filter(proposal=proposal, step=Step.VERIFICATION).update(due_on=due_on)

    found = queries.inbox_tasks(cast.verifier, InboxTab.FREE, InboxFilter())

    assert [meta.proposal_id for meta in found] == [third.pk, second.pk, first.pk]


def test_the_inbox_offers_nothing_that_the_account_may_not_do(cast: Cast) -> None:
    proposal_at(Stage.DIRECTOR, cast)
    people.give_role(by=None, user=cast.verifier, role="direktur", directorate=cast.cluster.directorate)
    both = fresh(cast.verifier)

    assert not queries.inbox_tasks(both, InboxTab.FREE, InboxFilter()).exists()
    assert queries.inbox_counts(both).free == 0
    assert queries.inbox_tasks(fresh(cast.director), InboxTab.FREE, InboxFilter()).exists()


def test_whoever_has_acted_sees_with_whom_it_waits(cast: Cast) -> None:
    proposal_at(Stage.DIRECTOR, cast)

    assert queries.inbox_tasks(cast.verifier, InboxTab.WAITING, InboxFilter()).count() == 1
    assert queries.inbox_tasks(cast.operator, InboxTab.WAITING, InboxFilter()).count() == 1
    assert queries.inbox_tasks(cast.kpa, InboxTab.WAITING, InboxFilter()).count() == 0
