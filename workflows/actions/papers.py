"""Attaching papers: each new file of a kind becomes its newest version."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.core.discarding import discard
from portal.core.models import User
from workflows import audit
from workflows.actions.paper_checks import PaperIsReplacedError
from workflows.contributions import contribute
from workflows.coordinates import Point
from workflows.corrections import note_change
from workflows.enums import Section
from workflows.execution import open_content
from workflows.models import Paper, PaperKind, PaperPage, Proposal
from workflows.models.papers import PaperQuerySet
from workflows.permissions import check_can_edit_section
from workflows.standing import Standing
from workflows.unasked import RowIsNotAskedError, open_rows

MOST_REPLACED = 3
"""Of one kind, kept as a way back until the proposal is handed in: however often a file is replaced, the disk does not fill."""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file that was looked into (type, size, bombs), as the newest version of its kind.

    `point` (where a photo was taken) is kept for kinds that show the place, and forgotten for all others. `on_screen` is the
    paper in whose place it was chosen, 0 for none; None takes the place of any.
    """

    kind: PaperKind
    file: File  # type: ignore[type-arg]  # Django's File is generic in the stubs only
    name: str
    content_type: str
    valid_until: dt.date | None = None
    point: Point | None = None
    on_screen: int | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of several files: the papers, and why others were refused, by their kind."""

    papers: list[Paper]
    refused: dict[int, RowIsNotAskedError | PaperIsReplacedError]


def attach_paper(*, by: User, proposal: Proposal, **told: Any) -> Paper:
    """`attach_papers` for one, told as NewPaper has it. Raises RowIsNotAskedError, PaperIsReplacedError."""
    attached = attach_papers(by=by, proposal=proposal, papers=[NewPaper(**told)])
    for closed in attached.refused.values():
        raise closed
    return attached.papers[0]


def attach_papers(*, by: User, proposal: Proposal, papers: Sequence[NewPaper]) -> Attached:
    """Keeps files, one of a kind, in one go: constant in queries, however many there are.

    The same content twice is one paper: a repeated upload gives the current one back. One that nobody asked for, or that was
    chosen in the place of another paper than the current one, keeps no other from being kept. Raises RefusedError when the
    section is closed.
    """
    with open_content(proposal, by=by) as locked:
        standing = Standing(locked)
        check_can_edit_section(by, locked, Section.PAPERS, standing)
        rows, kept, refused = open_rows(standing, Section.PAPERS), [], {}
        stored = _of_kinds(locked, papers)
        for new in papers:
            try:
                if rows is not None:
                    rows.check_paper(new.kind.pk, str(new.kind))
                kept.append(_paper(by, locked, new, stored.get(new.kind.pk, [])))
            except (RowIsNotAskedError, PaperIsReplacedError) as refusal:
                refused[new.kind.pk] = refusal
        if fresh := [paper for paper in kept if paper.pk is None]:
            _retire(Paper.objects.filter(proposal=locked, kind__in=[paper.kind_id for paper in fresh]))
            _changed(by, locked)
            Paper.objects.bulk_create(fresh)
            _drop_surplus(
                locked, [paper.kind_id for paper in fresh if len(stored.get(paper.kind_id, [])) > MOST_REPLACED]
            )
            note_change(standing, Section.PAPERS)
            _record(by, locked, fresh)
        return Attached(kept, refused)


def _of_kinds(proposal: Proposal, papers: Iterable[NewPaper]) -> dict[int, list[Paper]]:
    """Every version that is there, by kind."""
    found: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(proposal=proposal, kind__in={new.kind.pk for new in papers}):
        found.setdefault(paper.kind_id, []).append(paper)
    return found


def _paper(by: User, proposal: Proposal, new: NewPaper, stored: list[Paper]) -> Paper:
    """The current one if it says the same, or a new row, not yet saved, whose file lies in storage."""
    digest = sha256_of(new.file)
    same = next((paper for paper in stored if paper.is_current and paper.sha256 == digest), None)
    if same is not None:
        return same
    _check_on_screen(new, stored)
    paper = Paper(
        proposal=proposal,
        kind=new.kind,
        name=new.name[:200],
        content_type=new.content_type,
        size=new.file.size or 0,
        sha256=digest,
        version=max((paper.version for paper in stored), default=0) + 1,
        valid_until=new.valid_until,
        uploaded_by=by,
    )
    if new.point is not None and new.kind.shows_place:
        paper.latitude, paper.longitude = new.point.latitude, new.point.longitude
    # The stored name tells nothing about people: kinds and hashes do.
    paper.file.save(f"{new.kind.code}-{digest[:16]}", new.file, save=False)
    return paper


def _check_on_screen(new: NewPaper, stored: Iterable[Paper]) -> None:
    current = next((paper.pk for paper in stored if paper.is_current), 0)
    if new.on_screen not in {None, current}:
        raise PaperIsReplacedError(
            _(
                "Berkas «%s» sudah diganti atau dihapus dari tempat lain sejak halaman ini dibuka. Muat ulang halaman ini "
                "dan lihat berkas yang sekarang; bila berkas Anda yang benar, unggah lagi."
            )
            % new.kind
        )


def _record(by: User, proposal: Proposal, papers: Iterable[Paper]) -> None:
    facts = [{"kind": paper.kind.code, "sha256": paper.sha256, "version": paper.version} for paper in papers]
    with audit.acting(by):
        audit.record_all(proposal=proposal, verb="paper_attached", data=facts)


def check_may_change(by: User, standing: Standing, kind: PaperKind) -> None:
    """After a return that does not ask for papers only those may change that lack something. Raises RefusedError."""
    check_can_edit_section(by, standing.proposal, Section.PAPERS, standing)
    rows = open_rows(standing, Section.PAPERS)
    if rows is not None:
        rows.check_paper(kind.pk, str(kind))


def remove_paper(*, by: User, paper: Paper) -> Proposal:
    """Takes a paper off the list, if it still stands there; the audit trail knows its versions by their hashes."""
    with open_content(paper.proposal, by=by) as locked:
        standing = Standing(locked)
        check_may_change(by, standing, paper.kind)
        if not _retire(Paper.objects.current().filter(pk=paper.pk)):
            return locked
        _changed(by, locked)
        note_change(standing, Section.PAPERS)
        with audit.acting(by):
            audit.record(proposal=locked, verb="paper_removed", data={"kind": paper.kind.code, "sha256": paper.sha256})
        return locked


def drop_never_handed_in(proposal: Proposal) -> None:
    """What the unit replaced or took away before an official received it is nobody else's business: rows and bytes go.

    Called under the proposal's lock, before the decision that hands it in. The audit trail keeps the hashes.
    """
    _drop(_never_handed_in(proposal))


def _never_handed_in(proposal: Proposal) -> PaperQuerySet:
    """Of the papers that are no longer current."""
    return Paper.objects.filter(proposal=proposal, is_current=False).never_handed_in()


def _drop_surplus(proposal: Proposal, kinds: Iterable[int]) -> None:
    for kind in kinds:
        surplus = _never_handed_in(proposal).filter(kind=kind).order_by("-version")[MOST_REPLACED:]
        _drop(Paper.objects.filter(pk__in=list(surplus.values_list("pk", flat=True))))


def _drop(papers: PaperQuerySet) -> None:
    found = list(papers.order_by().values_list("pk", "file"))
    if found:
        Paper.objects.filter(pk__in=[pk for pk, _file in found]).delete()
        discard(file for _pk, file in found if file)


def _retire(papers: PaperQuerySet) -> int:
    """How many; nobody finds a proposal by what its papers no longer say."""
    PaperPage.objects.filter(paper__in=papers).delete()
    return papers.update(is_current=False)


def _changed(by: User, proposal: Proposal) -> None:
    """A draft whose papers change is being worked on, as one whose answers change: the schedule leaves it alone."""
    contribute(by, proposal)
    proposal.save(update_fields=("updated_at",))


def sha256_of(file: File) -> str:  # type: ignore[type-arg]  # see above
    """Hex digest of the whole file, read in pieces; leaves it at its beginning."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
