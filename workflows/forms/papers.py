"""Upload fields whose cleaned value is a file that may be stored."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import uploads
from workflows.drafts import PapersData
from workflows.forms.fields import DayField
from workflows.models import Paper, PaperKind, PaperRequirement
from workflows.uploads import CheckedFile

ACCEPT = "application/pdf,image/jpeg,image/png,image/heic,image/heif,.heic,.heif"
HINT = _("PDF, JPG, PNG, atau HEIC. Paling besar 10 MB.")


class CheckedFileField(forms.FileField):
    """Cleaned to a `CheckedFile`, None when nothing was chosen."""

    def __init__(self, *, row_label: str = "", **kwargs: Any) -> None:
        # An empty file passes Django's own check, so that it gets the sentence of ours.
        super().__init__(allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)
        # One of several like fields names itself in the summary of errors.
        self.row_label = row_label
        self.account: int | None = None
        """Whose turn it takes while the file is looked into."""

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return uploads.check(file, account=self.account)
        except (uploads.UploadRefusedError, uploads.UploadBusyError) as refused:
            raise ValidationError(str(refused)) from refused


class PapersForm(forms.Form):
    """For each kind of the checklist an upload and, where the kind expires, until when it is valid."""

    def __init__(
        self, requirements: Iterable[PaperRequirement], *args: Any, account: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = {requirement.kind_id: requirement for requirement in requirements}
        for pk, requirement in self.requirements.items():
            kind = requirement.kind
            file = CheckedFileField(label=kind.name, required=False, row_label=kind.name)
            file.account = account
            self.fields[f"kind-{pk}"] = file
            if requirement.expires:
                self.fields[f"until-{pk}"] = DayField(label=_("Berlaku sampai"), required=False)
                self.fields[f"until-{pk}"].row_label = kind.name  # type: ignore[attr-defined]  # read by form_errors

    def accepted(self) -> list[tuple[PaperKind, CheckedFile, dt.date | None]]:
        """The good files with their dates, even when others were refused: nobody uploads a good one twice."""
        self.is_valid()
        return [
            (requirement.kind, file, self.cleaned_data.get(f"until-{pk}"))
            for pk, requirement in self.requirements.items()
            if (file := self.cleaned_data.get(f"kind-{pk}"))
        ]

    def refuse(self, kind: int, reason: str) -> None:
        """The file is good, but this paper is not to be changed now: nor is its date."""
        self.add_error(f"kind-{kind}", reason)
        self.cleaned_data.pop(f"until-{kind}", None)

    def data_object(self) -> PapersData:
        """The dates that were typed or taken away, for kinds whose date is no nonsense."""
        dates = {pk: f"until-{pk}" for pk in self.requirements if f"until-{pk}" in self.cleaned_data}
        return PapersData(
            valid_until=tuple((pk, self.cleaned_data[name]) for pk, name in dates.items() if name in self.data)
        )

    @staticmethod
    def initial_of(papers: Iterable[Paper]) -> dict[str, Any]:
        """What the form shows of the current papers."""
        return {f"until-{paper.kind_id}": paper.valid_until for paper in papers}
