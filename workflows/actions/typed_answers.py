"""Keeping what somebody typed although it cannot be saved: half a number, a version that is no longer the newest."""

from portal.core.models import User
from portal.core.typed_text import storable
from workflows import versions
from workflows.drafts import Tab
from workflows.enums import Section
from workflows.execution import open_content
from workflows.models import Proposal, TypedAnswers
from workflows.permissions import check_can_edit_section


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
    with open_content(proposal) as locked:
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
