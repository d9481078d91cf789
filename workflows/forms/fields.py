"""Form fields for amounts, counts and text as people type them; errors are sentences that say what to type."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core import formats
from portal.core.typed_text import visible
from workflows.coordinates import Point, parse_point


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


class WholeNumberField(forms.CharField):
    """A whole number from 1 to `largest`, as people type it; cleaned to an int, None when left open."""

    attrs: ClassVar[dict[str, str]] = {"class": "w5"}

    def __init__(self, *, largest: int, **kwargs: Any) -> None:
        self.largest = largest
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", **self.attrs})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return formats.parse_count(self.digits(str(text)), largest=self.largest)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def digits(self, text: str) -> str:
        """The number in what was typed; raises ValueError with a sentence."""
        return text

    def prepare_value(self, value: Any) -> Any:
        return formats.count(value) if isinstance(value, int) else value


class CountField(WholeNumberField):
    """Typed «2» or «1.000»."""


class PointField(forms.CharField):
    """A place as map services write it; cleaned to a `Point`, None when left open."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return parse_point(str(text))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Point) else value


class DayField(forms.DateField):
    """A date, from the browser's picker or typed «15/1/2027»."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {"invalid": _("Tanggal tidak ada di kalender. Tulis misalnya 15/1/2027.")} | kwargs[
            "error_messages"
        ]
        widget = forms.DateInput(attrs={"type": "date", "class": "w10"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %m %Y"], widget=widget, **kwargs)


class RupiahField(WholeNumberField):
    """Whole rupiah, typed «65.000.000», «65000000» or «Rp65.000.000,00»."""

    attrs: ClassVar[dict[str, str]] = {"data-prefix": "Rp", "class": "w10"}

    def digits(self, text: str) -> str:
        # Zero and too much get the sentence of a count: both are whole numbers with bounds.
        return str(formats.parse_rupiah(text))
