"""The list of sections beside every drafting page: where one is, what is done, what is open."""

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.enums import Outcome, Section
from workflows.models import Decision, Proposal, ReturnedSection
from workflows.readiness import Gap, Inventory, is_unfilled
from workflows.standing import Standing

URL_OF_SECTION = {
    Section.GENERAL: "workflows:edit_general",
    Section.APPLICANT: "workflows:edit_applicant",
    Section.COMMUNITIES: "workflows:edit_communities",
    Section.BENEFICIARIES: "workflows:edit_people",
    Section.BUDGET: "workflows:edit_budget",
    Section.PAPERS: "workflows:edit_papers",
    Section.STATEMENTS: "workflows:edit_statements",
}
REVIEW_URL = "workflows:review"


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One line of the list; without a url it cannot be opened now."""

    label: str
    url: str
    status: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A section that the open return asks to correct."""

    returned: ReturnedSection
    section: Section
    url: str
    is_changed: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """All lines, the gaps behind them, and, after a return, who asked for what."""

    steps: tuple[DraftStep, ...]
    gaps: tuple[Gap, ...]
    position: int
    inventory: Inventory
    sent_back: tuple[Decision, ...]
    """The decisions that put the work here, the latest first: of an official, of the head of the unit, or both."""
    asked: tuple[Asked, ...]
    lacking_unasked: tuple[Gap, ...] | None
    """What the section at hand lacks, if it is open although the return does not ask for it: nothing once it is mended."""

    is_unsaved: bool = False
    """Some of what this reader typed is not in the draft."""

    @property
    def asked_here(self) -> ReturnedSection | None:
        """What is asked of the section at hand."""
        return next((each.returned for each in self.asked if each.is_current), None)


def progress(standing: Standing, current: Section | None, typed: Iterable[str]) -> Progress:
    """`current` is None on the review page. `typed` are the sections with answers that this reader could not save yet."""
    proposal, inventory, gaps, opened = standing.proposal, standing.inventory, standing.gaps, standing.opened
    marked, untouched = standing.marked, standing.to_correct
    unsaved = frozenset(map(Section, typed)) & opened
    lines = [
        DraftStep(
            label=str(section.label),
            url=reverse(URL_OF_SECTION[section], args=(proposal.pk,)) if section in opened else "",
            status=_("Ada isian belum tersimpan")
            if section in unsaved
            else _status(inventory, section, gaps, opened, untouched),
            is_done=not any(gap.section is section for gap in gaps)
            and section not in untouched | unsaved
            and not is_unfilled(inventory, section),
            is_current=section is current,
        )
        for section in Section
    ]
    review = DraftStep(
        label=_("Periksa dan kirim"),
        url=reverse(REVIEW_URL, args=(proposal.pk,)),
        status=_status_of_all(gaps, untouched, unsaved),
        is_done=False,
        is_current=current is None,
    )
    position = len(lines) + 1 if current is None else list(Section).index(current) + 1
    asked = tuple(
        Asked(
            each,
            section,
            reverse(URL_OF_SECTION[section], args=(proposal.pk,)),
            each.is_changed,
            section is current,
        )
        for each in marked
        if (section := Section(each.section))
    )
    is_unasked = bool(marked) and current in opened and current not in standing.asked
    unasked = tuple(gap for gap in gaps if gap.section is current) if is_unasked else None
    return Progress(
        (*lines, review),
        tuple(gaps),
        position,
        inventory,
        _sent_back(proposal, marked),
        asked,
        unasked,
        is_unsaved=bool(unsaved),
    )


def _sent_back(proposal: Proposal, marked: Sequence[ReturnedSection]) -> tuple[Decision, ...]:
    is_sent_back = proposal.submission_outcome == Outcome.SENT_BACK
    by_head = proposal.decisions.filter(outcome=Outcome.SENT_BACK).order_by("-pk")[:1] if is_sent_back else ()
    return (*by_head, *(each.request.decision for each in marked[:1]))


def url_after(standing: Standing, section: Section) -> str:
    """The next section that may be changed, or the review page."""
    following = list(Section)[list(Section).index(section) + 1 :]
    name = next((URL_OF_SECTION[each] for each in following if each in standing.opened), REVIEW_URL)
    return reverse(name, args=(standing.proposal.pk,))


def _status_of_all(gaps: Sized, untouched: Sized, unsaved: Sized) -> str:
    """What still stands between the draft and its sending, the most first."""
    if gaps:
        return _("Ada %s hal yang belum lengkap") % len(gaps)
    if untouched:
        return _("%s bagian belum diperbaiki") % len(untouched)
    return _("Ada isian belum tersimpan") if unsaved else _("Siap dikirim")


def _status(
    inventory: Inventory,
    section: Section,
    gaps: list[Gap],
    opened: frozenset[Section],
    untouched: frozenset[Section],
) -> str:
    if section not in opened:
        return _("Tidak diminta diperbaiki")
    if section in untouched:
        return _("Perlu diperbaiki")
    if missing := sum(gap.section is section for gap in gaps):
        return _("%s hal belum lengkap") % missing
    return _("Belum diisi") if is_unfilled(inventory, section) else _("Lengkap")
