"""Keeping what somebody typed although it cannot be saved: half a number, a version that is no longer the newest."""

from django.utils.translation import gettext as _

from portal.core.models import User
from portal.core.typed_text import storable
from workflows import unsaved, versions
from workflows.drafts import Tab
from workflows.enums import Section, Step
from workflows.execution import ConflictError, StepIsOverError, check_not_taken, open_content, open_task
from workflows.models import Proposal, TypedAnswers
from workflows.permissions import check_can_act, check_can_edit_section, check_can_withdraw
from workflows.unsaved import Typed


class TypedTooMuchError(ConflictError):
    """More than is kept of one form."""


def keep_answers(
    *,
    by: User,
    proposal: Proposal,
    section: Section,
    fields: list[list[str]],
    version: int,
    place: str = "",
    tab: Tab | None = None,
) -> bool:
    """Keeps the fields of one form for its author, in the place of what was kept before; False if they are too many.

    A request that its own tab followed by a save changes nothing.
    """
    with open_content(proposal, by=by) as locked:
        check_can_edit_section(by, locked, section)
        if versions.is_overtaken(versions.of_section(locked, section), tab):
            return True
        if sum(len(name) + len(value) for name, value in fields) > TypedAnswers.MOST_BYTES:
            return False
        kept = {"fields": [[storable(name), storable(value)] for name, value in fields], "version": version}
        TypedAnswers.objects.update_or_create(proposal=locked, section=section, place=place, owner=by, defaults=kept)
        return True


def discard_answers(*, by: User, proposal: Proposal, section: Section, place: str = "") -> None:
    """They were saved after all, or are no longer wanted."""
    TypedAnswers.objects.filter(proposal=proposal, section=section, place=place, owner=by).delete()


def keep_unsaved(
    *,
    by: User,
    proposal: Proposal,
    step: Step,
    shown: Typed,
    sent: Typed,
    task_id: int | None = None,
    tab: Tab | None = None,
) -> tuple[Typed, bool]:
    """Keeps what an official typed on the page of an open step; what there is then, and whether the request was overtaken.

    `shown` and `sent` as `unsaved.merged` takes them. Raises TypedTooMuchError, RefusedError and what `open_task` and
    `check_not_taken` raise.
    """
    with open_content(proposal, by=by) as locked:
        task = open_task(locked, step, task_id)
        check_can_act(by, locked, step)
        check_not_taken(task, locked, step, by)
        return _kept_at(unsaved.place_of(task.pk), by, locked, shown, sent, tab)


def keep_reason_to_withdraw(
    *, by: User, proposal: Proposal, shown: Typed, sent: Typed, tab: Tab | None = None
) -> tuple[Typed, bool]:
    """As `keep_unsaved`, on the page that takes the proposal back. Raises TypedTooMuchError, StepIsOverError, RefusedError."""
    with open_content(proposal) as locked:
        if not locked.is_open:
            raise StepIsOverError(_("Usulan ini sudah berakhir: %(stage)s.") % {"stage": locked.get_stage_display()})
        check_can_withdraw(by, locked)
        return _kept_at(unsaved.WITHDRAWAL, by, locked, shown, sent, tab)


def _kept_at(place: str, by: User, locked: Proposal, shown: Typed, sent: Typed, tab: Tab | None) -> tuple[Typed, bool]:
    key = {"proposal": locked, "section": TypedAnswers.OF_A_TASK, "place": place, "owner": by}
    row = TypedAnswers.objects.filter(**key).first() or TypedAnswers(**key)
    typed, is_late = unsaved.after(row.fields, shown, sent, tab)
    if is_late:
        return typed, True
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > TypedAnswers.MOST_BYTES:
        raise TypedTooMuchError(_("Isian ini terlalu panjang untuk disimpan. Perpendek, lalu simpan."))
    if row.pk or typed or tab:  # an empty page counts its requests, too: an older one that comes late is known by it
        row.fields = unsaved.as_fields(typed, tab)
        row.save()
    return typed, False
