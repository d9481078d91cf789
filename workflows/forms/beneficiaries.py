"""The people of one community by name and address: row by row, or pasted from a spreadsheet."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.masking import masked_number
from portal.core.typed_text import number_in, visible
from workflows.drafts import BeneficiariesData, PersonRow
from workflows.forms.fields import TextField
from workflows.forms.rows import LenientForm, Rows
from workflows.models import Beneficiary
from workflows.models.recipients import MAX_NAMED

ROWS_ADDED = 5
MOST_PASTED = 100_000
_NATIONAL_ID = re.compile(r"\d{16}", re.ASCII)
_SEPARATOR = re.compile(r"\t|;")
_HEADINGS = {
    **dict.fromkeys(("nama", "nama lengkap", "nama penerima", "nama penerima manfaat"), "name"),
    **dict.fromkeys(
        ("nik", "no nik", "no. nik", "nomor nik", "no ktp", "no. ktp", "nomor induk kependudukan"), "national_id"
    ),
    **dict.fromkeys(("alamat", "alamat lengkap", "alamat rumah", "rt/rw", "desa", "kelurahan", "kecamatan"), "address"),
    **dict.fromkeys(("no", "nomor", "no urut"), ""),
}
"""Headings of spreadsheets and what stands below them; «» is read over."""


KEEP, DROP = "keep", "drop"


class PersonForm(LenientForm):
    """One beneficiary. Where the stored NIK is masked, an empty field leaves it with the person, but not with another one."""

    needed_always = frozenset({"name"})
    stored: Beneficiary | None = None
    """Who the row was, if the form does not show the NIK."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(label=_("Nama"), max_length=150, error_messages={"required": _("Tulis nama penerima manfaat.")})
    national_id = TextField(
        label=_("NIK"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = TextField(
        label=_("Alamat"), max_length=300, error_messages={"required": _("Tulis alamat penerima manfaat.")}
    )
    number_stays = forms.ChoiceField(
        label=_("NIK yang tersimpan"),
        required=False,
        choices=[
            ("", _("Pilih…")),
            (KEEP, _("Tetap: orangnya sama, hanya penulisannya diperbaiki")),
            (DROP, _("Dihapus")),
        ],
    )

    def clean_national_id(self) -> str:
        digits = re.sub(r"[ .-]", "", self.cleaned_data["national_id"])
        if digits and _NATIONAL_ID.fullmatch(digits) is None:
            raise ValidationError(_("NIK terdiri atas 16 angka. Kosongkan bila belum ada."))
        return digits

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_answered = bool(cleaned.get("national_id") or cleaned.get("number_stays") or "national_id" in self.errors)
        if self.stored_number and self._is_renamed(cleaned.get("name", "")) and not is_answered:
            message = _(
                "Nama pada baris ini diganti, sedangkan NIK %(number)s milik nama sebelumnya. Tulis NIK orang ini, atau "
                "pilih apa yang terjadi dengan NIK itu."
            )
            self.add_error("number_stays", message % {"number": masked_number(self.stored_number)})
        return cleaned

    def _is_renamed(self, name: str) -> bool:
        """Capitals and blanks make nobody else."""
        before = self.stored.name if self.stored else ""
        return bool(name) and "".join(name.casefold().split()) != "".join(before.casefold().split())

    def has_changed(self) -> bool:
        """A row in which nothing is written is no person, whichever it was."""
        return bool(set(self.changed_data) - {"id", "number_stays"})

    def know(self, stored: Mapping[int, Beneficiary]) -> None:
        """Tells the form who the people of the community are, by their key."""
        self.stored = stored.get(number_in(str(self["id"].value() or "")))
        if self.stored_number:
            self.fields["national_id"].widget.attrs["placeholder"] = masked_number(self.stored_number)
        else:
            del self.fields["number_stays"]

    @property
    def stored_number(self) -> str:
        """The NIK that the row has already, if the form does not show it."""
        return self.stored.national_id if self.stored else ""

    @property
    def asks_what_stays(self) -> bool:
        """Only where the name is another's, or where somebody wants the number gone."""
        return bool(
            self.stored_number and (self["number_stays"].value() or (self.is_bound and self["number_stays"].errors))
        )

    @property
    def number(self) -> str:
        """What is typed, or what stays."""
        typed: str = self.cleaned_data["national_id"]
        return typed or ("" if self.cleaned_data.get("number_stays") == DROP else self.stored_number)

    def row(self) -> PersonRow:
        answers = {name: self.cleaned_data[name] for name in ("id", "name", "address")}
        return PersonRow(**answers, national_id=self.number)


class PersonRows(Rows[PersonForm]):
    """All named people of a community, in their order."""

    def __init__(self, *, community_id: int, masked: Mapping[int, Beneficiary], **kwargs: Any) -> None:
        """`masked` are the stored people by their key; empty where the form shows their NIK."""
        super().__init__(PersonForm, prefix="b", most=MAX_NAMED, row_label=_("Penerima"), **kwargs)
        self.community_id, self.masked = community_id, masked
        for form in self.forms:
            form.know(masked)

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        seen: set[str] = set()
        for form in self.filled:
            national_id = form.number
            if national_id and national_id in seen:
                form.add_error("national_id", _("NIK ini sudah ada di atas."))
            seen.add(national_id)
        return all(not form.errors for form in self.filled)

    def data_object(self) -> BeneficiariesData:
        return BeneficiariesData(community_id=self.community_id, rows=tuple(form.row() for form in self.filled))

    def redrawn(self) -> "PersonRows":
        return self.with_rows(self.as_typed())

    def with_rows(self, rows: list[dict[str, Any]]) -> "PersonRows":
        """The same list, drawn again with these."""
        return PersonRows(community_id=self.community_id, masked=self.masked, initial=rows)


def initial_of(person: Beneficiary, *, masked: bool) -> dict[str, Any]:
    """What the form shows of a stored person: the NIK, or instead of it the key by which it stays."""
    shown = {"name": person.name, "address": person.address}
    return shown | ({"id": person.pk} if masked else {"national_id": person.national_id})


def pasted_rows(text: str) -> list[dict[str, str]]:
    """Rows out of a spreadsheet: one person a line, tabs or semicolons between name, NIK (may be left out) and address.

    A first line of headings is no person; it tells which column holds what.
    """
    lines = [[visible(cell) for cell in _SEPARATOR.split(line)] for line in text[:MOST_PASTED].splitlines()]
    lines = [cells for cells in lines if any(cells)]
    columns = _columns(lines[0]) if lines else {}
    if not columns:
        return [_row(cells) for cells in lines]
    return [_row_by(columns, cells) for cells in lines[1:]]


def _columns(cells: list[str]) -> dict[int, str]:
    """What each column holds, if these are headings with a name among them: all of them known, and no line of a person."""
    known = [_HEADINGS.get(cell.casefold().rstrip(".:")) for cell in cells]
    is_heading = "name" in known and all(what is not None for cell, what in zip(cells, known, strict=True) if cell)
    return {at: what for at, what in enumerate(known) if what} if is_heading else {}


def _row_by(columns: Mapping[int, str], cells: list[str]) -> dict[str, str]:
    row = {"name": "", "national_id": "", "address": ""}
    for at, cell in enumerate(cells):
        if cell and (what := columns.get(at)):
            row[what] = ", ".join(filter(None, (row[what], cell)))
    return row


def _row(cells: list[str]) -> dict[str, str]:
    name, *others = cells
    has_id = bool(others) and (len(others) > 1 or re.sub(r"[ .-]", "", others[0]).isdigit())
    national_id, address = (others[0], ", ".join(filter(None, others[1:]))) if has_id else ("", "".join(others))
    return {"name": name, "national_id": national_id, "address": address}
