"""Answers that name a person and wait to be saved."""

from collections.abc import Iterator

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from portal.accounts.models import KeptFile, KeptForm
from portal.persons.matching import Subject, lines_about, says
from portal.persons.occurrences import Occurrence
from workflows.models import TypedAnswers


def typed(subject: Subject) -> Iterator[Occurrence]:
    """Kept for some weeks, or a day, and shown to whoever typed them only."""
    held = ((TypedAnswers, _("Isian draf yang belum tersimpan")), (KeptForm, _("Isian yang datang terlambat")))
    for model, heading in held:
        rows = model._default_manager.annotate(said=Cast("fields", TextField())).filter(says("said", subject))
        for row in rows.select_related("owner"):
            facts = ((_("Ditulis oleh"), str(row.owner)), *_own_fields(row.fields, subject))
            yield Occurrence(heading, _("Portal"), facts, getattr(row, "proposal_id", None))

    for file in KeptFile.objects.filter(says("name", subject)).select_related("form__owner").order_by("pk"):
        if lines_about(file.name, subject):
            facts = ((_("Ditulis oleh"), str(file.form.owner)), (_("Berkas"), file.name))
            yield Occurrence(_("Isian yang datang terlambat"), _("Portal"), facts)


def _own_fields(fields: list[list[str]], subject: Subject) -> Iterator[tuple[str, str]]:
    """The fields that name the person and those of the same row («form-3-…»): a form holds other people, too."""
    named = {name for name, value in fields if lines_about(value, subject)}
    rows = {row for row in map(_row_of, named) if row}
    for name, value in fields:
        if name in named:
            yield name, lines_about(value, subject)
        elif _row_of(name) in rows and value:
            yield name, value


def _row_of(field: str) -> str:
    row, dash, _column = field.rpartition("-")
    return row if dash and row[-1:].isdigit() else ""
