"""Nobody publishes what they wrote, through any door of the admin.

Wagtail asks a page's `PagePermissionTester` at every door. Ours refuses direct publishing to everybody, superusers
included, except inside an `approval`, which checks the rule. So an approval step that an administrator puts together
from Wagtail's own task types publishes nothing here. Copies and aliases are refused because a number exists once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.permissions import page_permission_policy

from portal.core.models import User
from portal.core.permissions import Person

#: Account and page of the approval that is under way in this context.
_approval: ContextVar[tuple[object, object] | None] = ContextVar("approval", default=None)


class RefusedByTwoPersonRule(Exception):
    """The account may not bring this page to the public; the message is a sentence for the user."""


class TwoPersonTester(PagePermissionTester):
    """Permissions on a page that only a second person can publish."""

    def has(self, action: str) -> bool:
        user = self.user
        return bool(user.is_active and (user.is_superuser or action in getattr(self, "permissions", ())))

    def can_publish(self) -> bool:
        """Never directly: not in the editor, not in bulk, not by creating, scheduling or reverting."""
        return _approval.get() == (self.user.pk, self.page.pk)

    def can_publish_subpage(self) -> bool:
        """Create-and-publish, and copies and aliases that would be live, ask the parent: never."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What the public reads is unpublished first, by a second person; superusers too."""
        if self.page.live or (not self.page.is_leaf() and self.page.get_descendants().live().exists()):
            return False
        return bool(super().can_delete(ignore_bulk))

    def can_unpublish(self) -> bool:
        """Taking a text from the public is as grave as bringing it there: not alone by whoever wrote any of it."""
        return bool(super().can_unpublish()) and not ever_wrote(self.user, self.page)

    def can_unschedule(self) -> bool:
        return self.has("publish") and not self.page_is_root

    def can_set_view_restrictions(self) -> bool:
        """Never: a document closes by `is_restricted`, which is part of its text and so takes two people.

        Wagtail's privacy is one click of one person, and sends strangers to the login where we answer 404.
        """
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_move(self) -> bool:
        """Each kind of document has one place."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False


class TwoPersonMixin:
    """For a page model (before `Page` in the bases): two people publish it."""

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """A text that changes while it waits for the second person lies before them anew, as a task of its own."""
        revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # Wagtail's, after this class in every MRO
        waiting = self.current_workflow_task_state  # type: ignore[attr-defined]
        if waiting is not None:
            waiting.cancel(user=revision.user, resume=True)
        return revision

    def permissions_for_user(self, user: Person) -> TwoPersonTester:
        return TwoPersonTester(user, self)

    def hindrance(self) -> str:
        """Why the latest draft cannot be published by anybody, as a sentence; "" if nothing hinders it."""
        return ""


def wrote(user: Person, page: Page) -> bool:
    """Whether the account wrote any revision since the live one, or made the page when nothing of it is live yet.

    Somebody else's small edit on top does not make a text another person's (tried: it would let the author approve).
    """
    if page.live_revision_id is None and not page.live and page.owner_id == user.pk:
        return True
    since = page.revisions.filter(user_id=user.pk)
    if page.live_revision_id is not None:
        since = since.filter(pk__gt=page.live_revision_id)
    return bool(since.exists())


def approvable_by(user: Person) -> QuerySet[Page]:
    """The pages of which `can_approve` says yes, in one query: `wrote` and the right to publish, turned around."""
    pages: QuerySet[Page] = Page.objects.none()
    if not isinstance(user, User) or not user.is_active:
        return pages
    own = Revision.objects.page_revisions().filter(user_id=user.pk, object_id=Cast(OuterRef("pk"), CharField()))
    since_live = own.filter(pk__gt=Coalesce(OuterRef("live_revision_id"), 0))
    never_live = Q(live_revision=None, live=False, owner=user)
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
    pages = pages.exclude(never_live).exclude(Exists(since_live))
    return pages


def ever_wrote(user: Person, page: Page) -> bool:
    """Whether the account made the page or wrote any revision of it, published ones included."""
    return bool(page.owner_id == user.pk or page.revisions.filter(user_id=user.pk).exists())


def check_can_approve(user: Person, page: Page) -> None:
    """Raises RefusedByTwoPersonRule unless the account holds the right to publish here and wrote nothing of the change."""
    if not isinstance(user, User) or not user.is_active:
        raise RefusedByTwoPersonRule(_("Masuklah terlebih dahulu untuk menerbitkan halaman ini."))
    if not page.specific.permissions_for_user(user).has("publish"):
        raise RefusedByTwoPersonRule(_("Peran Anda tidak memuat hak menerbitkan halaman ini."))
    if wrote(user, page):
        raise RefusedByTwoPersonRule(
            _(
                "Anda ikut menulis perubahan ini. Halaman hanya dapat diterbitkan oleh orang kedua yang tidak menulisnya."
            )
        )


def check_can_go_live(page: Page) -> None:
    """Raises RefusedByTwoPersonRule if nobody could publish the page's latest draft as it is."""
    if hindrance := page.specific.hindrance():
        raise RefusedByTwoPersonRule(hindrance)


@contextmanager
def approval(user: Person, page: Page) -> Iterator[None]:
    """Inside, the account may publish this one page. Raises RefusedByTwoPersonRule when the rule forbids it."""
    check_can_approve(user, page)
    token = _approval.set((user.pk, page.pk))
    try:
        yield
    finally:
        _approval.reset(token)


def can_approve(user: Person, page: Page) -> bool:
    """The same question as a bool, for menus and lists."""
    if getattr(page, "approvable_by_pk", None) == user.pk:  # a list has asked for all its rows at once
        return True
    try:
        check_can_approve(user, page)
    except RefusedByTwoPersonRule:
        return False
    return True
