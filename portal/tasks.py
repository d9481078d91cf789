"""Runs queued tasks, and takes up those whose worker died: at once if it died on this machine, else after their lease."""

import datetime as dt
import logging
import os
import socket
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from workflows.tasks import make_letter, mark_failed

logger = logging.getLogger(__name__)

BACKEND = "default"
_PROCESS = get_random_string(12)
# Every task of ours limits itself to less; one that runs longer has lost its worker.
LEASE = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 3


def run_waiting() -> None:
    """Runs the tasks that wait, one after the other, until none is left. A task that raises is recorded as failed."""
    runner = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=_own_id(),
        excluded_queue_names=[],
    )
    while (task := _claim(runner.worker_id)) is not None:
        runner.run_task(task)


def _own_id() -> str:
    """Tells the worker's machine and process, so that its successor sees whether it still lives; fits 64 characters."""
    return f"{_machine()}:{os.getpid()}:{_PROCESS}"


def _machine() -> str:
    return socket.gethostname().replace(":", "-")[:32]


def _is_dead(worker_id: str) -> bool:
    """Certainly gone: its process was on this machine and is there no more. Another's reused number waits for the lease."""
    machine, _, rest = worker_id.partition(":")
    number, _, process = rest.partition(":")
    if number == str(os.getpid()):
        # Restarted containers give their first process the same number again.
        return machine == _machine() and process != _PROCESS
    if machine != _machine() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _claim(worker_id: str) -> DBTaskResult[Any, Any] | None:
    """The next task, marked as taken. Looks without a lock first: half a second later it looks again."""
    waiting = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not waiting.exists():
        return None
    with transaction.atomic():
        task: DBTaskResult[Any, Any] | None = waiting.get_locked()
        if task is not None:
            task.claim(worker_id)
    return task


def take_up_abandoned() -> int:
    """Tasks whose worker died, or that run for longer than their lease, wait again; after the third attempt they failed.

    Returns how many were found.

    django-tasks leaves a task RUNNING for ever when its worker is killed.
    """
    found = 0
    running, too_long_ago = DBTaskResult.objects.running(), timezone.now() - LEASE
    for pk in list(running.values_list("pk", flat=True)):
        with transaction.atomic():
            task = running.select_for_update().filter(pk=pk).first()
            if task is not None and (task.started_at < too_long_ago or _is_dead(task.worker_ids[-1])):
                _take_up(task)
                found += 1
    return found


def _take_up(task: DBTaskResult[Any, Any]) -> None:
    attempts = len(task.worker_ids)
    if attempts < MOST_ATTEMPTS:
        logger.warning("task %s lost its worker in attempt %s and waits again", task.task_path, attempts)
        task.status = TaskResultStatus.READY
        task.started_at = None
        task.save(update_fields=["status", "started_at"])
    else:
        logger.error("task %s lost its worker %s times and is given up", task.task_path, attempts)
        error = TimeoutError(f"lost its worker {attempts} times")
        task.set_failed(error)
        if task.task_path == make_letter.module_path:
            # The flow learns of it, so that the timeline shows the failure and the tick tries again.
            mark_failed(**task.args_kwargs["kwargs"], error=error)
