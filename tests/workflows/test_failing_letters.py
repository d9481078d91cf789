"""A letter that cannot be made is tried again for as long as it takes, and those who can help hear of it, once."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from portal.core.models import OutgoingMail
from tests.factories import make_user
from tests.proposals import Cast, proposal_at
from workflows import actions, tasks
from workflows.deadlines import MANY_FAILURES, tick
from workflows.enums import Stage
from workflows.models import Proposal
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def proposal(clock: time_machine.Traveller, cast: Cast) -> Proposal:
    """Confirmed; the worker has not yet made the letter."""
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    return proposal


def job_of(proposal: Proposal) -> Task:
    return Task.objects.get(process_id=proposal.process_id, flow_task_type="JOB")


def fail(proposal: Proposal, times: int = 1) -> None:
    """The worker fails; between two failures the job is put back at once."""

    def full_disk(proposal: Proposal) -> tasks.Store:
        raise OSError("No space left on device")

    for attempt in range(times):
        if attempt:
            tick(retry_now=True)
        tasks.run_job(job_of(proposal).pk, full_disk)


def minutes_until_retried(clock: time_machine.Traveller) -> int:
    for minute in range(200):
        if tick():
            return minute
        clock.shift(MINUTE)
    pytest.fail("it is not tried again")


def test_the_pauses_grow_to_an_hour_and_there_is_no_last_attempt(
    clock: time_machine.Traveller, proposal: Proposal
) -> None:
    waited = []
    for _failure in range(MANY_FAILURES + 3):
        fail(proposal)
        waited.append(minutes_until_retried(clock))

    assert waited == [0, 2, 10, 30, 60, 60, 60, 60]
    tasks.run_job(job_of(proposal).pk, tasks.draw_letter)
    proposal.refresh_from_db()
    assert job_of(proposal).status == STATUS.DONE
    assert timeline(proposal, proposal.created_by).failure is None


def test_whoever_has_removed_the_cause_need_not_wait(proposal: Proposal) -> None:
    fail(proposal, times=MANY_FAILURES)
    assert tick() == 0

    call_command("workflow_tick", "--retry", verbosity=0)

    assert job_of(proposal).status == STATUS.SCHEDULED


def test_ppk_and_administrator_hear_of_it_once_and_others_do_not(cast: Cast, proposal: Proposal) -> None:
    admin = make_user("admin_portal")
    told = OutgoingMail.objects.filter(dedupe_key__startswith="job:")
    fail(proposal, times=MANY_FAILURES - 1)
    assert not told.exists()

    tick(retry_now=True)
    fail(proposal, times=3)

    assert sorted(told.values_list("to", flat=True)) == sorted([admin.email, cast.ppk.email])
    assert "sudah gagal 5 kali" in told[0].body
    assert "workflow_tick --retry" in told[0].body


@pytest.mark.parametrize(("times", "promise"), [(2, "dengan sendirinya"), (MANY_FAILURES, "setiap jam")])
def test_the_page_of_the_proposal_says_what_is_true(
    client: Client, cast: Cast, proposal: Proposal, times: int, promise: str
) -> None:
    fail(proposal, times=times)
    client.force_login(cast.ppk)

    page = client.get(reverse("workflows:proposal", args=(proposal.pk,))).content.decode()

    assert f"sudah gagal {times} kali" in page
    assert promise in page
    assert "Surat keputusan sedang dibuat" not in page


def test_the_history_counts_the_failures_in_one_line(cast: Cast, proposal: Proposal) -> None:
    fail(proposal, times=3)

    titles = [entry.title for entry in timeline(proposal, cast.ppk).entries]

    assert titles[0] == "Surat keputusan gagal dibuat (3 kali)"
    assert not [title for title in titles[1:] if "gagal" in title]


WAITING = ("letter", "handover_new", "proposal")


def page_of(name: str, proposal: Proposal, client: Client) -> str:
    more = [proposal.communities.get().pk] if name == "handover_new" else []
    url = reverse(f"workflows:{name}", args=[proposal.pk, *more])
    return client.get(url, follow=True).content.decode()


@pytest.mark.parametrize("name", WAITING)
def test_every_page_that_waits_for_the_letter_says_since_when_it_fails(
    client: Client, clock: time_machine.Traveller, cast: Cast, proposal: Proposal, name: str
) -> None:
    fail(proposal)
    clock.shift(dt.timedelta(days=3))
    tick()
    fail(proposal)
    client.force_login(cast.ppk)

    page = page_of(name, proposal, client)

    assert "sudah gagal 2 kali sejak 20 November 2026" in page
    assert "sedang dibuat" not in page


@pytest.mark.parametrize(("who", "is_told"), [("ppk", True), ("kpa", True), ("operator", False)])
@pytest.mark.parametrize("name", ["letter", "proposal"])
def test_those_who_decided_learn_that_nothing_is_to_be_done_again(
    client: Client, cast: Cast, proposal: Proposal, name: str, who: str, is_told: bool
) -> None:
    fail(proposal)
    client.force_login(getattr(cast, who))

    assert ("Keputusan tetap berlaku dan tidak perlu diulang" in page_of(name, proposal, client)) is is_told


@pytest.mark.parametrize("name", ["letter", "handover_new"])
def test_a_letter_that_has_not_failed_is_being_made(client: Client, cast: Cast, proposal: Proposal, name: str) -> None:
    client.force_login(cast.ppk)

    assert "sedang dibuat" in page_of(name, proposal, client)
