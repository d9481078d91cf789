"""Forms that start a proposal and send it on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from workflows.forms.fields import LongTextField, TextField


class NewProposalForm(forms.Form):
    """The title is enough to begin; whoever drafts for several units says for which."""

    unit = forms.ModelChoiceField(
        label=_("Unit pengusul"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Pilih unit pengusul.")},
    )
    title = TextField(
        label=_("Judul usulan"),
        help_text=_(
            "Singkat dan jelas, misalnya “Mesin press plastik bagi lima komunitas pemulung”. Dapat diubah nanti."
        ),
        max_length=200,
        error_messages={"required": _("Tulis judul usulan.")},
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        unit_field = self.fields["unit"]
        assert isinstance(unit_field, forms.ModelChoiceField)  # noqa: S101 - declared above
        unit_field.queryset = units
        only = units.first() if units.count() == 1 else None
        if only is not None:
            unit_field.initial = only
            unit_field.widget = forms.HiddenInput()


class SendForm(forms.Form):
    """The last word before the proposal goes to the head of the unit; the statements are a section of their own."""

    note = LongTextField(label=_("Catatan untuk Kepala Balai"), max_length=1_000, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
