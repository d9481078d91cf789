"""The people of one community by name and address: row by row, or pasted from a spreadsheet."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.typed_text import visible
from workflows.drafts import BeneficiariesData, PersonRow
from workflows.forms.fields import TextField
from workflows.forms.rows import LenientForm, Rows
from workflows.models import Beneficiary
from workflows.models.recipients import MAX_NAMED

ROWS_ADDED = 5
MOST_PASTED = 100_000
_NATIONAL_ID = re.compile(r"\d{16}", re.ASCII)
_SEPARATOR = re.compile(r"\t|;")


class PersonForm(LenientForm):
    """One beneficiary. Personal data: shown in clear on this form only."""

    needed_always = frozenset({"name"})

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

    def clean_national_id(self) -> str:
        digits = re.sub(r"[ .-]", "", self.cleaned_data["national_id"])
        if digits and _NATIONAL_ID.fullmatch(digits) is None:
            raise ValidationError(_("NIK terdiri atas 16 angka. Kosongkan bila belum ada."))
        return digits

    def row(self) -> PersonRow:
        return PersonRow(**self.cleaned_data)


class PersonRows(Rows[PersonForm]):
    """All named people of a community, in their order."""

    def __init__(self, *, community_id: int, **kwargs: Any) -> None:
        super().__init__(PersonForm, prefix="b", most=MAX_NAMED, row_label=_("Penerima"), **kwargs)
        self.community_id = community_id

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        seen: set[str] = set()
        for form in self.filled:
            national_id = form.cleaned_data["national_id"]
            if national_id and national_id in seen:
                form.add_error("national_id", _("NIK ini sudah ada di atas."))
            seen.add(national_id)
        return all(not form.errors for form in self.filled)

    def data_object(self) -> BeneficiariesData:
        return BeneficiariesData(community_id=self.community_id, rows=tuple(form.row() for form in self.filled))

    def redrawn(self) -> "PersonRows":
        return PersonRows(community_id=self.community_id, initial=self.as_typed())


def initial_of(person: Beneficiary) -> dict[str, str]:
    """What the form shows of a stored person."""
    return {"name": person.name, "national_id": person.national_id, "address": person.address}


def pasted_rows(text: str) -> list[dict[str, str]]:
    """Rows out of a spreadsheet: one person a line, tabs or semicolons between name, NIK (may be left out) and address."""
    rows = []
    for line in text[:MOST_PASTED].splitlines():
        cells = [visible(cell) for cell in _SEPARATOR.split(line)]
        if not any(cells):
            continue
        name, *others = cells
        has_id = bool(others) and (len(others) > 1 or re.sub(r"[ .-]", "", others[0]).isdigit())
        national_id, address = (others[0], ", ".join(filter(None, others[1:]))) if has_id else ("", "".join(others))
        rows.append({"name": name, "national_id": national_id, "address": address})
    return rows
