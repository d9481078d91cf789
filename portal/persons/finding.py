"""All places where one person occurs, in the clear. Reads only; the caller has checked and recorded who asks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from portal.accounts.models import KeptForm
from portal.core.formats import date_long, moment_long
from portal.core.masking import spelt
from portal.core.models import User
from workflows.actions.retention import FREE_TEXT
from workflows.models import (
    Beneficiary,
    Community,
    Handover,
    Paper,
    PersonalDataAccess,
    Proposal,
    ReturnedSection,
    TypedAnswers,
)
from workflows.scrubbing import whole_words

_PLACES: tuple[Any, str, tuple[str, ...]] = (Community, "proposal", ("place",))


@dataclass(frozen=True, slots=True)
class Subject:
    """By what the person is looked for; one of the two may be empty. Birth dates are held nowhere."""

    national_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place: in which table, of which proposal, since when, and what it says."""

    held_as: str
    where: str
    facts: tuple[tuple[str, str], ...]


def find(subject: Subject) -> list[Occurrence]:
    """Surest first: the rows of the person, then what belongs to those proposals, then mentions in passing."""
    people = _beneficiaries(subject)
    proposals = Proposal.objects.filter(pk__in=[person.community.proposal_id for person in people])
    return [
        *map(_beneficiary, people),
        *_receivers(subject),
        *_accounts(subject),
        *_papers(proposals),
        *_accesses(proposals),
        *_mentions(subject),
        *_typed(subject),
    ]


def label_of(proposal: Proposal) -> str:
    number = proposal.registration_number or _("draf %s") % proposal.pk
    return f"{number}, {proposal.unit}"


def _beneficiaries(subject: Subject) -> list[Beneficiary]:
    by_id = Q(national_id=subject.national_id) if subject.national_id else Q(pk__in=())
    by_name = Q(name__iexact=subject.name) if subject.name else Q(pk__in=())
    if subject.national_id:
        # The same name with another NIK is another person.
        by_name &= Q(national_id="")
    found = Beneficiary.objects.filter(by_id | by_name)
    return list(found.select_related("community__proposal__unit").order_by("pk"))


def _beneficiary(person: Beneficiary) -> Occurrence:
    proposal = person.community.proposal
    facts = (
        (_("Nama"), person.name),
        (_("NIK"), person.national_id or "–"),
        (_("Alamat"), person.address or "–"),
        (_("Komunitas"), person.community.name),
        (_("Usulan"), proposal.title),
        (_("Tahap"), proposal.get_stage_display()),
        (_("Dicatat sejak"), date_long(proposal.created_at)),
    )
    return Occurrence(_("Penerima manfaat"), label_of(proposal), facts)


def _receivers(subject: Subject) -> Iterator[Occurrence]:
    if not subject.name:
        return
    found = Handover.objects.filter(receiver_name__iexact=subject.name).select_related("proposal__unit")
    for record in found:
        facts = (
            (_("Nama"), record.receiver_name),
            (_("Jabatan"), record.receiver_position or "–"),
            (_("Nomor BAST"), record.number),
            (_("Tanggal"), date_long(record.handed_on)),
            (_("Berkas bertanda tangan"), record.name or "–"),
        )
        yield Occurrence(_("Penerima pada serah terima"), label_of(record.proposal), facts)


def _accounts(subject: Subject) -> Iterator[Occurrence]:
    for user in User.objects.filter(name__iexact=subject.name) if subject.name else ():
        facts = (
            (_("Nama"), user.name),
            (_("Surel"), user.email),
            (_("Jabatan"), user.office or "–"),
            (_("Terdaftar sejak"), date_long(user.joined_at)),
        )
        yield Occurrence(_("Akun petugas"), _("Portal"), facts)


def _papers(proposals: QuerySet[Proposal]) -> Iterator[Occurrence]:
    """Files are not read: they may show the person, and are named so that somebody can look."""
    found = Paper.objects.filter(proposal__in=proposals, kind__holds_personal_data=True).exclude(file="")
    for paper in found.select_related("kind", "proposal__unit"):
        facts = (
            (_("Berkas"), f"{paper.kind}, {_('versi %s') % paper.version}"),
            (_("Diunggah"), date_long(paper.uploaded_at)),
            (_("Isi"), _("Tidak dibaca otomatis; mungkin memuat orang ini.")),
        )
        yield Occurrence(_("Berkas yang memuat data pribadi"), label_of(paper.proposal), facts)


def _accesses(proposals: QuerySet[Proposal]) -> Iterator[Occurrence]:
    """Who saw the people of these proposals in clear: the record of processing that article 32 promises."""
    found = PersonalDataAccess.objects.filter(proposal__in=proposals).select_related("proposal__unit")
    for access in found.order_by("pk"):
        facts = (
            (_("Waktu"), moment_long(access.at)),
            (_("Oleh"), ", ".join(filter(None, (access.by_name, access.by_office)))),
            (_("Alasan"), access.reason),
        )
        yield Occurrence(_("Pembukaan data pribadi"), label_of(access.proposal) if access.proposal else "", facts)


def _mentions(subject: Subject) -> Iterator[Occurrence]:
    """Texts that name the person in passing, then what was kept of sections that were sent back."""
    told = [
        (pk, _("Disebut dalam %s") % _title_of(model, column), text)
        for model, path, columns in (*FREE_TEXT, _PLACES)
        for column in columns
        for pk, text in model._default_manager.filter(_says(column, subject)).order_by("pk").values_list(path, column)
    ]
    kept = ReturnedSection.objects.annotate(said=Cast("content", TextField())).filter(_says("said", subject))
    heading = _("Disebut dalam bagian yang pernah dikembalikan")
    for pk, content in kept.order_by("pk").values_list("request__proposal", "content"):
        told += [(pk, heading, text) for row in content.values() for text in row["answers"].values()]
    named = [(pk, heading, lines) for pk, heading, text in told if (lines := _lines(text, subject))]
    proposals = Proposal.objects.select_related("unit").in_bulk({pk for pk, _heading, _lines in named})
    for pk, heading, lines in named:
        yield Occurrence(heading, label_of(proposals[pk]), ((_("Teks"), lines),))


def _says(column: str, subject: Subject) -> Q:
    """Texts that may name the person; `_lines` has the last word."""
    # The longest word alone: between the words there may be any blanks.
    words = subject.name.split()
    named = Q(**{f"{column}__icontains": max(words, key=len)}) if words else Q(pk__in=())
    if subject.national_id:
        named |= Q(**{f"{column}__regex": spelt(subject.national_id)})
    return named


def _title_of(model: type[Model], column: str) -> str:
    return f"{model._meta.verbose_name} ({model._meta.get_field(column).verbose_name})"  # type: ignore[union-attr]  # a column, no relation


def _typed(subject: Subject) -> Iterator[Occurrence]:
    """Answers that wait to be saved: kept for some weeks, or a day, and shown to whoever typed them only."""
    held = ((TypedAnswers, _("Isian draf yang belum tersimpan")), (KeptForm, _("Isian yang datang terlambat")))
    for model, heading in held:
        rows = model._default_manager.annotate(said=Cast("fields", TextField())).filter(_says("said", subject))
        for row in rows.select_related("owner"):
            facts = ((_("Ditulis oleh"), str(row.owner)), *_own_fields(row.fields, subject))
            yield Occurrence(heading, _("Portal"), facts)


def _own_fields(fields: list[list[str]], subject: Subject) -> Iterator[tuple[str, str]]:
    """The fields that name the person and those of the same row («form-3-…»): a form holds other people, too."""
    named = {name for name, value in fields if _lines(value, subject)}
    rows = {row for row in map(_row_of, named) if row}
    for name, value in fields:
        if name in named:
            yield name, _lines(value, subject)
        elif _row_of(name) in rows and value:
            yield name, value


def _row_of(field: str) -> str:
    row, dash, _column = field.rpartition("-")
    return row if dash and row[-1:].isdigit() else ""


def _lines(text: str, subject: Subject) -> str:
    """Only the lines that name the person: the others may name somebody else."""
    looked_for = [whole_words([subject.name]), subject.national_id and re.compile(spelt(subject.national_id))]
    return "\n".join(line for line in text.splitlines() if any(each and each.search(line) for each in looked_for))
