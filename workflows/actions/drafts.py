"""Writing a draft, section by section."""

from django.db import transaction

from portal.core.models import Unit, User
from workflows import audit, former, snapshots, totals, versions
from workflows.actions.sections import CommunityIsNeededError, UnknownRowError, apply
from workflows.contributions import content_of, contribute
from workflows.corrections import note_change
from workflows.drafts import SECTION_OF, SectionData, Tab
from workflows.enums import Section, Stage, Step
from workflows.execution import open_content, open_task
from workflows.flows import AidFlow
from workflows.models import Proposal
from workflows.permissions import check_can_create, check_can_edit_section
from workflows.standing import Standing
from workflows.unasked import RowIsNotAskedError, open_rows
from workflows.versions import StaleVersionError

__all__ = [
    "CommunityIsNeededError",
    "RowIsNotAskedError",
    "StaleVersionError",
    "UnknownRowError",
    "begin_draft",
    "create_draft",
    "save_draft_section",
]

_COUNTED = frozenset({Section.COMMUNITIES, Section.BUDGET})
"""Sections that the totals are derived from."""


@transaction.atomic
def begin_draft(*, by: User, unit: Unit, title: str) -> Proposal:
    """`create_draft` for somebody at a screen: who begins the same again, by a second click or because the line lost the
    answer, gets the draft of the first time, as long as nothing was written in it."""
    User.objects.select_for_update().get(pk=by.pk)
    own = Proposal.objects.filter(created_by=by, unit=unit, title=title.strip(), stage=Stage.DRAFT)
    return own.filter(section_versions__isnull=True).first() or create_draft(by=by, unit=unit, title=title)


@transaction.atomic
def create_draft(*, by: User, unit: Unit, title: str) -> Proposal:
    """A new draft of the unit, in its author's hands: the process begins, but there is no number yet."""
    check_can_create(by, unit)
    proposal = Proposal.objects.create(unit=unit, title=title.strip(), created_by=by)
    with audit.acting(by):
        audit.record(proposal=proposal, verb="draft_created")
        AidFlow.start.run(proposal=proposal)
        proposal.refresh_from_db()
        task = open_task(proposal, Step.DRAFTING)
        task.flow_task.activation_class(task).assign(by)
    return proposal


def save_draft_section(
    *, by: User, proposal: Proposal, data: SectionData, version: int | None = None, tab: Tab | None = None
) -> Proposal:
    """Saves one section as a whole and counts its version up.

    `version` is the section's when the form was made, None when no form stands behind it. Raises StaleVersionError when
    somebody else saved something different in between, UnknownRowError, CommunityIsNeededError, PaperIsReplacedError,
    RowIsNotAskedError. A request that was overtaken by a later one of its own tab changes nothing.
    """
    with open_content(proposal, by=by) as locked:
        section = SECTION_OF[type(data)]
        standing = Standing(locked)
        check_can_edit_section(by, locked, section, standing)
        state = versions.of_section(locked, section)
        if versions.is_overtaken(state, tab):
            return locked
        before, rows = content_of(locked, section), open_rows(standing, section)
        apply(locked, data, by)
        after = content_of(locked, section)
        changed = after != before
        if changed and version is not None and versions.is_stale(state, version, tab):
            # Undone with the transaction. What says the same as what is stored disturbs nobody: a second click, a retry.
            raise StaleVersionError
        if changed and rows is not None:
            rows.check(snapshots.take(locked, section))
        versions.advance(state, tab, changed=changed)
        if changed:
            former.note_change(locked, section, before, after)
            _count(by, standing, section)
        return locked


def _count(by: User, standing: Standing, section: Section) -> None:
    proposal = standing.proposal
    if section in _COUNTED:
        totals.derive(proposal)
    else:
        proposal.save()
    contribute(by, proposal)
    if proposal.is_registered:
        note_change(standing, section)
        # Drafts are saved every few seconds; what the record needs is what changed after an official had seen it.
        with audit.acting(by):
            audit.record(proposal=proposal, verb="section_changed", data={"section": section.value})
