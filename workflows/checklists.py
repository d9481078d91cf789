"""The verifier's checklist: what the scheme asks for, what is there of it, and what was found."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.enums import PaperVerdict
from workflows.models import Paper, PaperCheck, PaperKind, PaperRequirement, Proposal


@dataclass(frozen=True, slots=True)
class Tag:
    """How a line stands, as word, icon and colour."""

    label: str | Promise
    kind: str
    icon: str


_TAGS = {
    PaperVerdict.IN_ORDER: Tag(PaperVerdict.IN_ORDER.label, "ok", "check"),
    PaperVerdict.NOT_IN_ORDER: Tag(PaperVerdict.NOT_IN_ORDER.label, "danger", "cross"),
}
_UNCHECKED = Tag(gettext_lazy("Belum diperiksa"), "warn", "clock")
_UNDER_WAY = Tag(gettext_lazy("Sedang diperiksa"), "info", "clock")
_MISSING = Tag(gettext_lazy("Tidak ada"), "warn", "warning")
_NOT_NEEDED = Tag(gettext_lazy("Tidak dilampirkan"), "", "info")


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of paper. `check` is of the present version only; `earlier` are those of versions that were replaced."""

    kind: PaperKind
    is_required: bool
    paper: Paper | None
    older: list[Paper] = field(default_factory=list)
    check: PaperCheck | None = None
    earlier: list[PaperCheck] = field(default_factory=list)
    is_under_way: bool = False
    """The reader is not told how it stands, because nothing was sent yet."""

    @property
    def verdict(self) -> PaperVerdict | None:
        return PaperVerdict(self.check.verdict) if self.check else None

    @property
    def tag(self) -> Tag:
        if self.verdict is not None:
            return _TAGS[self.verdict]
        if self.paper is None:
            return _MISSING if self.is_required else _NOT_NEEDED
        return _UNDER_WAY if self.is_under_way else _UNCHECKED

    @property
    def is_open(self) -> bool:
        """Somebody still has to look: what is not there and not asked for needs no look."""
        is_wanted = self.is_required or self.paper is not None
        return is_wanted and self.check is None and not self.is_under_way

    @property
    def is_absent(self) -> bool:
        """Not there, not asked for, and nothing was said about it."""
        return self.paper is None and self.check is None and not self.is_required

    @property
    def is_over(self) -> bool:
        """It was valid until a day that has passed."""
        return bool(self.paper and self.paper.valid_until and self.paper.valid_until < timezone.localdate())

    def is_about(self, check: PaperCheck) -> bool:
        """It is the row that a mark on the present version would change, be the date of validity the same or not."""
        return check.paper_id == (self.paper.pk if self.paper else None)

    def is_kept_since(self, corrected_at: dt.datetime | None) -> bool:
        """The mark is from before the correction, and the paper was not touched by it."""
        return self.check is not None and corrected_at is not None and self.check.at < corrected_at


def checklist(
    proposal: Proposal, checks: "QuerySet[PaperCheck] | None" = None, versions: Iterable[Paper] | None = None
) -> list[Line]:
    """In the order of the configuration: required kinds first, then optional ones, then what no longer belongs to the scheme.

    `checks` and `versions` of papers, the newest first, are those that the reader may know of, else all. Three queries, or
    two with the papers.
    """
    requirements = PaperRequirement.objects.filter(scheme=proposal.scheme).select_related("kind")
    wanted = {each.kind_id: each for each in requirements.order_by("-is_required", "kind__order", "kind")}
    papers: dict[int, list[Paper]] = defaultdict(list)
    stored = proposal.papers.select_related("kind").order_by("kind__order", "kind", "-version")
    for paper in stored if versions is None else versions:
        papers[paper.kind_id].append(paper)
    known = PaperCheck.objects.filter(proposal=proposal) if checks is None else checks
    found: dict[int, list[PaperCheck]] = defaultdict(list)
    for check in known.select_related("paper"):
        found[check.kind_id].append(check)
    kinds = {pk: each.kind for pk, each in wanted.items()}
    kinds |= {pk: own[0].kind for pk, own in papers.items() if pk not in kinds and any(p.is_current for p in own)}
    return [
        _line(kind, is_required=pk in wanted and wanted[pk].is_required, papers=papers[pk], checks=found[pk])
        for pk, kind in kinds.items()
    ]


def _line(kind: PaperKind, *, is_required: bool, papers: list[Paper], checks: list[PaperCheck]) -> Line:
    paper = next((each for each in papers if each.is_current), None)
    check = next((each for each in checks if _is_of(each, paper)), None)
    return Line(
        kind=kind,
        is_required=is_required,
        paper=paper,
        older=[each for each in papers if each is not paper],
        check=check,
        earlier=[each for each in checks if each is not check],
    )


def _is_of(check: PaperCheck, paper: Paper | None) -> bool:
    if paper is None:
        return check.paper_id is None
    return check.paper_id == paper.pk and check.valid_until == paper.valid_until


def while_verified(lines: Iterable[Line]) -> list[Line]:
    """The same for the unit whose papers are being looked at: every paper alike, and the marks on the present versions,
    which may change at any time, on none. What was found of versions that were replaced was sent, and stays.
    """
    return [
        replace(line, check=None, earlier=[each for each in line.earlier if not line.is_about(each)], is_under_way=True)
        for line in lines
    ]


def current_papers(lines: Sequence[Line]) -> list[Paper]:
    """The papers that are there, in the order of their kinds."""
    return sorted((line.paper for line in lines if line.paper), key=lambda paper: (paper.kind.order, paper.kind_id))


def not_in_order(lines: Sequence[Line]) -> list[Line]:
    """Papers that the unit has to mend, be they required or not."""
    return [line for line in lines if line.verdict is PaperVerdict.NOT_IN_ORDER]


def why_incomplete(lines: Sequence[Line]) -> str:
    """The sentence that refuses «Lengkap»; empty when every required paper is in order."""
    required = [line for line in lines if line.is_required]
    told = (
        (_("Belum diperiksa: %s."), [line for line in required if line.check is None and line.paper]),
        (_("Tidak ada: %s."), [line for line in required if line.check is None and not line.paper]),
        (_("Tidak sesuai: %s."), not_in_order(required)),
    )
    sentences = [words % ", ".join(f"«{line.kind}»" for line in found) for words, found in told if found]
    return " ".join([_("Belum dapat dinyatakan lengkap."), *sentences]) if sentences else ""
