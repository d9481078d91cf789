"""The people of one community by name and address: row by row, or pasted from a spreadsheet."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.masking import masked_number
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
    """One beneficiary. Where the stored NIK is masked, an empty field leaves it as it is."""

    needed_always = frozenset({"name"})
    stored_number = ""
    """The NIK that the row has already, if the form does not show it."""

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

    def clean_national_id(self) -> str:
        digits = re.sub(r"[ .-]", "", self.cleaned_data["national_id"])
        if digits and _NATIONAL_ID.fullmatch(digits) is None:
            raise ValidationError(_("NIK terdiri atas 16 angka. Kosongkan bila belum ada."))
        return digits

    def has_changed(self) -> bool:
        """A row in which nothing is written is no person, whichever it was."""
        return bool(set(self.changed_data) - {"id"})

    def know(self, stored: Mapping[int, str]) -> None:
        """Tells the form the stored numbers of the community's people by their key."""
        key = str(self["id"].value() or "")
        self.stored_number = stored.get(int(key), "") if key.isascii() and key.isdigit() else ""
        if self.stored_number:
            self.fields["national_id"].widget.attrs["placeholder"] = masked_number(self.stored_number)

    @property
    def number(self) -> str:
        """What is typed, or what stays."""
        typed: str = self.cleaned_data["national_id"]
        return typed or self.stored_number

    def row(self) -> PersonRow:
        return PersonRow(**self.cleaned_data | {"national_id": self.number})


class PersonRows(Rows[PersonForm]):
    """All named people of a community, in their order."""

    def __init__(self, *, community_id: int, masked: Mapping[int, str], **kwargs: Any) -> None:
        """`masked` are the stored NIK by the key of their person; empty where the form shows them."""
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
