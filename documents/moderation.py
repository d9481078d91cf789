"""Setting up the two-person workflow."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from documents.models import TwoPersonTask


@transaction.atomic
def ensure_workflow(index_pages: Iterable[Page]) -> Workflow:
    """The workflow «Pemeriksaan orang kedua» on these pages and all below them. Running it again changes nothing."""
    task = TwoPersonTask.objects.filter(active=True).order_by("pk").first()
    if task is None:
        task = TwoPersonTask.objects.create(name=_("Persetujuan orang kedua"))
    workflow = Workflow.objects.filter(active=True, workflow_tasks__task=task.task_ptr).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=_("Pemeriksaan orang kedua"))
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    for page in index_pages:
        WorkflowPage.objects.update_or_create(page=Page.objects.get(pk=page.pk), defaults={"workflow": workflow})
    return workflow
