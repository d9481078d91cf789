"""Background work of the flow: django-tasks that the Job nodes enqueue and the worker runs."""

import hashlib
import logging
from collections.abc import Callable
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task
from viewflow.workflow.models import Task

from portal.core import audit
from workflows import letters
from workflows.models import DecisionLetter, Proposal

logger = logging.getLogger(__name__)


@task()
def make_letter(task_id: int) -> None:
    """Makes the PDF of a confirmed decision letter and lets the flow go on."""
    run_job(task_id, draw_letter)


Store = Callable[[], None]


def run_job(task_id: int, work: Callable[[Proposal], Store]) -> None:
    """Runs `work`, once: a task that ran, was cancelled or withdrawn meanwhile is left alone.

    `work` does what takes long, before the proposal is locked, and returns what is to be written under the lock.
    An error is kept on the task, where the tick finds and retries it; nothing of the work remains.
    """
    job = Task.objects.get(pk=task_id)
    if not job.flow_task.activation_class(job).start.can_proceed():
        return
    try:
        store = work(Proposal.objects.select_related("unit").get(process_id=job.process_id))
        with job.activation() as activation:
            if not activation.start.can_proceed():
                return
            activation.start()
            store()
            activation.execute()
    except Exception as error:
        logger.exception("job %s failed", task_id)
        mark_failed(task_id, error=error)


def mark_failed(task_id: int, *, error: Exception) -> None:
    """Shows the failure on the flow's task, where the tick retries it; one that ended meanwhile is left alone."""
    job = Task.objects.get(pk=task_id)
    with job.activation() as activation:
        if activation.start.can_proceed():
            activation.start()
            activation.error(error)


def draw_letter(proposal: Proposal) -> Store:
    """Renders the letter. A confirmed one does not change any more, so that no lock is needed for it."""
    letter = DecisionLetter.objects.select_related("proposal__unit").get(proposal=proposal)
    content = letters.render_letter(letter)
    return partial(_store_letter, letter.pk, content)


@transaction.atomic
def _store_letter(pk: int, content: bytes) -> None:
    """Keeps the file with its hash; a letter that has its file stays as it is."""
    letter = DecisionLetter.objects.select_for_update(of=("self",)).select_related("proposal__unit").get(pk=pk)
    if letter.sha256:
        return
    letter.sha256 = hashlib.sha256(content).hexdigest()
    letter.size = len(content)
    letter.file.save(f"{letter.code}.pdf", ContentFile(content), save=False)
    letter.save(update_fields=("file", "sha256", "size"))
    unit = letter.proposal.unit
    audit.record(by=None, verb="letter_made", obj=letter, unit=unit, data={"sha256": letter.sha256})
