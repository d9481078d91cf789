"""The background worker: it survives failing jobs and kill -9, loses nothing, stops when asked."""

import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from portal import tasks
from portal.core.models import OutgoingMail
from portal.worker import Job, run_until
from tests.proposals import make_cast, proposal_at
from tests.running_portal import ROOT, RunningPortal
from workflows import actions, deadlines
from workflows.enums import Stage

AT_ONCE = dt.timedelta(0)


def make_running_task(*, started: dt.timedelta, attempts: int = 1) -> DBTaskResult:
    """A task that a worker claimed so long ago."""
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - started,
        worker_ids=[f"worker-{number}" for number in range(attempts)],
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.nowhere.task",
        backend_name="default",
        run_after=timezone.now(),
    )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failing_job_neither_stops_the_others_nor_itself() -> None:
    stop, attempts, rounds = threading.Event(), [], []

    def fail() -> None:
        attempts.append(1)
        raise RuntimeError("on purpose")

    def work() -> None:
        rounds.append(1)
        if len(attempts) >= 3 and len(rounds) >= 3:
            stop.set()

    assert run_until(stop, [Job("failing", AT_ONCE, fail), Job("working", dt.timedelta(milliseconds=1), work)])
    assert len(attempts) >= 3


def test_a_job_that_keeps_failing_is_tried_ever_more_slowly_but_always_again() -> None:
    job = Job("failing", dt.timedelta(seconds=0.2), lambda: None)

    assert [job.pause_after(failures) for failures in (0, 1, 2, 3)] == [0.2, 0.4, 0.8, 1.6]
    assert job.pause_after(1_000) == 30


@pytest.mark.django_db
def test_a_task_whose_worker_died_waits_again_once_its_lease_is_over() -> None:
    abandoned = make_running_task(started=tasks.LEASE + dt.timedelta(seconds=1))
    still_running = make_running_task(started=tasks.LEASE - dt.timedelta(minutes=1))

    assert tasks.take_up_abandoned() == 1

    abandoned.refresh_from_db()
    still_running.refresh_from_db()
    assert (abandoned.status, still_running.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@pytest.mark.django_db
@pytest.mark.parametrize("is_alive", [False, True])
def test_a_task_of_a_killed_process_is_taken_up_at_once(is_alive: bool) -> None:
    """The successor need not wait for the lease; a process that lives keeps its task."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    task = make_running_task(started=dt.timedelta(0))
    DBTaskResult.objects.filter(pk=task.pk).update(worker_ids=[f"{tasks._machine()}:{process.pid}:x"])
    if not is_alive:
        process.kill()
        process.wait()

    assert tasks.take_up_abandoned() == (0 if is_alive else 1)

    process.kill()
    process.communicate()


@pytest.mark.django_db
def test_a_letter_that_lost_three_workers_is_shown_as_failed_and_tried_again() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    job = Task.objects.filter(process_id=proposal.process_id, flow_task_type="JOB").latest("pk")
    queued = DBTaskResult.objects.get(args_kwargs__kwargs__task_id=job.pk)
    long_ago = timezone.now() - dt.timedelta(days=1)
    DBTaskResult.objects.filter(pk=queued.pk).update(
        status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["a", "b", "c"]
    )

    assert tasks.take_up_abandoned() == 1

    job.refresh_from_db()
    assert job.status == STATUS.ERROR
    assert deadlines.retry_failed_jobs() == 1


@pytest.mark.django_db
def test_a_task_that_lost_three_workers_has_failed_and_is_said_aloud(caplog: pytest.LogCaptureFixture) -> None:
    task = make_running_task(started=dt.timedelta(days=1), attempts=3)

    assert tasks.take_up_abandoned() == 1
    assert tasks.take_up_abandoned() == 0

    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert "given up" in caplog.text


@pytest.mark.django_db
def test_a_queued_task_that_cannot_even_be_found_fails_without_stopping_the_round() -> None:
    task = make_running_task(started=dt.timedelta(0), attempts=0)
    DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY)

    tasks.run_waiting()

    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED


def start_worker(portal: RunningPortal) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "worker"]
    child = subprocess.Popen(command, cwd=ROOT, env=portal.environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "worker: started\n"
    return child


QUEUE_MAIL = """
from portal.core import mail
for number in range({first}, {last}):
    mail.queue(to=f"orang{{number}}@contoh.invalid", subject="Uji", body="Isi", dedupe_key=f"uji-{{number}}")
"""


def recipients(var_dir: Path) -> set[str]:
    """Whom the mail files of the file backend address."""
    lines = [line for file in (var_dir / "mail").glob("*.log") for line in file.read_text().splitlines()]
    return {line.removeprefix("To: ") for line in lines if line.startswith("To: orang")}


def test_the_worker_loses_nothing_when_killed_again_and_again_and_stops_when_asked(demo_portal: RunningPortal) -> None:
    expected = {f"orang{number}@contoh.invalid" for number in range(120)}
    for round_number in range(3):
        demo_portal.manage("shell", "-c", QUEUE_MAIL.format(first=round_number * 40, last=round_number * 40 + 40))
        victim = start_worker(demo_portal)
        seen = len(recipients(demo_portal.var_dir))
        give_up_at = time.monotonic() + 20
        while len(recipients(demo_portal.var_dir)) == seen and time.monotonic() < give_up_at:
            time.sleep(0.005)
        victim.kill()
        victim.communicate()

    child = start_worker(demo_portal)
    # A message that a killed worker had taken waits for the end of its lease; then it has a minute.
    give_up_at = time.monotonic() + OutgoingMail.LEASE.total_seconds() + 60
    while recipients(demo_portal.var_dir) != expected and time.monotonic() < give_up_at:
        time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    output, _ = child.communicate(timeout=30)

    assert recipients(demo_portal.var_dir) == expected
    assert (child.returncode, output) == (0, "worker: stopped\n")
