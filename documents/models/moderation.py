"""The moderation task: a second person looks, and approving publishes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, get_default_page_content_type

from documents import two_people
from portal.core.models import User


class TwoPersonTask(Task):
    """Approval by somebody with the right to publish here who wrote nothing of the change."""

    class Meta:
        verbose_name = _("persetujuan orang kedua")
        verbose_name_plural = _("persetujuan orang kedua")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return two_people.can_approve(user, obj)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """What lies before the second person does not change under their eyes; the author withdraws it first."""
        return not two_people.can_approve(user, obj)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        """Approve and return, or nothing for whoever had a hand in the text."""
        if not two_people.can_approve(user, obj):
            return []
        return [
            ("reject", _("Kembalikan untuk diperbaiki"), True),
            ("approve", _approve_words(obj), False),
            ("approve", _("Setujui dan terbitkan dengan catatan"), True),
        ]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Checked once more where it happens: between the button and the click somebody may have become an author."""
        page = task_state.workflow_state.content_object.specific
        try:
            with transaction.atomic(), two_people.approval(user, page):
                if action_name == "approve":
                    _check_lies_before_the_approver(task_state, page)
                    two_people.check_can_go_live(page)
                super().on_action(task_state, user, action_name, **kwargs)
        except ValidationError as error:
            raise two_people.RefusedByTwoPersonRule(" ".join(error.messages)) from error

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        pages = two_people.approvable_by(user).annotate(as_text=Cast("pk", CharField())).values("as_text")
        return TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task=self.task_ptr,
            workflow_state__base_content_type=get_default_page_content_type(),
            workflow_state__object_id__in=pages,
        )

    @classmethod
    def get_description(cls) -> Any:
        return _("Orang kedua, yang tidak ikut menulis perubahan, menyetujui dan dengan itu menerbitkan halaman.")


def _approve_words(page: Page) -> Any:
    """On a list that has asked what the text lacks, the button says so: approving there is one click."""
    lacks = getattr(page, "lacks", [])
    if not lacks:
        return _("Setujui dan terbitkan")
    return gettext("Setujui dan terbitkan (%(missing)s tidak ditemukan)") % {"missing": ", ".join(lacks[:3])}


def _check_lies_before_the_approver(task_state: TaskState, page: Page) -> None:
    """Raises RefusedByTwoPersonRule unless the page's latest text is the one of this task; no other is saved meanwhile."""
    latest = Page.objects.select_for_update().get(pk=page.pk).latest_revision_id
    waiting = TaskState.objects.filter(pk=task_state.pk, status=TaskState.STATUS_IN_PROGRESS, revision_id=latest)
    if not waiting.exists():
        raise two_people.RefusedByTwoPersonRule(
            gettext(
                "Isi halaman ini berubah sejak Anda melihatnya, jadi belum diterbitkan. "
                "Periksa isi yang sekarang di bawah ini, lalu setujui atau kembalikan."
            )
        )
