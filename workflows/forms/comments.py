"""A comment on one answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import Section
from workflows.forms.fields import LongTextField
from workflows.models import PinnedComment


class CommentForm(forms.Form):
    """The prefix is the answer: a page may hold several of these, each begun and not saved."""

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


def parse_target(text: str) -> tuple[Section, str, str] | None:
    """«budget.12.quantity» as section, row and column; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or parts[0] not in Section.values:
        return None
    return Section(parts[0]), parts[1], parts[2]
