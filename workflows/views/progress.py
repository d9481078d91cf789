"""The list of sections beside every drafting page: where one is, what is done, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.enums import Section
from workflows.models import Proposal
from workflows.permissions import marked_sections, open_sections
from workflows.readiness import Gap, Inventory, gaps_in, is_unfilled, sections_to_correct, take_inventory

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
class Progress:
    """All lines, the gaps behind them, and the comment on the section at hand after a return."""

    steps: tuple[DraftStep, ...]
    gaps: tuple[Gap, ...]
    position: int
    comment: str
    inventory: Inventory


def progress(proposal: Proposal, current: Section | None, typed: Iterable[str]) -> Progress:
    """`current` is None on the review page. `typed` are the sections with answers that this reader could not save yet."""
    inventory = take_inventory(proposal)
    gaps = gaps_in(inventory)
    marked = marked_sections(proposal)
    opened = open_sections(proposal, marked)
    untouched = sections_to_correct(proposal, marked)
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
        status=_("Siap dikirim") if not gaps else _("Ada %s hal yang belum lengkap") % len(gaps),
        is_done=False,
        is_current=current is None,
    )
    position = len(lines) + 1 if current is None else list(Section).index(current) + 1
    comment = next((each.comment for each in marked if each.section == current), "")
    return Progress((*lines, review), tuple(gaps), position, comment, inventory)


def url_after(proposal: Proposal, section: Section) -> str:
    """The next section that may be changed, or the review page."""
    following = list(Section)[list(Section).index(section) + 1 :]
    opened = open_sections(proposal)
    name = next((URL_OF_SECTION[each] for each in following if each in opened), REVIEW_URL)
    return reverse(name, args=(proposal.pk,))


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
