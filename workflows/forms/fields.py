"""Form fields for amounts, counts and text as people type them; errors are sentences that say what to type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.core import formats
from portal.core.typed_text import visible


class TextField(forms.CharField):
    """Text without control or direction characters; one line unless the widget has several."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        many_lines = isinstance(self.widget, forms.Textarea)
        return visible(text, many_lines=many_lines)


class LongTextField(TextField):
    """Several lines, with a counter of what is left."""

    def __init__(self, *, max_length: int, rows: int = 5, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "data-max": max_length})
        super().__init__(max_length=max_length, widget=widget, **kwargs)


class RowField(forms.CharField):
    """One of many like fields; `row_label` names it in the summary of errors."""

    def __init__(self, *, row_label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.row_label = row_label


class RupiahField(forms.CharField):
    """Whole rupiah, typed «65.000.000», «65000000» or «Rp65.000.000,00»; cleaned to an int, None when left open."""

    def __init__(self, *, largest: int, **kwargs: Any) -> None:
        self.largest = largest
        attrs = {"inputmode": "numeric", "autocomplete": "off", "data-prefix": "Rp", "class": "w10"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            amount = formats.parse_rupiah(str(text))
            # Zero and too much get the sentence of a count: both are whole numbers with bounds.
            return formats.parse_count(str(amount), largest=self.largest)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return formats.count(value) if isinstance(value, int) else value


class CountField(forms.CharField):
    """A whole number from 1, typed «2» or «1.000»; cleaned to an int, None when left open."""

    def __init__(self, *, largest: int, **kwargs: Any) -> None:
        self.largest = largest
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "w5"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return formats.parse_count(str(text), largest=self.largest)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return formats.count(value) if isinstance(value, int) else value
