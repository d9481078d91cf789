"""Asking for one person's data: by NIK, by name, or both; and handing over what was found, once it was read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.persons.matching import Subject
from workflows.actions.personal_data import SHORTEST_REASON
from workflows.forms.fields import LongTextField, TextField
from workflows.models import PersonalDataAccess

JSON, PDF = "json", "pdf"
SHORTEST_NAME = 3


class PersonForm(forms.Form):
    """Cleaned to `subject` and `reason`."""

    national_id = forms.CharField(
        label=gettext_lazy("NIK"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w20"}),
    )
    name = TextField(
        label=gettext_lazy("Nama lengkap"),
        required=False,
        max_length=150,
        help_text=gettext_lazy(
            "Seperti tertulis pada usulan. Tanpa NIK, orang lain yang senama ikut ditemukan; nama satu kata juga sebagai kata biasa."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = LongTextField(
        label=gettext_lazy("Atas permintaan siapa, atau untuk keperluan apa?"),
        help_text=gettext_lazy(
            "Misalnya nomor surat permintaan. Jangan menulis nama atau NIK di sini; di catatan keduanya diganti «[dihapus]»."
        ),
        max_length=PersonalDataAccess.MOST_LETTERS,
        rows=3,
        validators=[
            MinLengthValidator(
                SHORTEST_REASON, message=gettext_lazy("Tuliskan alasannya, paling sedikit %(limit_value)s huruf.")
            )
        ],
    )

    def clean_national_id(self) -> str:
        digits = "".join(self.cleaned_data["national_id"].split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 16):
            raise ValidationError(_("NIK terdiri atas 16 angka."))
        return digits

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and len(name) < SHORTEST_NAME:
            raise ValidationError(_("Tulis nama lengkap, paling sedikit tiga huruf."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        subject = Subject(cleaned.get("national_id", ""), cleaned.get("name", ""))
        if not (subject.national_id or subject.name or self.errors):
            raise ValidationError(_("Isi NIK, nama, atau keduanya."))
        return cleaned | {"subject": subject}


class CopyForm(PersonForm):
    """Taking the copy away. It stands under what was found, so that nothing goes out that nobody has read."""

    shape = forms.ChoiceField(choices=[(PDF, "PDF"), (JSON, "JSON")])
    is_read = forms.BooleanField(
        label=gettext_lazy("Seluruh isi di atas sudah saya baca"),
        error_messages={
            "required": gettext_lazy(
                "Baca dahulu isinya. Tandai yang memuat data orang lain agar tidak ikut, lalu centang pernyataan ini."
            )
        },
    )

    @property
    def left_out(self) -> frozenset[str]:
        """Keys of places that stay here, as `Occurrence.key` names them; others name nothing."""
        return frozenset(self.data.getlist("left_out"))  # type: ignore[attr-defined]  # a QueryDict
