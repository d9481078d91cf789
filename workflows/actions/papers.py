"""Attaching papers: each new file of a kind becomes its newest version."""

import datetime as dt
import hashlib

from django.core.files.base import File
from django.db.models import Max

from portal.core.discarding import discard
from portal.core.models import User
from workflows import audit
from workflows.contributions import contribute
from workflows.coordinates import Point
from workflows.corrections import note_change
from workflows.enums import Outcome, Section
from workflows.execution import open_content
from workflows.models import Decision, Paper, PaperKind, PaperPage, Proposal
from workflows.models.papers import PaperQuerySet
from workflows.permissions import check_can_edit_section
from workflows.standing import Standing
from workflows.unasked import open_rows


def attach_paper(
    *,
    by: User,
    proposal: Proposal,
    kind: PaperKind,
    file: File,  # type: ignore[type-arg]  # Django's File is generic in the stubs only
    name: str,
    content_type: str,
    valid_until: dt.date | None = None,
    point: Point | None = None,
) -> Paper:
    """Keeps the file as the newest version of its kind. The caller has looked into it (type, size, bombs).

    The same content twice is one paper: a repeated upload gives the current one back. `point` (where a photo was taken)
    is kept for kinds that show the place, and forgotten for all others.
    """
    with open_content(proposal) as locked:
        standing = Standing(locked)
        check_may_change(by, standing, kind)
        digest = sha256_of(file)
        papers = Paper.objects.filter(proposal=locked, kind=kind)
        same = papers.current().filter(sha256=digest).first()
        if same is not None:
            return same
        version = (papers.aggregate(last=Max("version"))["last"] or 0) + 1
        _retire(papers)
        paper = Paper(
            proposal=locked,
            kind=kind,
            name=name[:200],
            content_type=content_type,
            size=file.size or 0,
            sha256=digest,
            version=version,
            valid_until=valid_until,
            uploaded_by=by,
        )
        if point is not None and kind.shows_place:
            paper.latitude, paper.longitude = point.latitude, point.longitude
        _changed(by, locked)
        # The stored name tells nothing about people: kinds and hashes do.
        paper.file.save(f"{kind.code}-{digest[:16]}", file, save=False)
        paper.save()
        note_change(standing, Section.PAPERS)
        with audit.acting(by):
            data = {"kind": kind.code, "sha256": digest, "version": version}
            audit.record(proposal=locked, verb="paper_attached", data=data)
        return paper


def check_may_change(by: User, standing: Standing, kind: PaperKind) -> None:
    """After a return that does not ask for papers only those may change that lack something. Raises RefusedError."""
    check_can_edit_section(by, standing.proposal, Section.PAPERS, standing)
    rows = open_rows(standing, Section.PAPERS)
    if rows is not None:
        rows.check_paper(kind.pk, str(kind))


def remove_paper(*, by: User, paper: Paper) -> Proposal:
    """Takes a paper off the list, if it still stands there; the audit trail knows its versions by their hashes."""
    with open_content(paper.proposal) as locked:
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
    papers = Paper.objects.filter(proposal=proposal, is_current=False)
    handed_in = Decision.objects.filter(proposal=proposal, outcome=Outcome.SUBMITTED).order_by("at").last()
    if handed_in is not None:
        papers = papers.filter(uploaded_at__gt=handed_in.at)
    names = list(papers.exclude(file="").values_list("file", flat=True))
    papers.delete()
    discard(names)


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
