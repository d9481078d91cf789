"""The list of sections beside every drafting page: where one is, what is done, what is open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.models import User
from workflows.enums import Section
from workflows.models import Proposal, ReturnedSection, TypedAnswers
from workflows.permissions import open_sections
from workflows.readiness import Gap, find_gaps, is_unfilled, sections_to_correct

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


def progress(proposal: Proposal, current: Section | None, user: User) -> Progress:
    """`current` is None on the review page. Answers that `user` typed and could not save are told to nobody else."""
    gaps = find_gaps(proposal)
    opened = open_sections(proposal)
    untouched = sections_to_correct(proposal)
    typed = _typed_sections(proposal, user)
    lines = [
        DraftStep(
            label=str(section.label),
            url=reverse(URL_OF_SECTION[section], args=(proposal.pk,)) if section in opened else "",
            status=_("Ada isian belum tersimpan")
            if section in typed & opened
            else _status(proposal, section, gaps, opened, untouched),
            is_done=not any(gap.section is section for gap in gaps)
            and section not in untouched | typed
            and not is_unfilled(proposal, section),
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
    return Progress((*lines, review), tuple(gaps), position, _comment(proposal, current))


def _typed_sections(proposal: Proposal, user: User) -> frozenset[Section]:
    found = TypedAnswers.objects.filter(proposal=proposal, owner=user).values_list("section", flat=True)
    return frozenset(map(Section, found))


def url_after(proposal: Proposal, section: Section) -> str:
    """The next section that may be changed, or the review page."""
    following = list(Section)[list(Section).index(section) + 1 :]
    opened = open_sections(proposal)
    name = next((URL_OF_SECTION[each] for each in following if each in opened), REVIEW_URL)
    return reverse(name, args=(proposal.pk,))


def _status(
    proposal: Proposal,
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
    return _("Belum diisi") if is_unfilled(proposal, section) else _("Lengkap")


def _comment(proposal: Proposal, section: Section | None) -> str:
    marked = ReturnedSection.objects.filter(
        request__proposal=proposal, request__answered_at__isnull=True, section=section or ""
    )
    return marked.values_list("comment", flat=True).first() or ""
