"""Dates in Wagtail's forms: the browser's own field. Wagtail's picker rewrites what it does not understand: typed
«31/02/2026» or «10 November 2008» became today, without a word, and was published as an official date."""

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override


class DateInput(forms.DateInput):
    """Sends ISO 8601; shown in the order of the reader's browser."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def install() -> None:
    register_form_field_override(models.DateField, override={"widget": DateInput})
