"""Who listens, so that nobody has to call search: every change that may alter a record or its readers writes to the outbox.

Receivers run in the sender's transaction and only write rows. `page_published` does not see a Wagtail page that is
saved by code: such code sends `documents_changed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from guardian.models import GroupObjectPermission
from viewflow.workflow.models import Task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from documents.models import Mou, Regulation, Sop
from documents.signals import documents_changed
from portal.core.models import Unit, UnitFormerName
from search import builders, documents, outbox, proposals
from workflows import in_hand
from workflows.models import Community, Paper, PaperKind, Proposal
from workflows.signals import people_forgotten


def connect() -> None:
    """Connect every receiver once."""
    for signal, receiver, sender in (
        (page_published, _page_changed, None),
        (page_unpublished, _page_changed, None),
        (page_slug_changed, _subtree_changed, None),
        (post_page_move, _subtree_changed, None),
        (pre_delete, _page_deleted, None),
        (documents_changed, _documents_changed, None),
        (post_save, _privacy_changed, PageViewRestriction),
        (pre_delete, _privacy_changed, PageViewRestriction),
        (m2m_changed, _privacy_groups_changed, PageViewRestriction.groups.through),
        (post_save, _proposal_changed, Proposal),
        (post_delete, _proposal_changed, Proposal),
        (post_save, _task_changed, Task),
        (post_save, _community_changed, Community),
        (post_delete, _community_changed, Community),
        (post_save, _paper_changed, Paper),
        (post_save, _paper_kind_changed, PaperKind),
        (people_forgotten, _people_forgotten, Proposal),
        (post_save, _unit_changed, Unit),
        (post_delete, _unit_listed, Unit),
        (post_save, _unit_listed, UnitFormerName),
        (post_delete, _unit_listed, UnitFormerName),
        (post_save, _rights_changed, GroupObjectPermission),
        (post_delete, _rights_changed, GroupObjectPermission),
        (m2m_changed, _rights_changed, Group.permissions.through),
        (post_delete, _rights_changed, Group),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"search-{receiver.__name__}-{id(signal)}-{sender}")


def _note_pages(page_ids: Iterable[int]) -> None:
    outbox.note(builders.key_of(pk) for pk in page_ids)


def _note_shown_on(types: Iterable[type]) -> None:
    for other in documents.shown_on(types):
        _note_pages(other.objects.live().values_list("pk", flat=True))  # type: ignore[attr-defined]  # every registered type is a Page


def _page_changed(*, instance: Page, **_: Any) -> None:
    _note_pages([instance.pk])
    _note_shown_on([instance.specific_class])


def _subtree_changed(*, instance: Page, **_: Any) -> None:
    """Addresses and inherited privacy of everything below may be others now."""
    pages = Page.objects.descendant_of(instance, inclusive=True)
    _note_pages(pages.values_list("pk", flat=True))
    types = ContentType.objects.filter(pk__in=pages.values("content_type")).distinct()
    _note_shown_on(found for found in (each.model_class() for each in types) if found)


def _page_deleted(*, sender: type, instance: Any, **_: Any) -> None:
    if issubclass(sender, Page):
        _note_pages([instance.pk])
        _note_shown_on([sender])


def _people_forgotten(**_: Any) -> None:
    outbox.note([outbox.FORGOTTEN])


def _documents_changed(*, page_ids: Sequence[int], **_: Any) -> None:
    _note_pages(page_ids)


def _privacy_changed(*, instance: PageViewRestriction, **_: Any) -> None:
    _subtree_changed(instance=instance.page)


def _privacy_groups_changed(*, instance: Any, action: str, **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _subtree_changed(instance=instance.page)


def _proposal_changed(*, instance: Proposal, **_: Any) -> None:
    outbox.note([proposals.key_of(instance.pk)])


def _task_changed(*, instance: Task, **_: Any) -> None:
    """The flow writes a proposal's stage without `save`; what moves it always opens, ends or cancels a task."""
    outbox.note(map(proposals.key_of, in_hand.ids_of(instance.process_id)))


def _community_changed(*, instance: Community, **_: Any) -> None:
    outbox.note([proposals.key_of(instance.proposal_id)])


def _paper_changed(*, instance: Paper, **_: Any) -> None:
    outbox.note([proposals.key_of(instance.proposal_id)])


def _paper_kind_changed(*, instance: PaperKind, created: bool, **_: Any) -> None:
    """Its papers may hold personal data now, or be called something else."""
    if not created:
        concerned = Paper.objects.current().filter(kind=instance).values_list("proposal", flat=True)
        outbox.note(map(proposals.key_of, concerned))


def _unit_changed(*, instance: Unit, created: bool, **_: Any) -> None:
    """Documents and proposals show the name and the place of their unit, and the directory shows all of them."""
    _note_shown_on([Unit])
    if created:
        return
    for kind in (Regulation, Mou, Sop):
        _note_pages(kind.objects.live().filter(owner_unit=instance).values_list("pk", flat=True))
    outbox.note(map(proposals.key_of, Proposal.objects.filter(unit=instance).values_list("pk", flat=True)))


def _unit_listed(**_: Any) -> None:
    _note_shown_on([Unit])


def _rights_changed(*, action: str = "post_", **_: Any) -> None:
    """The groups that hold a right are others now, and with them the readers of proposals and restricted documents."""
    if action.startswith("post_"):
        outbox.note_rights()
