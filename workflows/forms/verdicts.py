"""The forms of the officials' steps: which verdict, and why. Those that return or reduce are in returns.py and approvals.py."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.comparisons import compared_items
from workflows.enums import OUTCOMES_WITH_REASON, Outcome, Step
from workflows.forms.fields import LongTextField
from workflows.letter_dates import LetterDateDoesNotFitError, check_date
from workflows.models import Item, Proposal
from workflows.steps import STEPS

MAX_REASON = 4_000

VERDICTS: dict[tuple[Step, Outcome], str | Promise] = {
    (Step.SUBMISSION, Outcome.SUBMITTED): _("Sahkan dan ajukan ke direktorat jenderal"),
    (Step.SUBMISSION, Outcome.SENT_BACK): _("Kembalikan ke operator"),
    (Step.VERIFICATION, Outcome.COMPLETE): _("Berkas lengkap dan benar: teruskan ke Direktur"),
    (Step.VERIFICATION, Outcome.RETURNED): _("Kembalikan untuk diperbaiki"),
    (Step.VERIFICATION, Outcome.REJECTED): _("Tolak usulan: proses berakhir"),
    (Step.DIRECTOR, Outcome.APPROVED): _("Setuju seluruhnya"),
    (Step.DIRECTOR, Outcome.APPROVED_PARTLY): _("Setuju sebagian, dengan jumlah per barang di bawah"),
    (Step.DIRECTOR, Outcome.RETURNED): _("Kembalikan ke pengusul untuk diperbaiki"),
    (Step.DIRECTOR, Outcome.REJECTED): _("Tolak usulan: proses berakhir"),
    (Step.DIRECTOR_GENERAL, Outcome.APPROVED): _("Setuju sesuai keputusan Direktur"),
    (Step.DIRECTOR_GENERAL, Outcome.APPROVED_PARTLY): _("Setuju sebagian, dengan jumlah per barang di bawah"),
    (Step.DIRECTOR_GENERAL, Outcome.RETURNED): _("Kembalikan ke Direktur"),
    (Step.DIRECTOR_GENERAL, Outcome.REJECTED): _("Tolak usulan: proses berakhir"),
    (Step.DECISION_CONFIRM, Outcome.CONFIRMED): _("Sahkan surat keputusan"),
    (Step.DECISION_CONFIRM, Outcome.REFUSED): _("Tidak disahkan: kembalikan ke PPK"),
}
"""What the choice says on the screen: the verdict and its effect."""


def items_of(proposal: Proposal) -> QuerySet[Item]:
    """In the order of the communities, with their price comparisons; read when first looked at."""
    return compared_items(proposal)


class StepForm(forms.Form):
    """Note or reason; the base of every step's form. `step` is set by the subclass."""

    step: Step

    reason = LongTextField(label=_("Catatan"), required=False, max_length=MAX_REASON, rows=4)

    def __init__(self, *args: Any, proposal: Proposal, items: QuerySet[Item] | None = None, **kwargs: Any) -> None:
        """`items` are those of the proposal, if they have been read already."""
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.items = items if items is not None else items_of(proposal)

    @property
    def outcome(self) -> Outcome:
        """The verdict; a step that knows only one needs no choice."""
        return STEPS[self.step].outcomes[0]


class VerdictForm(StepForm):
    """A choice between the step's verdicts; returning and rejecting need a reason."""

    outcome_choice = forms.ChoiceField(label=_("Keputusan"), widget=forms.RadioSelect)
    field_order: tuple[str, ...] = ("outcome_choice",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, VERDICTS[self.step, outcome]) for outcome in STEPS[self.step].outcomes]
        self.fields["outcome_choice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, seen as Field
        self.fields["outcome_choice"].error_messages["required"] = _("Pilih salah satu keputusan.")
        self.fields["reason"].label = _("Alasan atau catatan")
        self.fields["reason"].help_text = _("Wajib bila dikembalikan atau ditolak. Dapat dibaca oleh unit pengusul.")

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome_choice"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needs_reason = cleaned.get("outcome_choice") in OUTCOMES_WITH_REASON
        if needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Tuliskan alasannya. Pengembalian dan penolakan wajib disertai alasan."))
        return cleaned


class SubmissionForm(VerdictForm):
    """Certification by the head of the unit."""

    step = Step.SUBMISSION
    certified = forms.BooleanField(
        label=_("Saya menyatakan isi usulan dan berkasnya benar dan dapat dipertanggungjawabkan."), required=False
    )
    field_order: tuple[str, ...] = ("outcome_choice", "certified")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome_choice") == Outcome.SUBMITTED and not cleaned.get("certified"):
            self.add_error("certified", _("Beri tanda pada pernyataan ini untuk mengesahkan usulan."))
        return cleaned


class DecisionSetForm(StepForm):
    """The PPK prepares the decision letter; its number is given on saving."""

    step = Step.DECISION_SET
    dated_on = forms.DateField(
        label=_("Tanggal surat keputusan"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    consideration = LongTextField(
        label=_("Pertimbangan"),
        required=False,
        max_length=MAX_REASON,
        rows=4,
        help_text=_("Dimuat dalam surat keputusan. Jangan menulis nama atau NIK penerima manfaat."),
    )
    field_order: tuple[str, ...] = ("dated_on", "consideration", "reason")

    def clean_dated_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["dated_on"]
        try:
            check_date(self.proposal, day)
        except LetterDateDoesNotFitError as error:
            raise forms.ValidationError(str(error)) from error
        return day


class DecisionConfirmForm(VerdictForm):
    step = Step.DECISION_CONFIRM


class WithdrawalForm(forms.Form):
    """The head of the unit takes the proposal back."""

    reason = LongTextField(
        label=_("Alasan penarikan"),
        max_length=MAX_REASON,
        rows=4,
        error_messages={"required": _("Tuliskan alasan penarikan.")},
    )
