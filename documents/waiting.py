"""What waits for the account's approval, on the admin's start page: a number of queries that does not grow with what waits."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Revision, Task, TaskState

from documents import missing
from documents.models import TwoPersonTask
from portal.core.models import User


class WaitingPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's panel with its template. Wagtail asks for task, state and permission of each row: eight queries a row.

    Of the tasks of a workflow it shows the one that waits.
    """

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        states = (
            TaskState.objects.reviewable_by(request.user)
            .select_related("revision__user", "workflow_state__workflow")
            .prefetch_related("revision__content_object", "revision__content_object__latest_revision")
            .order_by("-started_at")
            .annotate(previous_revision_id=Revision.objects.previous_revision_id_subquery())
        )
        tasks = {task.pk: task for task in Task.objects.filter(active=True).specific()}
        shown = [state for state in states if state.revision.content_object]
        lacking = missing.in_texts({key for state in shown if (key := _text_of(state))})
        for state in shown:
            state.revision.content_object.lacks = lacking.get(_text_of(state) or 0, [])
        rows = [_row(state, tasks[state.task_id], request.user) for state in shown]
        return {"states": rows, "request": request, "csrf_token": parent_context["csrf_token"]}


def _text_of(state: TaskState) -> int | None:
    """The key of the text that waits, which may be another than the public's."""
    content = state.revision.content
    return content.get("text") if "number_key" in content else None  # of a regulation; agreements have no articles


def _row(state: TaskState, task: Task, user: User) -> dict[str, Any]:
    page = _knowing(state, task, user)
    task.status, task.status_display = state.status, state.get_status_display()
    return {
        "obj": page,
        "revision": state.revision,
        "previous_revision_id": state.previous_revision_id,
        "live_revision_id": page.live_revision_id,
        "task_state": state,
        "actions": task.get_actions(page, user),
        "workflow_tasks": [task],
        "workflow_action_url_name": "wagtailadmin_pages:workflow_action",
        "workflow_preview_url_name": "wagtailadmin_pages:workflow_preview" if page.is_previewable() else None,
        "revisions_compare_url_name": "wagtailadmin_pages:revisions_compare",
    }


def _knowing(state: TaskState, task: Task, user: User) -> Page:
    """The page, told what this list has read for all its rows: its state, its task, and that the account may approve it."""
    page: Page = state.revision.content_object
    state.task = task
    state.workflow_state.current_task_state = state
    page._current_workflow_states = [state.workflow_state]  # as Wagtail's `prefetch_workflow_states` leaves it
    if isinstance(task, TwoPersonTask):
        page.approvable_by_pk = user.pk
    return page


def show_waiting(request: HttpRequest, panels: list[Component]) -> None:
    """In the place of Wagtail's own."""
    panels[:] = [WaitingPanel() if type(panel) is WorkflowObjectsToModeratePanel else panel for panel in panels]
