"""Forms of the public check of a letter."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.models.letters import CODE_ALPHABET, CODE_LENGTH

_CODE = re.compile(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class CodeForm(forms.Form):
    """The code as it stands under the QR."""

    kode = forms.CharField(
        label=_("Kode pemeriksaan"),
        help_text=_("12 huruf dan angka di bawah kode QR, misalnya pada alamat …/periksa/KODE/."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode yang tercetak pada surat.")},
    )

    def clean_kode(self) -> str:
        code = re.sub(r"[\s-]", "", self.cleaned_data["kode"]).upper()
        if _CODE.fullmatch(code) is None:
            raise ValidationError(_("Kode terdiri dari 12 huruf dan angka. Periksa lagi kode pada surat."))
        return code


class LetterCheckForm(forms.Form):
    """A file or its SHA-256; cleaned to `digest`."""

    file = forms.FileField(
        label=_("Berkas surat (PDF)"),
        help_text=_("Berkas hanya dihitung sidik jarinya, tidak disimpan."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    sha256 = forms.CharField(
        label=_("Atau tempel SHA-256 berkas Anda"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_sha256(self) -> str:
        typed = re.sub(r"\s", "", self.cleaned_data["sha256"]).lower()
        if typed and _DIGEST.fullmatch(typed) is None:
            raise ValidationError(_("SHA-256 terdiri dari 64 angka dan huruf a sampai f."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        digest = getattr(cleaned.get("file"), "sha256", "") or cleaned.get("sha256", "")
        if not digest and not self.errors:
            raise ValidationError(_("Pilih berkas surat (paling besar 10 MB) atau tempel SHA-256-nya."))
        cleaned["digest"] = digest
        return cleaned
