"""Forms that start a proposal and send it on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from workflows.enums import Section
from workflows.forms.fields import LongTextField, TextField
from workflows.models import PinnedComment, ReturnedSection
from workflows.pinning import Remark, State


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
    """The last word before the proposal goes to the head of the unit; the statements are a section of their own.

    After a return it asks of every marked section that is unchanged why: `unchanged` are those. An answer to one of the
    comments in it, those of `remarks` that nothing was changed for, is reason enough.
    """

    note = LongTextField(label=_("Catatan untuk Kepala Balai"), max_length=1_000, rows=3, required=False)

    def __init__(
        self,
        *args: Any,
        unchanged: Sequence[ReturnedSection] = (),
        remarks: Sequence[Remark] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self._unanswered = [each for each in remarks if each.state in {State.OPEN, State.REPLIED}]
        noted = {each.comment.section for each in self._unanswered}
        for returned in unchanged:
            words = {"section": returned.get_section_display()}
            self.fields[_name(returned.section)] = LongTextField(
                label=translate("Bagian «%(section)s» tidak diubah, karena") % words,
                max_length=1_000,
                rows=3,
                initial=returned.explanation,
                required=returned.section not in noted,
                error_messages={"required": translate("Tulis alasannya, atau ubah bagian ini.")},
            )

        for remark in self._unanswered:
            self.fields[f"reply_{remark.comment.pk}"] = LongTextField(
                label=translate("Jawaban, bila isian ini tidak perlu diubah"),
                max_length=PinnedComment.MOST_LETTERS,
                rows=2,
                initial=remark.comment.reply,
                required=False,
            )
            self.fields[f"reply_{remark.comment.pk}"].row_label = remark.where  # type: ignore[attr-defined]  # form_errors

    @property
    def replies(self) -> dict[int, str]:
        """What is said to comments, by their number."""
        numbers = [remark.comment.pk for remark in self._unanswered]
        return {pk: self.cleaned_data.get(f"reply_{pk}", "") for pk in numbers}

    def reply_field(self, remark: Remark) -> forms.BoundField | None:
        """Where it is typed; None for an answer that was changed."""
        name = f"reply_{remark.comment.pk}"
        return self[name] if name in self.fields else None

    @property
    def explanations(self) -> dict[Section, str]:
        """Why nothing was changed, by section."""
        return {section: text for section in Section if (text := self.cleaned_data.get(_name(section)))}

    def explanation_field(self, section: Section) -> forms.BoundField | None:
        """Where it is typed; None for a section that was changed or not asked for."""
        name = _name(section)
        return self[name] if name in self.fields else None


def _name(section: str) -> str:
    return f"unchanged_{Section(section).value}"
