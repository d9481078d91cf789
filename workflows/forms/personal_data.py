"""Asking for personal data in clear."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from workflows.actions.personal_data import SHORTEST_REASON
from workflows.forms.fields import LongTextField
from workflows.models import PersonalDataAccess


class UnmaskForm(forms.Form):
    """Why; everybody who may see the log reads it."""

    reason = LongTextField(
        label=_("Untuk keperluan apa data ini Anda buka?"),
        help_text=_("Misalnya: mencocokkan daftar penerima dengan KTP. Jangan menulis nama atau NIK di sini."),
        max_length=PersonalDataAccess.MOST_LETTERS,
        rows=3,
        validators=[
            MinLengthValidator(SHORTEST_REASON, message=_("Tuliskan alasannya, paling sedikit %(limit_value)s huruf."))
        ],
        error_messages={"required": _("Tuliskan untuk keperluan apa data ini dibuka.")},
    )
