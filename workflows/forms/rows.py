"""Rows of like forms on one page: they grow and shrink by ordinary submits, so they work without JavaScript.

Django's formsets tie the number of stored rows to the page; here a row is whatever was typed, and an empty one is nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar

from django import forms
from django.utils.functional import Promise

from portal.core.typed_text import number_in


class LenientForm(forms.Form):
    """With `lenient`, a draft is kept with open answers: only those of `needed_always` must be there."""

    needed_always: ClassVar[frozenset[str]] = frozenset()
    # Which of the like forms on the page this is, for the error summary.
    row_label: str = ""

    def __init__(self, *args: Any, lenient: bool = False, **kwargs: Any) -> None:
        # The browser's own bubbles would speak its language, not ours; errors come from the server, all at once.
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.lenient = lenient

    def as_typed(self) -> dict[str, Any]:
        """What stands in the fields, valid or not, to draw them again."""
        return {name: self[name].value() for name in self.fields}

    def redrawn(self) -> Self:
        """The same answers in a form that says nothing about them yet."""
        return type(self)(initial=self.as_typed())

    def typed_fields(self) -> list[list[str]]:
        """Names and values as a browser sends them, to be kept and drawn again later."""
        found = []
        for name, value in self.as_typed().items():
            values = value if isinstance(value, list | tuple) else [value]
            words = ["on" if each is True else str(each) for each in values if each not in (None, False, "")]
            found += [[self.add_prefix(name), word] for word in words]
        return found

    def clean(self) -> dict[str, Any]:
        if self.lenient:
            for name, errors in list(self.errors.items()):
                if name not in self.needed_always and errors.as_data()[0].code == "required":
                    del self.errors[name]
                    self.cleaned_data[name] = self.fields[name].to_python("")
        return self.cleaned_data


F = TypeVar("F", bound=LenientForm)


class Rows(Generic[F]):
    """The forms of a list. `most` bounds what a hostile page could ask for."""

    def __init__(
        self,
        form_class: type[F],
        *,
        prefix: str,
        most: int,
        data: Mapping[str, Any] | None = None,
        initial: Iterable[dict[str, Any]] = (),
        least: int = 1,
        lenient: bool = False,
        row_label: str | Promise,
    ) -> None:
        """`row_label` («Komunitas») is numbered from 1 in the summary of errors, as in the legends of the page."""
        self.prefix = prefix
        self.most = most
        self.is_bound = data is not None
        if data is not None:
            self.forms = [
                form_class(data, prefix=f"{prefix}-{index}", lenient=lenient, empty_permitted=True)
                for index in range(_count(data.get(self.count_name, ""), most))
            ]
        else:
            values = list(initial)
            values += [{} for _missing in range(least - len(values))]
            self.forms = [
                form_class(prefix=f"{prefix}-{index}", lenient=lenient, empty_permitted=True, initial=value)
                for index, value in enumerate(values[:most])
            ]
        for number, form in enumerate(self.forms, start=1):
            form.row_label = f"{row_label} {number}"

    @property
    def count_name(self) -> str:
        """Name of the hidden field that tells how many rows the page had."""
        return f"{self.prefix}-rows"

    @property
    def filled(self) -> list[F]:
        """The rows in which something was typed."""
        return [form for form in self.forms if form.has_changed()]

    @property
    def can_grow(self) -> bool:
        return len(self.forms) < self.most

    def is_valid(self) -> bool:
        # Not `all(…)`: every row is looked at, so that all of them show their errors at once.
        faulty = [form for form in self.forms if not form.is_valid()]
        return self.is_bound and not faulty

    def typed_fields(self) -> list[list[str]]:
        """See `LenientForm.typed_fields`; the number of rows comes first."""
        found = [[self.count_name, str(len(self.forms))]]
        for form in self.forms:
            found += form.typed_fields()
        return found

    def as_typed(self) -> list[dict[str, Any]]:
        """What stands in the rows, valid or not, to draw them again with one more or one less."""
        return [form.as_typed() for form in self.forms]


def _count(text: str, most: int) -> int:
    return min(number_in(text), most)
