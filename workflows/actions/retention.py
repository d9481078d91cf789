"""What the schedule takes away: the people of an ended proposal, or a whole draft that nobody went on with.

Rows go in one transaction with their audit event; files go once that is certain.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, UniqueConstraint
from django.utils import timezone
from viewflow.workflow.models import Process

from portal.core import audit
from portal.core.discarding import discard
from workflows.actions.scans import drop_scan
from workflows.actions.uploading import drop_upload
from workflows.execution import open_content
from workflows.free_text import FREE_TEXT
from workflows.models import (
    Beneficiary,
    Community,
    Decision,
    FormerWords,
    Handover,
    HeldScan,
    Paper,
    PaperPage,
    PersonalDataAccess,
    Proposal,
    RetentionPeriod,
    ReturnedSection,
    ReturnRequest,
    TimelineEvent,
    TypedAnswers,
)
from workflows.scrubbing import REMOVED, Scrubber
from workflows.signals import people_forgotten


@dataclass(slots=True)
class Removed:
    """What went; `hashes` are of the files, so that a copy can still be told to have been the one."""

    people: int = 0
    files: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    texts: int = 0

    def facts(self) -> dict[str, Any]:
        return {"people": self.people, "files": len(self.files), "texts": self.texts, "sha256": self.hashes}


@transaction.atomic
def anonymise(proposal: Proposal) -> Removed:
    """Ended proposals keep goods, amounts, decisions and officials. Raises FlowLockFailed.

    Done again, it takes the files that go by now: the administrator changed what does, or a paper was read anew.
    """
    with open_content(proposal) as locked:
        scrub = Scrubber(_known_of(locked), _names_of(locked))
        removed = Removed(texts=_scrub_looks_of_no_proposal(locked))
        _remove_files(locked, removed, scrub)
        removed.people, _by_model = Beneficiary.objects.filter(community__proposal=locked).delete()
        Community.objects.filter(proposal=locked).update(place="", latitude=None, longitude=None)
        Paper.objects.filter(proposal=locked).update(latitude=None, longitude=None)
        Handover.objects.filter(proposal=locked).update(receiver_name=REMOVED)
        ReturnedSection.objects.filter(request__proposal=locked).update(content={})
        ReturnRequest.objects.filter(proposal=locked).update(unasked={})
        TypedAnswers.objects.filter(proposal=locked).delete()
        FormerWords.objects.filter(proposal=locked).delete()
        removed.texts += sum(_scrub(model, path, columns, locked, scrub) for model, path, columns in FREE_TEXT)
        fresh = Proposal.objects.select_related("unit").get(pk=locked.pk)
        fresh.applicant_address, fresh.anonymised_at = "", fresh.anonymised_at or timezone.now()
        fresh.save()
        people_forgotten.send(Proposal)
        audit.record(by=None, verb="personal_data_removed", obj=fresh, unit=fresh.unit, data=removed.facts())
    return removed


@transaction.atomic
def erase_draft(proposal: Proposal) -> Removed:
    """A draft was never sent, so nobody outside the unit knows of it: nothing stays but its audit events, and who looked at the
    people in it. Raises FlowLockFailed.
    """
    with open_content(proposal) as locked:
        _keep_looks(locked)
        removed = Removed(people=Beneficiary.objects.filter(community__proposal=locked).count())
        removed.texts = _scrub_looks_of_no_proposal(locked)
        papers = list(locked.papers.exclude(file=""))
        _forget_files([(str(paper.file.name), paper.sha256) for paper in papers], removed)
        _drop_uploads(locked)
        people_forgotten.send(Proposal)
        audit.record(by=None, verb="draft_erased", obj=locked, unit=locked.unit, data=removed.facts())
        process = Process.objects.get(pk=locked.process_id)
        TimelineEvent.objects.filter(proposal=locked).delete()
        Decision.objects.filter(proposal=locked).delete()
        locked.delete()
        process.delete()
    return removed


def _keep_looks(draft: Proposal) -> None:
    """The log of looks is not the draft's; its reasons name nobody any more."""
    scrub = Scrubber(_known_of(draft), _names_of(draft))
    _scrub(PersonalDataAccess, "proposal", ("reason",), draft, scrub)
    PersonalDataAccess.objects.filter(proposal=draft).update(
        proposal=None, erased_draft=draft.pk, erased_unit=draft.unit.name[:200]
    )


def _scrub_looks_of_no_proposal(proposal: Proposal) -> int:
    """Whoever asks for a copy for these people may have written who they are. By their names and numbers alone: other people
    live in the same street.
    """
    numbers = Beneficiary.objects.filter(community__proposal=proposal).values_list("national_id", flat=True)
    scrub = Scrubber(numbers, _names_of(proposal))
    return _scrub_rows(PersonalDataAccess.objects.of_no_proposal(), ("reason",), scrub)


def _names_of(proposal: Proposal) -> Iterable[str]:
    """How the people of the case are called in it."""
    yield from Beneficiary.objects.filter(community__proposal=proposal).values_list("name", flat=True)
    yield from proposal.handovers.exclude(receiver_name=REMOVED).values_list("receiver_name", flat=True)
    yield from proposal.former_words.filter(kind=FormerWords.Kind.NAME).values_list("text", flat=True)


def _known_of(proposal: Proposal) -> Iterable[str]:
    """Everything else by which they are found. The bare name of a town or province finds nobody, and is part of the record."""
    places = {
        place.casefold() for pair in proposal.communities.values_list("city", "province") for place in pair if place
    }
    people = Beneficiary.objects.filter(community__proposal=proposal)
    known = (
        proposal.applicant_address,
        *proposal.communities.values_list("place", flat=True),
        *people.values_list("address", flat=True),
        *people.values_list("national_id", flat=True),
        *proposal.former_words.filter(kind=FormerWords.Kind.ADDRESS).values_list("text", flat=True),
    )
    return (each for each in known if each.strip().casefold() not in places)


def _remove_files(proposal: Proposal, removed: Removed, scrub: Scrubber) -> None:
    """Papers that hold personal data, or in which nobody can look for it, and signed handover records: the rows stay and say
    which file it was.
    """
    keeps_unreadable = RetentionPeriod.objects.keeping_unreadable().filter(stage=proposal.stage).exists()
    going = files_to_go(removes_unreadable=not keeps_unreadable).filter(proposal=proposal).values("pk")
    personal = Q(pk__in=going) | Q(kind__in=_kinds_that_name_people(proposal, scrub))
    for paper in proposal.papers.filter(personal).exclude(file="").select_related("kind"):
        _forget_files([(str(paper.file.name), paper.sha256)], removed)
        Paper.objects.filter(pk=paper.pk).update(file="", name=paper.kind.name[:200])
        paper.pages.all().delete()
    for record in proposal.handovers.exclude(file=""):
        _forget_files([(str(record.file.name), record.sha256)], removed)
        Handover.objects.filter(pk=record.pk).update(file="", name="", sha256="")
    _drop_uploads(proposal)


def files_to_go(*, removes_unreadable: bool) -> QuerySet[Paper]:
    """Papers whose files go with the people of an ended proposal, whatever is said in them."""
    stored = Paper.objects.exclude(file="")
    personal = stored.filter(kind__holds_personal_data=True)
    return personal | stored.unsearchable() if removes_unreadable else personal


def _kinds_that_name_people(proposal: Proposal, scrub: Scrubber) -> set[int]:
    """Whose files say what goes out of their text, or are called by it; of a kind all versions, as only the last was read."""
    named = proposal.papers.values_list("kind", "name")
    read = PaperPage.objects.filter(paper__proposal=proposal).values_list("paper__kind", "text")
    return {kind for kind, text in chain(named, read.iterator()) if scrub(text) != text}


def _drop_uploads(proposal: Proposal) -> None:
    """What is on its way, or held for a form that is not right yet."""
    for session in proposal.upload_sessions.all():
        drop_upload(session)
    for scan in HeldScan.objects.filter(community__proposal=proposal):
        drop_scan(scan)


def _forget_files(files: list[tuple[str, str]], removed: Removed) -> None:
    names = [name for name, _hash in files]
    removed.files += names
    removed.hashes += [sha256 for _name, sha256 in files]
    discard(names)


def _scrub(model: Any, path: str, columns: tuple[str, ...], proposal: Proposal, scrub: Scrubber) -> int:
    """How many texts were changed."""
    return _scrub_rows(model._default_manager.filter(**{path: proposal.pk}), columns, scrub)


def _scrub_rows(rows: QuerySet[Any], columns: tuple[str, ...], scrub: Scrubber) -> int:
    """How many texts were changed; by `update`, because rows of the timeline are otherwise fixed."""
    changed = 0
    for row in rows.values("pk", *columns):
        new = {column: scrub(row[column]) for column in columns if scrub(row[column]) != row[column]}
        for column, text in new.items():
            longest = rows.model._meta.get_field(column).max_length
            new[column] = text[:longest]
        if new:
            _update(rows.model._default_manager.filter(pk=row["pk"]), new, row["pk"])
            changed += len(new)
    return changed


def _update(row: QuerySet[Any], new: dict[str, str], pk: int) -> None:
    """Two sellers, or two communities, may be the same without the names in them, where a table wants them apart."""
    try:
        with transaction.atomic():
            row.update(**new)
    except IntegrityError:
        constraints = [each for each in row.model._meta.constraints if isinstance(each, UniqueConstraint)]
        apart = {column for each in constraints for column in each.fields}
        row.update(**{column: f"{text[:100]} #{pk}" if column in apart else text for column, text in new.items()})
