"""A comment on one answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.enums import Section
from workflows.forms.fields import LongTextField
from workflows.models import PinnedComment


class CommentForm(forms.Form):
    """Cleaned to `target` («budget.12.quantity» as section, row and column) and `comment`."""

    target = forms.CharField(max_length=120, widget=forms.HiddenInput)
    comment = LongTextField(
        label=_("Catatan untuk isian ini"),
        help_text=_("Dibaca unit pengusul bila usulan dikembalikan. Jangan menulis nama atau NIK."),
        max_length=PinnedComment.MOST_LETTERS,
        rows=3,
        error_messages={"required": _("Tulis catatannya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)

    def clean_target(self) -> tuple[Section, str, str]:
        parts = str(self.cleaned_data["target"]).split(".")
        if len(parts) != 3 or parts[0] not in Section.values:
            raise ValidationError(_("Isian itu tidak ada lagi. Muat ulang halaman ini."))
        return Section(parts[0]), parts[1], parts[2]
