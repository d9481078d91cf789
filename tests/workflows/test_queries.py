"""The inbox and the timeline ask the database equally often, however much there is."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.requests import queries as queries_of
from benchmarks.workflows import BUDGET, LIST, LISTED, multiply
from portal.core import actions as people
from portal.core.models import User
from tests.proposals import FORWARD, Cast, proposal_at
from workflows import actions, queries
from workflows.enums import STAGE_OF_STEP, Section, Stage, Step
from workflows.models import Proposal, TaskMeta
from workflows.queries import InboxFilter, InboxTab
from workflows.timeline import timeline
from workflows.views.proposals import PER_PAGE
from workflows.views.screens import SCREENS

pytestmark = pytest.mark.django_db
PAGE_OF = "workflows:proposal"


def count_queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def fresh(user: User) -> User:
    """As a request has it: nothing about rights read yet."""
    return User.objects.get(pk=user.pk)


def inbox_pages(cast: Cast) -> dict[tuple[str, str], int]:
    """Queries of every tab, wide and narrowed, for people whose rights are everywhere, on a unit and on a directorate."""
    people = {"director": cast.director, "verifier": cast.verifier, "head": cast.head}
    narrow = f"q=mesin&tahap={Step.DIRECTOR}&klaster={cast.cluster.pk}"
    asked = [f"kelompok={tab.value}&{more}" for tab in InboxTab for more in ("", narrow)]
    inbox = reverse("workflows:inbox")
    return {(who, query): queries_of(f"{inbox}?{query}", user) for who, user in people.items() for query in asked}


def pages_on_the_way(proposal: Proposal, cast: Cast) -> dict[tuple[str, Stage], int]:
    """Queries of the proposal's page, for whoever has the step and for the operator, from a return on to the end."""
    url, counts = reverse(PAGE_OF, args=[proposal.pk]), {}
    while proposal.is_open:
        stage = Stage(proposal.stage)
        step = next(step for step, at in STAGE_OF_STEP.items() if at == stage)
        for who, user in {"actor": cast.actor_of(step), "operator": cast.operator}.items():
            counts[who, stage] = queries_of(url, user)
        FORWARD[stage](proposal, cast)
        proposal.refresh_from_db()
    return counts


def test_inbox_and_timeline_ask_equally_often_at_10_and_1000(cast: Cast) -> None:
    """Whole pages, session and account included; each proposal has once been returned."""
    found = []
    for total in (10, 1_000):
        proposal = proposal_at(Stage.REVISION, cast)
        multiply(proposal_at(Stage.DIRECTOR, cast), total)
        # First the way, so that the tab of what one has done is empty in neither round.
        way, inbox = pages_on_the_way(proposal, cast), inbox_pages(cast)
        found.append((way, inbox))

    assert found[0] == found[1]
    assert max(inbox.values()) <= BUDGET, inbox
    assert max(way.values()) <= BUDGET, way
    assert {stage for _who, stage in way} >= {STAGE_OF_STEP[step] for step in SCREENS}


def test_the_list_asks_equally_often_at_10_and_10000(cast: Cast) -> None:
    """Whole pages, for an official who sees every proposal and for the head of the unit; wide, narrowed, and at the end."""
    found = []
    narrow = f"q=mesin&keadaan={Stage.DIRECTOR}&klaster={cast.cluster.pk}"
    original = proposal_at(Stage.DIRECTOR, cast)
    for total in (10, LISTED):
        multiply(original, total, only_listed=True)
        asked = ("", narrow, f"page={LISTED // PER_PAGE}")
        found.append(
            {
                (who.pk, query): queries_of(f"{LIST}?{query}", who)
                for who in (cast.verifier, cast.head)
                for query in asked
            }
        )

    assert Proposal.objects.count() == LISTED
    assert found[0] == found[1]
    assert max(found[1].values()) <= BUDGET, found


def test_opening_a_task_costs_no_more_than_the_proposal(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    url = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])

    assert queries_of(url, cast.director) <= BUDGET


def test_a_long_history_costs_no_more_queries(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    person = fresh(cast.verifier)
    short = count_queries(lambda: timeline(proposal, person))
    for _round in range(3):
        actions.return_for_revision(
            by=cast.verifier, proposal=proposal, reason="Kurang.", sections={Section.GENERAL: "Perjelas."}
        )
        actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.GENERAL: "Sudah lengkap."})
        actions.certify_and_submit(by=cast.head, proposal=proposal)
    person = fresh(cast.verifier)

    assert count_queries(lambda: timeline(proposal, person)) == short


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


@pytest.mark.parametrize(("price", "step"), [(49_999_999, Step.DECISION_SET), (50_000_000, Step.DIRECTOR_GENERAL)])
def test_the_page_announces_the_director_general_only_when_concerned(cast: Cast, price: int, step: Step) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, price=price)

    assert timeline(proposal, cast.director).next_step is step


@pytest.mark.parametrize("words", ["3275014408900001", "327501440890", "32750144", "0144 0890"])
def test_a_masked_number_is_found_by_none_of_its_hidden_digits(cast: Cast, words: str) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    number = "3275 0144 0890 0001" if " " in words else "3275014408900001"
    Proposal.objects.filter(pk=proposal.pk).update(
        title=f"Mesin pres 2026 {number}", applicant_name=f"Kelompok {number}"
    )

    found = {
        each: queries.proposals_for(cast.verifier, InboxFilter(words=each)).count()
        for each in (words, "2026", "0001", "mesin", proposal.registration_number or "")
    }

    assert found == {words: 0, "2026": 1, "0001": 1, "mesin": 1, proposal.registration_number: 1}
    assert not queries.inbox_tasks(cast.verifier, InboxTab.FREE, InboxFilter(words=words)).exists()
    assert queries.inbox_tasks(cast.verifier, InboxTab.FREE, InboxFilter(words="2026")).exists()


def test_a_figure_that_is_shown_is_found(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    Proposal.objects.filter(pk=proposal.pk).update(title="Rp65.000.000 untuk 2026-11-29 dan 0812 3456 7890")

    for words in ("65.000.000", "2026-11-29", "7890"):
        assert queries.proposals_for(cast.verifier, InboxFilter(words=words)).exists()
