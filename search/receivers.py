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
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from documents.models import Mou, Regulation, Sop
from documents.signals import documents_changed
from portal.core.models import Unit, UnitFormerName
from search import access, builders, documents, outbox, proposals
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
        (post_save, _alias_saved, None),
        (documents_changed, _documents_changed, None),
        (post_save, _privacy_changed, PageViewRestriction),
        (pre_delete, _privacy_changed, PageViewRestriction),
        (m2m_changed, _privacy_groups_changed, PageViewRestriction.groups.through),
        (pre_delete, _group_deleted, Group),
        (post_save, _site_changed, Site),
        (post_delete, _site_changed, Site),
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


def note_readers_of(pages: Iterable[Page]) -> None:
    """Ask for all records whose readers the privacy of these pages may decide: theirs and those below, of their aliases too."""
    types: set[type] = set()
    for page in pages:
        for each in access.with_aliases(page):
            types |= _note_subtree(each)
    _note_shown_on(types)


def _subtree_changed(*, instance: Page, **_: Any) -> None:
    """Addresses and inherited privacy of everything below may be others now."""
    _note_shown_on(_note_subtree(instance))


def _note_subtree(page: Page) -> set[type]:
    """Note the pages from this one down; returns their types."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    _note_pages(pages.values_list("pk", flat=True))
    types = ContentType.objects.filter(pk__in=pages.values("content_type")).distinct()
    return {found for found in (each.model_class() for each in types) if found}


def _page_deleted(*, sender: type, instance: Any, **_: Any) -> None:
    if issubclass(sender, Page):
        _note_pages([instance.pk])
        _note_shown_on([sender])


def _alias_saved(*, sender: type, instance: Any, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """Wagtail makes an alias live without publishing it, and lets it go on as a page of its own without a word."""
    if issubclass(sender, Page) and (instance.alias_of_id is not None or "alias_of_id" in (update_fields or ())):
        _subtree_changed(instance=instance)


def _people_forgotten(**_: Any) -> None:
    outbox.note([outbox.FORGOTTEN])


def _documents_changed(*, page_ids: Sequence[int], **_: Any) -> None:
    _note_pages(page_ids)


def _privacy_changed(*, instance: PageViewRestriction, **_: Any) -> None:
    note_readers_of([instance.page])


def _privacy_groups_changed(*, instance: Any, action: str, pk_set: Iterable[int] | None, **_: Any) -> None:
    """Also from the side of the group, where clearing tells only beforehand which restrictions it is taken from."""
    named: Iterable[PageViewRestriction] = ()
    if isinstance(instance, Group) and action == "pre_clear":
        named = PageViewRestriction.objects.filter(groups=instance)
    elif isinstance(instance, Group) and action.startswith("post_"):
        named = PageViewRestriction.objects.filter(pk__in=pk_set or ())
    elif action.startswith("post_"):
        named = (instance,)
    for restriction in named:
        _privacy_changed(instance=restriction)


def _group_deleted(*, instance: Group, **_: Any) -> None:
    """The rows that name it in privacy go with it, without a signal of their own."""
    for restriction in PageViewRestriction.objects.filter(groups=instance):
        _privacy_changed(instance=restriction)


def _site_changed(**_: Any) -> None:
    """Every address may be another one now."""
    outbox.note(builders.PageSource().keys())


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
