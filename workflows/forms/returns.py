"""A verdict that may send the proposal back: which of its sections are to be corrected, each with its own comment."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from workflows.asking import asked_by_itself
from workflows.enums import Outcome, Section, Step
from workflows.forms.fields import TextField
from workflows.forms.verdicts import VERDICTS, VerdictForm


class ReturnableForm(VerdictForm):
    """A return names at least one section; no other verdict may leave marks behind that nobody would read.

    What a return asks for by itself is ticked already, and hinders no other verdict.
    """

    marked_sections = forms.MultipleChoiceField(
        label=_("Bagian yang harus diperbaiki"),
        choices=Section.choices,
        required=False,
        initial=(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in Section:
            self.fields[f"comment_{section.value}"] = TextField(
                label=_("Catatan untuk bagian «%(section)s»") % {"section": section.label},
                required=False,
                max_length=1_000,
                # The style sheet knows an empty one by its placeholder.
                widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
            )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "marked_sections":
            marked = {*super().get_initial_for_field(field, field_name), *self.asked_by_itself}
            return [section.value for section in Section if section in marked]
        return super().get_initial_for_field(field, field_name)

    @cached_property
    def asked_by_itself(self) -> dict[Section, str]:
        """Sections that a return marks anyway, with their words; read when first looked at."""
        return asked_by_itself(self.proposal, self.step)

    @property
    def section_fields(self) -> list[tuple[Any, forms.BoundField, str | None]]:
        """Checkbox and comment of each section for the template, and what is asked of it anyway (None: nothing)."""
        boxes = self["marked_sections"].subwidgets
        return [
            (box, self[f"comment_{section.value}"], self.asked_by_itself.get(section))
            for box, section in zip(boxes, Section, strict=True)
        ]

    @property
    def sections(self) -> dict[Section, str]:
        """Marked sections with their comments; a comment alone marks its section too."""
        ticked = self.cleaned_data.get("marked_sections") or ()
        comments = {section: self.cleaned_data.get(f"comment_{section.value}", "") for section in Section}
        return {section: comment for section, comment in comments.items() if comment or section in ticked}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome = cleaned.get("outcome_choice")
        if outcome == Outcome.RETURNED and not (self.sections or self.asked_by_itself):
            self.add_error("marked_sections", translate("Tandai sedikitnya satu bagian yang harus diperbaiki."))
        elif outcome and outcome != Outcome.RETURNED and self._marked_by_hand():
            message = translate(
                "Ada bagian yang ditandai untuk diperbaiki, tetapi keputusannya «%(chosen)s». "
                "Pilih «%(back)s», atau hapus tanda dan catatannya."
            )
            words = {"chosen": VERDICTS[self.step, Outcome(outcome)], "back": VERDICTS[self.step, Outcome.RETURNED]}
            self.add_error("marked_sections", message % words)
        return cleaned

    def _marked_by_hand(self) -> bool:
        """Something was typed or ticked that the form had not ticked by itself."""
        return any(comment or section not in self.asked_by_itself for section, comment in self.sections.items())


class VerificationForm(ReturnableForm):
    step = Step.VERIFICATION
