"""One mark on the verifier's checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from workflows.enums import PaperVerdict
from workflows.forms.fields import LongTextField
from workflows.models import PaperCheck

UNCHECK = "none"
"""Takes the mark back."""


class PaperCheckForm(forms.Form):
    """Cleaned to the version on the screen, `verdict` (None takes the mark back) and `finding`."""

    paper = forms.IntegerField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=[*PaperVerdict.choices, (UNCHECK, "")],
        error_messages={"required": _("Pilih salah satu hasil pemeriksaan.")},
    )
    finding = LongTextField(
        label=_("Apa yang tidak sesuai?"),
        help_text=_("Dibaca unit pengusul bila usulan dikembalikan. Jangan menulis nama atau NIK."),
        required=False,
        max_length=PaperCheck.MOST_LETTERS,
        rows=2,
    )

    def clean_verdict(self) -> PaperVerdict | None:
        verdict = self.cleaned_data["verdict"]
        return None if verdict == UNCHECK else PaperVerdict(verdict)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_wrong = cleaned.get("verdict") is PaperVerdict.NOT_IN_ORDER
        if is_wrong and not cleaned.get("finding") and "finding" not in self.errors:
            self.add_error(
                "finding", translate("Tuliskan apa yang tidak sesuai, agar unit tahu apa yang harus diperbaiki.")
            )
        return cleaned
