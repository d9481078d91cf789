"""Upload fields whose cleaned value is a file that may be stored."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import uploads
from workflows.models import PaperKind, PaperRequirement
from workflows.uploads import CheckedFile

ACCEPT = "application/pdf,image/jpeg,image/png"
HINT = _("PDF, JPG, atau PNG. Paling besar 10 MB.")


class CheckedFileField(forms.FileField):
    """Cleaned to a `CheckedFile`, None when nothing was chosen."""

    def __init__(self, *, row_label: str = "", **kwargs: Any) -> None:
        # An empty file passes Django's own check, so that it gets the sentence of ours.
        super().__init__(allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)
        # One of several like fields names itself in the summary of errors.
        self.row_label = row_label

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return uploads.check(file)
        except uploads.UploadRefusedError as refused:
            raise ValidationError(str(refused)) from refused


class PapersForm(forms.Form):
    """One upload for each kind of the checklist."""

    def __init__(self, requirements: Iterable[PaperRequirement], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {f"kind-{requirement.kind_id}": requirement.kind for requirement in requirements}
        for name, kind in self.kinds.items():
            self.fields[name] = CheckedFileField(label=kind.name, required=False, row_label=kind.name)

    def accepted(self) -> list[tuple[PaperKind, CheckedFile]]:
        """The good files, even when others were refused: nobody uploads a good one twice."""
        self.is_valid()
        return [(kind, self.cleaned_data[name]) for name, kind in self.kinds.items() if self.cleaned_data.get(name)]
