"""The Director's and the Director-General's form: the approved quantity of each item beside the verdict."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from portal.core.formats import parse_count
from portal.core.masking import masked_text
from workflows.enums import Outcome, Step
from workflows.forms.fields import RowField
from workflows.forms.returns import ReturnableForm
from workflows.forms.verdicts import VERDICTS, VerdictForm
from workflows.models import Item


class ApprovalMixin(forms.Form):
    """The approved quantity of each item: fewer for «setuju sebagian», untouched for «setuju seluruhnya»."""

    items: QuerySet[Item]
    step: Step

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in self.items:
            named = {"item": masked_text(item.name), "community": masked_text(item.community.name)}
            self.fields[f"quantity_{item.pk}"] = RowField(
                row_label="{item}, {community}".format(**named),
                label=_("Jumlah disetujui untuk %(item)s, %(community)s") % named,
                required=False,
                initial=item.approvable_quantity(self.step),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            )

    @property
    def quantity_fields(self) -> list[tuple[Item, int, forms.BoundField]]:
        """Item, most that may be approved, and its field, for the template."""
        return [(item, item.approvable_quantity(self.step), self[f"quantity_{item.pk}"]) for item in self.items]

    @property
    def quantities(self) -> dict[int, int] | None:
        """Item id → quantity for a partial approval; None otherwise."""
        if self.cleaned_data.get("outcome_choice") != Outcome.APPROVED_PARTLY:
            return None
        return {item.pk: self.cleaned_data[f"quantity_{item.pk}"] for item in self.items}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome_choice")
        if outcome in {Outcome.APPROVED, Outcome.APPROVED_PARTLY}:
            for item in self.items:
                self._clean_quantity(item, cleaned)
        if outcome == Outcome.APPROVED:
            self._refuse_reductions(cleaned)
        return cleaned

    def _clean_quantity(self, item: Item, cleaned: dict[str, Any]) -> None:
        name, limit = f"quantity_{item.pk}", item.approvable_quantity(self.step)
        typed = str(cleaned.get(name) or "").strip()
        if self.add_prefix(name) not in self.data:
            # A form without the list approves nothing partly, and reduces nothing.
            cleaned[name] = limit if cleaned["outcome_choice"] == Outcome.APPROVED else 0
        elif typed in {"", "0"}:
            cleaned[name] = 0
        else:
            try:
                cleaned[name] = parse_count(typed, largest=limit)
            except ValueError as error:
                self.add_error(name, str(error))

    def _refuse_reductions(self, cleaned: dict[str, Any]) -> None:
        """Whoever typed less meant less: neither the quantities nor the verdict may be ignored."""
        limits = {f"quantity_{item.pk}": item.approvable_quantity(self.step) for item in self.items}
        reduced = [name for name, limit in limits.items() if cleaned.get(name, limit) < limit]
        if not reduced:
            return
        message = translate(
            "Ada jumlah barang yang dikurangi, tetapi keputusannya «%(all)s». "
            "Pilih «%(part)s», atau kembalikan jumlahnya seperti semula."
        )
        words = {"all": VERDICTS[self.step, Outcome.APPROVED], "part": translate("Setuju sebagian")}
        self.add_error("outcome_choice", message % words)
        for name in reduced:
            self.add_error(name, translate("Semula %s.") % limits[name])


class DirectorForm(ApprovalMixin, ReturnableForm):
    step = Step.DIRECTOR


class DirectorGeneralForm(ApprovalMixin, VerdictForm):
    step = Step.DIRECTOR_GENERAL
