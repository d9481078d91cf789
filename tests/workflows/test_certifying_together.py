"""Fifty heads certify at the same instant: a real web server in processes of its own, real HTTP, PostgreSQL.

Each race is first shown to happen, by the same forms to the same server with the lock off (tests/weakened_portal.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.core.models import OutgoingMail, User
from tests.parallel import Sent, get, post, post_together, session_of
from tests.proposals import Cast, make_cast, make_cluster, proposal_at
from tests.running_portal import RunningPortal
from workflows import actions
from workflows.enums import OPEN_TASK, Outcome, Stage, Step
from workflows.models import Decision, Proposal, TaskMeta

pytestmark = pytest.mark.timeout(900)

CERTIFY = {"outcome_choice": Outcome.SUBMITTED.value, "certified": "on"}
WEAKENED = "tests.weakened_portal:application"
DWELL_SECONDS = "0.3"


@pytest.fixture(scope="module")
def var_dir() -> Path:
    """Production settings want their static files collected."""
    folder = Path(settings.VAR_DIR)
    RunningPortal(folder).manage("collectstatic", "--noinput", "--verbosity", "0")
    return folder


@contextmanager
def portal(postgres: Any, var_dir: Path, **weakened: str) -> Iterator[tuple[str, int]]:
    """Host and port of a portal on the test's own database."""
    running = RunningPortal(var_dir, database_url=postgres.url)
    with running.serving(with_worker=False, application=WEAKENED, **weakened):
        yield "127.0.0.1", running.port


def ready_to_certify(number: int, *, casts: int) -> list[tuple[Proposal, User]]:
    """Proposals that wait for the head of their unit; every second head has taken the task, as one may before reading it."""
    cluster = make_cluster()
    people = [make_cast(cluster=cluster) for _ in range(casts)]
    waiting = []
    for each in range(number):
        cast = people[each % casts]
        proposal = proposal_at(Stage.SUBMISSION, cast)
        if each % 2:
            actions.claim(by=cast.head, task=proposal.task_metas.latest("pk").task)
        waiting.append((proposal, cast.head))
    return waiting


def form_of(proposal: Proposal, by: User, form: dict[str, str]) -> Sent:
    return Sent(by, f"/kerja/tugas/{proposal.task_metas.latest('pk').pk}/", form)


def numbers() -> list[int]:
    found = Proposal.objects.registered().values_list("registration_number", flat=True)
    return sorted(int(number[-4:]) for number in found)


def test_without_its_lock_the_series_gives_a_number_twice(postgres: Any, var_dir: Path) -> None:
    """Only the constraint on the column stops the second one, and its head gets an error page."""
    waiting = ready_to_certify(12, casts=12)
    for proposal, head in waiting:
        actions.claim(by=head, task=proposal.task_metas.latest("pk").task)

    with portal(postgres, var_dir, WEAKENED="numbers", DWELL_SECONDS=DWELL_SECONDS) as address:
        answers = post_together(address, [form_of(proposal, head, CERTIFY) for proposal, head in waiting])

    statuses = [answer.status for answer in answers]
    assert statuses.count(500) >= 1, statuses
    assert len(numbers()) == statuses.count(302) < len(waiting)


def test_fifty_at_once_get_fifty_numbers_in_a_row(postgres: Any, var_dir: Path) -> None:
    """Among them some that are not ready, and some that fail when the number is given already.

    Half of the heads have taken their task before: they meet the locks in another order than the others.
    """
    waiting = ready_to_certify(58, casts=10)
    good, unready, failing = waiting[:50], waiting[50:54], waiting[54:]
    Proposal.objects.filter(pk__in=[proposal.pk for proposal, _head in unready]).update(background="")
    mixed = [one for group in zip(*[iter(good[:8])] * 2, unready, failing, strict=True) for one in group] + good[8:]
    doomed = " ".join(str(proposal.pk) for proposal, _head in failing)

    with portal(postgres, var_dir, PROPOSALS_THAT_FAIL=doomed) as address:
        answers = post_together(address, [form_of(proposal, head, CERTIFY) for proposal, head in mixed])

    of = {proposal.pk: answer for (proposal, _head), answer in zip(mixed, answers, strict=True)}
    assert {of[proposal.pk].status for proposal, _head in good} == {302}
    assert {of[proposal.pk].status for proposal, _head in unready} == {200}
    assert all("latar belakang" in of[proposal.pk].text for proposal, _head in unready)
    assert {of[proposal.pk].status for proposal, _head in failing} == {500}
    assert numbers() == list(range(1, 51))
    assert not Proposal.objects.registered().exclude(pk__in=[proposal.pk for proposal, _head in good]).exists()


def test_a_number_that_was_taken_back_is_given_to_the_next(postgres: Any, var_dir: Path) -> None:
    first, second = ready_to_certify(2, casts=2)

    with portal(postgres, var_dir, PROPOSALS_THAT_FAIL=str(first[0].pk)) as address:
        failed, done = (post(address, form_of(*each, CERTIFY), session_of(each[1])) for each in (first, second))

    assert (failed.status, done.status) == (500, 302)
    assert numbers() == [1]


def state_of(proposal: Proposal, cast: Cast) -> dict[str, Any]:
    """Everything that a second press must leave as it is."""
    proposal.refresh_from_db()
    return {
        "number": proposal.registration_number,
        "stage": proposal.stage,
        "decisions": Decision.objects.filter(proposal=proposal, step=Step.SUBMISSION).count(),
        "tasks": TaskMeta.objects.filter(proposal=proposal, task__status__in=OPEN_TASK).count(),
        "events": proposal.events.count(),
        "mails": OutgoingMail.objects.filter(to=cast.verifier.email).count(),
    }


def test_pressed_twice_it_is_sent_once(postgres: Any, var_dir: Path) -> None:
    """Two presses at the same instant, a third in the next moment, and the back button."""
    cast = make_cast()
    proposal = proposal_at(Stage.SUBMISSION, cast)
    press, session = form_of(proposal, cast.head, CERTIFY), session_of(cast.head)

    with portal(postgres, var_dir, DWELL_SECONDS=DWELL_SECONDS) as address:
        together = post_together(address, [press, press])
        sent = state_of(proposal, cast)
        third = post(address, press, session)
        back = get(address, press.path, session)

    assert {(answer.status, answer.location) for answer in (*together, third)} == {
        (302, f"/kerja/usulan/{proposal.pk}/")
    }
    assert sent | {"events": 0} == {
        "number": f"UB-{proposal.submitted_at:%Y}-0001",
        "stage": Stage.VERIFICATION,
        "decisions": 1,
        "tasks": 1,
        "events": 0,
        "mails": 1,
    }
    assert state_of(proposal, cast) == sent
    assert (back.status, back.location) == (302, third.location)
