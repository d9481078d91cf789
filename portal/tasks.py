"""Runs queued tasks, and takes up those whose worker died."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

BACKEND = "default"
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
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    while (task := _claim(runner.worker_id)) is not None:
        runner.run_task(task)


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
    """Tasks running for longer than their lease wait again, after the third attempt they failed; returns how many were found.

    django-tasks leaves a task RUNNING for ever when its worker is killed.
    """
    found = 0
    abandoned = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LEASE)
    for pk in list(abandoned.values_list("pk", flat=True)):
        with transaction.atomic():
            task = abandoned.select_for_update().filter(pk=pk).first()
            if task is not None:
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
        task.set_failed(TimeoutError(f"lost its worker {attempts} times"))
