"""Two officials at the same instant, over real HTTP, on PostgreSQL. Each race is first shown to happen with the lock off."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from viewflow.workflow.models import Task

from portal.core.models import User
from portal.core.permissions import RefusedError
from tests.factories import make_user
from tests.parallel import Sent, post_together
from tests.proposals import Cast, check_papers, make_cast, make_draft, proposal_at
from workflows import actions, execution
from workflows.drafts import GeneralData
from workflows.enums import OPEN_TASK, Outcome, Stage, Step
from workflows.flows import AidFlow
from workflows.models import Decision, PaperCheck, Proposal, TaskMeta

ROUNDS = 5
SAME_INSTANT_SECONDS = 0.3
"""How long each request dwells between reading the task and deciding, so that the other one is surely there too."""

Address = tuple[str, int]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The test reads statuses, not logs."""


class ClosingServer(ThreadedWSGIServer):
    """Each request has a thread and so a connection of its own; it goes with the thread."""

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


@pytest.fixture
def server(postgres: object) -> Iterator[Address]:
    """The whole application behind a real socket, in threads of this process."""
    web = ClosingServer(("127.0.0.1", 0), QuietHandler, connections_override={})
    web.set_app(get_wsgi_application())
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield web.server_address  # type: ignore[misc]
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    read = execution.open_task

    def read_and_dwell(proposal: Proposal, step: Step, task_id: int | None = None) -> Task:
        task = read(proposal, step, task_id)
        time.sleep(SAME_INSTANT_SECONDS)
        return task

    monkeypatch.setattr(execution, "open_task", read_and_dwell)


@contextmanager
def no_lock(flow_class: type, process_pk: int) -> Iterator[None]:
    with transaction.atomic():
        yield


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    locks: Callable[[type, int], AbstractContextManager[None]] = no_lock
    monkeypatch.setattr(AidFlow, "lock_impl", staticmethod(locks))


def statuses_of(server: Address, *requests: Sent) -> list[int]:
    """Statuses of the answers to forms that were sent at the same instant, sorted."""
    return sorted(answer.status for answer in post_together(server, requests))


def verification(cast: Cast) -> tuple[Proposal, str]:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    check_papers(proposal, cast.verifier)
    actions.release(by=cast.verifier, task=TaskMeta.objects.filter(proposal=proposal).latest("pk").task)
    return proposal, f"/kerja/tugas/{TaskMeta.objects.filter(proposal=proposal).latest('pk').pk}/"


COMPLETE = {"outcome_choice": Outcome.COMPLETE.value}
REJECT = {"outcome_choice": Outcome.REJECTED.value, "reason": "Di luar sasaran."}


def test_without_the_lock_two_officials_do_collide(server: Address, slow: None, unlocked: None) -> None:
    """The race is real: otherwise the next test would prove nothing. Only a database constraint stops the second decision."""
    cast, colleague = make_cast(), make_user("verifikator")
    _proposal, url = verification(cast)

    statuses = statuses_of(server, Sent(cast.verifier, url, COMPLETE), Sent(colleague, url, REJECT))

    assert statuses == [302, 500]


def marks(cast: Cast, colleague: User) -> tuple[Proposal, list[Sent]]:
    """Both look at the same paper of a task that nobody has taken."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    paper = proposal.papers.current().earliest("pk")
    url = f"/kerja/usulan/{proposal.pk}/pemeriksaan/berkas/{paper.kind_id}/"
    wrong = {"paper": str(paper.pk), "verdict": "not_in_order", "finding": "Buram."}
    return proposal, [Sent(cast.verifier, url, wrong | {"verdict": "in_order"}), Sent(colleague, url, wrong)]


def test_without_the_lock_two_verifiers_mark_the_same_paper(server: Address, slow: None, unlocked: None) -> None:
    _proposal, both = marks(make_cast(), make_user("verifikator"))

    assert statuses_of(server, *both) != [302, 409]


def test_of_two_verifiers_who_mark_at_once_one_has_the_task(server: Address, slow: None) -> None:
    cast, colleague = make_cast(), make_user("verifikator")
    for _round in range(ROUNDS):
        proposal, both = marks(cast, colleague)

        assert statuses_of(server, *both) == [302, 409]

        task = TaskMeta.objects.filter(proposal=proposal).latest("pk").task
        assert PaperCheck.objects.get(proposal=proposal).by == task.owner


def test_of_two_officials_at_once_one_decides_and_the_other_is_told(server: Address, slow: None) -> None:
    cast, colleague = make_cast(), make_user("verifikator")
    for _round in range(ROUNDS):
        proposal, url = verification(cast)

        statuses = statuses_of(server, Sent(cast.verifier, url, COMPLETE), Sent(colleague, url, REJECT))

        assert statuses == [302, 409]
        proposal.refresh_from_db()
        decision = Decision.objects.get(proposal=proposal, step=Step.VERIFICATION)
        assert proposal.stage == (Stage.DIRECTOR if decision.outcome == Outcome.COMPLETE else Stage.REJECTED)
        open_tasks = Task.objects.filter(process_id=proposal.process_id, status__in=OPEN_TASK, flow_task_type="HUMAN")
        assert open_tasks.count() == (1 if proposal.stage == Stage.DIRECTOR else 0)


def test_a_double_click_decides_once_and_both_answers_are_friendly(server: Address, slow: None) -> None:
    cast = make_cast()
    for _round in range(ROUNDS):
        proposal, url = verification(cast)

        statuses = statuses_of(server, Sent(cast.verifier, url, COMPLETE), Sent(cast.verifier, url, COMPLETE))

        assert statuses == [302, 302]
        assert Decision.objects.filter(proposal=proposal, step=Step.VERIFICATION).count() == 1
        assert TaskMeta.objects.filter(proposal=proposal, step=Step.DIRECTOR).count() == 1


def test_a_withdrawal_and_a_decision_at_once_leave_one_truth(server: Address, slow: None) -> None:
    cast = make_cast()
    for _round in range(ROUNDS):
        proposal, url = verification(cast)
        withdraw = f"/kerja/usulan/{proposal.pk}/tarik/"

        statuses = statuses_of(
            server, Sent(cast.verifier, url, REJECT), Sent(cast.head, withdraw, {"reason": "Kebutuhan berubah."})
        )

        assert statuses == [302, 409]
        proposal.refresh_from_db()
        rejected = Decision.objects.filter(proposal=proposal, step=Step.VERIFICATION).exists()
        assert proposal.stage == (Stage.REJECTED if rejected else Stage.WITHDRAWN)


def save_while_it_is_sent(cast: Cast) -> tuple[Proposal, bool]:
    """The operator sends the draft in one tab and writes another title in a second one: the proposal, and whether that was saved."""
    draft = make_draft(cast)
    barrier, saved = threading.Barrier(2), []

    def send() -> None:
        barrier.wait()
        actions.send_to_head(by=cast.operator, proposal=draft)
        connections.close_all()

    def save() -> None:
        barrier.wait()
        time.sleep(SAME_INSTANT_SECONDS / 2)
        fresh = Proposal.objects.get(pk=draft.pk)
        data = GeneralData(title="Judul baru", background=fresh.background, scheme=fresh.scheme)
        try:
            actions.save_draft_section(by=cast.operator, proposal=fresh, data=data)
            saved.append(True)
        except RefusedError:
            saved.append(False)
        connections.close_all()

    threads = [threading.Thread(target=send), threading.Thread(target=save)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Proposal.objects.get(pk=draft.pk), saved[0]


def test_without_the_lock_a_save_is_lost_under_a_decision(postgres: object, slow: None, unlocked: None) -> None:
    proposal, is_saved = save_while_it_is_sent(make_cast())

    assert is_saved
    assert proposal.title != "Judul baru"


def test_a_save_and_a_decision_at_once_are_one_after_the_other(postgres: object, slow: None) -> None:
    cast = make_cast()
    for _round in range(ROUNDS):
        proposal, is_saved = save_while_it_is_sent(cast)

        assert proposal.stage == Stage.SUBMISSION
        assert (proposal.title == "Judul baru") == is_saved
