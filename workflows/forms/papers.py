"""Upload fields whose cleaned value is a file that may be stored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from workflows import uploads
from workflows.actions import NewPaper
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


class PaperOnScreen(forms.Field):
    """Beside which paper a file and a date were chosen: its number, 0 for none or nonsense, None if the form does not say."""

    def clean(self, value: str | None) -> int | None:
        if value is None:
            return None
        return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """A good file, and the paper in whose place it was chosen."""

    kind: PaperKind
    file: CheckedFile
    valid_until: dt.date | None
    on_screen: int | None

    def new_paper(self) -> NewPaper:
        file = self.file
        return NewPaper(
            self.kind,
            ContentFile(file.content),
            file.name,
            file.content_type,
            self.valid_until,
            file.point,
            self.on_screen,
        )


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
            self.fields[f"paper-{pk}"] = PaperOnScreen(required=False, widget=forms.HiddenInput)
            if requirement.expires:
                self.fields[f"until-{pk}"] = DayField(label=_("Berlaku sampai"), required=False)
                self.fields[f"until-{pk}"].row_label = kind.name  # type: ignore[attr-defined]  # read by form_errors

    def accepted(self) -> list[Accepted]:
        """The good files with their dates, even when others were refused: nobody uploads a good one twice."""
        self.is_valid()
        return [
            Accepted(requirement.kind, file, self.cleaned_data.get(f"until-{pk}"), self.cleaned_data.get(f"paper-{pk}"))
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
        papers = {pk: self.cleaned_data.get(f"paper-{pk}") for pk in dates}
        return PapersData(
            valid_until=tuple((pk, self.cleaned_data[name]) for pk, name in dates.items() if name in self.data),
            on_screen={pk: paper for pk, paper in papers.items() if paper is not None},
        )

    @staticmethod
    def initial_of(papers: Iterable[Paper]) -> dict[str, Any]:
        """What the form shows of the current papers."""
        return {f"until-{paper.kind_id}": paper.valid_until for paper in papers}
