"""The past of a page in the admin, also for those who approve it.

Wagtail asks for the right to change a page, or to publish it directly, which two people's publishing gives to nobody. Who
decides about a page must be able to read who wrote what: these screens only read.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, re_path
from django.views import View
from wagtail.admin.views.pages import history, revisions
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.core.permissions import Person


def can_read(user: Person, page: Page) -> bool:
    """Whether the account may change the page or decide about it."""
    if page.permissions_for_user(user).can_edit():
        return True
    return bool(page_permission_policy.user_has_permission_for_instance(user, "publish", page))


def _page(request: HttpRequest, pk: int) -> Page:
    """Raises PermissionDenied, which the admin answers with its start page and a sentence."""
    page = get_object_or_404(Page, pk=pk).specific
    if not can_read(request.user, page):
        raise PermissionDenied
    return page


class _ForReaders(View):
    """For Wagtail's views of one page that exists: its own question is put aside for `can_read`."""

    pk: int
    object: Page
    edit_url_name: str | None
    revisions_revert_url_name: str | None
    header_buttons: list[Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.object.permissions_for_user(request.user).can_edit():
            # No button leads to a refusal.
            self.edit_url_name = self.revisions_revert_url_name = None
            self.header_buttons = []

    def get_object(self, queryset: Any = None) -> Page:
        return _page(self.request, self.pk)


class HistoryView(_ForReaders, history.PageHistoryView):
    any_permission_required = None


class WorkflowHistoryView(_ForReaders, history.WorkflowHistoryView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super(history.PageWorkflowHistoryViewMixin, self).dispatch(
            request, *args, **kwargs
        )
        return response


class WorkflowHistoryDetailView(_ForReaders, history.WorkflowHistoryDetailView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super(history.PageWorkflowHistoryViewMixin, self).dispatch(
            request, *args, **kwargs
        )
        return response


class RevisionView(_ForReaders, revisions.RevisionsView):
    """One earlier state, as it would look."""


class CompareView(_ForReaders, revisions.RevisionsCompare):
    """What one state changed in another."""


#: In place of Wagtail's own at the same addresses; reversing goes on by Wagtail's names.
urlpatterns: list[URLPattern] = [
    path("pages/<int:page_id>/history/", HistoryView.as_view()),
    path("pages/<int:page_id>/history/results/", HistoryView.as_view(results_only=True)),
    path("pages/<int:page_id>/workflow_history/", WorkflowHistoryView.as_view()),
    path("pages/<int:page_id>/workflow_history/detail/<int:workflow_state_id>/", WorkflowHistoryDetailView.as_view()),
    path("pages/<int:page_id>/revisions/<int:revision_id>/view/", RevisionView.as_view()),
    re_path(
        r"^pages/(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$",
        CompareView.as_view(),
    ),
]
