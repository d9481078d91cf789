"""Background work of the flow: django-tasks that the Job nodes enqueue and the worker runs."""

import hashlib
import logging
from collections.abc import Callable

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
    run_job(task_id, store_letter)


def run_job(task_id: int, work: Callable[[Proposal], None]) -> None:
    """Runs `work` under the proposal's lock, once: a task that ran, was cancelled or withdrawn meanwhile is left alone.

    An error is kept on the task, where the tick finds and retries it; nothing of the work remains.
    """
    job = Task.objects.get(pk=task_id)
    try:
        with job.activation() as activation:
            if not activation.start.can_proceed():
                return
            activation.start()
            work(Proposal.objects.select_related("unit").get(process_id=job.process_id))
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


@transaction.atomic
def store_letter(proposal: Proposal) -> None:
    """Renders the letter and keeps the file with its hash; a letter that has its file stays as it is."""
    letter = DecisionLetter.objects.select_for_update().select_related("proposal__unit").get(proposal=proposal)
    if letter.sha256:
        return
    content = letters.render_letter(letter)
    letter.sha256 = hashlib.sha256(content).hexdigest()
    letter.size = len(content)
    letter.file.save(f"{letter.code}.pdf", ContentFile(content), save=False)
    letter.save(update_fields=("file", "sha256", "size"))
    audit.record(by=None, verb="letter_made", obj=letter, unit=proposal.unit, data={"sha256": letter.sha256})
