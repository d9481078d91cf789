"""The responsibility statements: ticked one by one, all of them before the proposal is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.drafts import StatementsData
from workflows.enums import StatementKind
from workflows.forms.rows import LenientForm
from workflows.models import Proposal


class StatementsForm(LenientForm):
    """Section «Pernyataan tanggung jawab»."""

    kinds = forms.MultipleChoiceField(
        label=_("Kami menyatakan bahwa"),
        choices=StatementKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Centang semua pernyataan.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ticked = cleaned.get("kinds") or []
        if not self.lenient and 0 < len(ticked) < len(StatementKind):
            self.add_error("kinds", _("Centang semua pernyataan."))
        return cleaned

    def data_object(self) -> StatementsData:
        return StatementsData(kinds=frozenset(StatementKind(kind) for kind in self.cleaned_data["kinds"]))

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        return {"kinds": list(proposal.statements.values_list("kind", flat=True))}
