"""All places where one person occurs, in the clear; other people in them are taken out.

Reads only; the caller has checked and recorded who asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from portal.core.formats import date_long, moment_long
from portal.core.masking import masked_text
from portal.core.models import User
from portal.persons.matching import Subject, has_word_of, lines_about, may_be, says
from portal.persons.occurrences import Occurrence
from portal.persons.others import Others
from portal.persons.unsaved import typed
from workflows.contents import CHOSEN
from workflows.free_text import FREE_TEXT
from workflows.models import (
    Beneficiary,
    Community,
    FormerWords,
    Handover,
    HeldScan,
    Paper,
    PersonalDataAccess,
    Proposal,
    ReturnedSection,
    ReturnRequest,
    UploadSession,
)
from workflows.models.personal_data import PAPER_PART, part_of
from workflows.scrubbing import bare_name

_TOLD_ELSEWHERE: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Proposal, "pk", ("applicant_address",)),
    (Community, "proposal", ("place",)),
    (Beneficiary, "community__proposal", ("address",)),
    (Handover, "proposal", ("number", "name")),
    (HeldScan, "community__proposal", ("name",)),
    (UploadSession, "proposal", ("name",)),
    (FormerWords, "proposal", ("text",)),
)
"""What goes as a whole in time, and may name somebody until then."""


def find(subject: Subject) -> list[Occurrence]:
    """Surest first: the rows of the person, then what belongs to those proposals, then mentions in passing."""
    people = _beneficiaries(subject)
    proposals = Proposal.objects.filter(pk__in=[person.community.proposal_id for person in people])
    found = [
        *map(_beneficiary, people),
        *_receivers(subject),
        *_accounts(subject),
        *_papers(proposals),
        *_accesses(people),
        *_mentions(subject),
        *_mentions_of_no_proposal(subject),
        *typed(subject),
    ]
    others = _others(subject, people, found)
    told = [each if each.is_own else _without(others, each) for each in found]
    # One text in several columns, or a page opened again in the same minute, is one thing to read.
    return list({(each.key, number if each.is_own else None): each for number, each in enumerate(told)}.values())


def names_of(subject: Subject, found: Iterable[Occurrence]) -> set[str]:
    """How the person is called: as asked, and as written in their own records."""
    written = (dict(each.facts).get(_("Nama"), "") for each in found if each.is_own)
    return {name for name in (subject.name, *written) if name}


def _others(subject: Subject, people: Sequence[Beneficiary], found: Sequence[Occurrence]) -> Others:
    proposals = {each.proposal_id for each in found if each.proposal_id}
    named = Beneficiary.objects.filter(community__proposal__in=proposals).exclude(pk__in=[each.pk for each in people])
    received = Handover.objects.filter(proposal__in=proposals).values_list("receiver_name", flat=True)
    former = FormerWords.objects.filter(proposal__in=proposals, kind=FormerWords.Kind.NAME)
    former_names = former.values_list("text", flat=True)
    return Others(
        subject,
        own_numbers=[each.national_id for each in people],
        own_names=[each.name for each in people],
        names=[
            *named.values_list("name", flat=True),
            *(name for name in received if not may_be(name, subject)),
            *(name for name in former_names if bare_name(name) != subject.called),
        ],
    )


def _without(others: Others, each: Occurrence) -> Occurrence:
    """The person is told which official it was, whoever is called alike."""
    officials = {_("Oleh"), _("Ditulis oleh")}
    facts = ((name, value if name in officials else others.taken_out(value)) for name, value in each.facts)
    return replace(each, facts=tuple(facts))


def label_of(proposal: Proposal) -> str:
    number = proposal.registration_number or _("draf %s") % proposal.pk
    return f"{number}, {proposal.unit}"


def _beneficiaries(subject: Subject) -> list[Beneficiary]:
    by_id = Q(national_id=subject.national_id) if subject.national_id else Q(pk__in=())
    by_name = has_word_of("name", subject)
    if subject.national_id:
        # The same name with another NIK is another person.
        by_name &= Q(national_id="")
    found = Beneficiary.objects.filter(by_id | by_name).select_related("community__proposal__unit").order_by("pk")
    return [
        person
        for person in found
        if (subject.national_id and person.national_id == subject.national_id)
        or bare_name(person.name) == subject.called
    ]


def _beneficiary(person: Beneficiary) -> Occurrence:
    proposal = person.community.proposal
    facts = (
        (_("Nama"), person.name),
        (_("NIK"), person.national_id or "–"),
        (_("Alamat"), person.address or "–"),
        (_("Komunitas"), masked_text(person.community.name)),
        (_("Usulan"), masked_text(proposal.title)),
        (_("Tahap"), proposal.get_stage_display()),
        (_("Dicatat sejak"), date_long(proposal.created_at)),
    )
    return Occurrence(_("Penerima manfaat"), label_of(proposal), facts, proposal.pk, is_own=True)


def _receivers(subject: Subject) -> Iterator[Occurrence]:
    found = Handover.objects.filter(has_word_of("receiver_name", subject, every=False)).select_related("proposal__unit")
    for record in found.order_by("pk"):
        if not may_be(record.receiver_name, subject):
            continue
        facts = (
            (_("Nama"), record.receiver_name),
            (_("Jabatan"), record.receiver_position or "–"),
            (_("Nomor BAST"), record.number),
            (_("Tanggal"), date_long(record.handed_on)),
            (_("Berkas bertanda tangan"), record.name or "–"),
        )
        yield Occurrence(_("Penerima pada serah terima"), label_of(record.proposal), facts, record.proposal_id)


def _accounts(subject: Subject) -> Iterator[Occurrence]:
    for user in User.objects.filter(has_word_of("name", subject)).order_by("pk"):
        if bare_name(user.name) != subject.called:
            continue
        facts = (
            (_("Nama"), user.name),
            (_("Surel"), user.email),
            (_("Jabatan"), user.office or "–"),
            (_("Terdaftar sejak"), date_long(user.joined_at)),
        )
        yield Occurrence(_("Akun petugas"), _("Portal"), facts, is_own=True)


def _papers(proposals: QuerySet[Proposal]) -> Iterator[Occurrence]:
    """Files are not read: they may show the person, and are named so that somebody can look."""
    found = Paper.objects.filter(proposal__in=proposals, kind__holds_personal_data=True).exclude(file="")
    for paper in found.select_related("kind", "proposal__unit"):
        facts = (
            (_("Berkas"), f"{paper.kind}, {_('versi %s') % paper.version}"),
            (_("Diunggah"), date_long(paper.uploaded_at)),
            (_("Isi"), _("Tidak dibaca otomatis; mungkin memuat orang ini.")),
        )
        yield Occurrence(_("Berkas yang memuat data pribadi"), label_of(paper.proposal), facts, paper.proposal_id)


def _accesses(people: Sequence[Beneficiary]) -> Iterator[Occurrence]:
    """Who saw this person in clear: the record of processing that article 32 promises.

    Looks at a whole proposal, at a paper of it, which may show anybody, and at the person's own list; not at other lists.
    """
    proposals = {person.community.proposal_id for person in people}
    own_lists = {part_of(person.community) for person in people}
    read = Q(part="") | Q(part__startswith=PAPER_PART) | Q(part__in=own_lists)
    found = PersonalDataAccess.objects.filter(read, proposal__in=proposals).select_related("proposal__unit")
    for access in found.order_by("pk"):
        facts = (
            (_("Waktu"), moment_long(access.at)),
            (_("Oleh"), ", ".join(filter(None, (access.by_name, access.by_office)))),
            (_("Alasan"), access.reason),
        )
        where = label_of(access.proposal) if access.proposal else ""
        yield Occurrence(_("Pembukaan data pribadi"), where, facts, access.proposal_id)


def _mentions(subject: Subject) -> Iterator[Occurrence]:
    """Texts that name the person in passing, then what was kept of sections that were sent back."""
    told = [
        (pk, _("Disebut dalam %s") % _title_of(model, column), text)
        for model, path, columns in (*FREE_TEXT, *_TOLD_ELSEWHERE)
        for column in columns
        for pk, text in model._default_manager.filter(says(column, subject), **{f"{path}__isnull": False})
        .order_by("pk")
        .values_list(path, column)
    ]
    heading = _("Disebut dalam bagian yang pernah dikembalikan")
    told += [(pk, heading, text) for pk, content in _returned(subject) for text in _answers(content)]
    named = [(pk, heading, lines) for pk, heading, text in told if (lines := lines_about(text, subject))]
    proposals = Proposal.objects.select_related("unit").in_bulk({pk for pk, _heading, lines_about in named})
    for pk, heading, lines in named:
        yield Occurrence(heading, label_of(proposals[pk]), ((_("Teks"), lines),), pk)


def _mentions_of_no_proposal(subject: Subject) -> Iterator[Occurrence]:
    """Reasons of earlier copies, and of looks at drafts that are erased."""
    heading = _("Disebut dalam %s") % _title_of(PersonalDataAccess, "reason")
    for look in PersonalDataAccess.objects.of_no_proposal().filter(says("reason", subject)).order_by("pk"):
        if lines := lines_about(look.reason, subject):
            erased = _("draf %(number)s, sudah dihapus, %(unit)s") % {
                "number": look.erased_draft,
                "unit": look.erased_unit,
            }
            yield Occurrence(heading, erased if look.erased_draft else _("Portal"), ((_("Teks"), lines),))


def _returned(subject: Subject) -> Iterator[tuple[int, dict[str, Any]]]:
    """What sections said when they were sent back, asked for or not, by proposal."""
    marked = ReturnedSection.objects.annotate(said=Cast("content", TextField())).filter(says("said", subject))
    yield from marked.order_by("pk").values_list("request__proposal", "content")
    others = ReturnRequest.objects.annotate(said=Cast("unasked", TextField())).filter(says("said", subject))
    for pk, sections in others.order_by("pk").values_list("proposal", "unasked"):
        yield from ((pk, content) for content in sections.values())


def _answers(content: dict[str, Any]) -> Iterator[str]:
    for row in content.values():
        written = (text for column, text in row["answers"].items() if column not in CHOSEN)
        yield from dict.fromkeys((row["name"], *written))


def _title_of(model: type[Model], column: str) -> str:
    return f"{model._meta.verbose_name} ({model._meta.get_field(column).verbose_name})"  # type: ignore[union-attr]  # a column, no relation
