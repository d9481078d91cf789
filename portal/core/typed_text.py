"""Text as people type or paste it, without what nobody sees: the one cleaner for all forms and models; and numbers in it."""

import unicodedata
from collections.abc import Collection
from typing import Any

from django.db import models

_PLAIN = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n"})


def visible(text: str, *, many_lines: bool = False) -> str:
    """Without control and direction characters (a U+202E would turn a title round), composed (NFC), blanks at the ends gone.

    Unicode's own signs for a new line or paragraph (U+2028, U+2029) are new lines like any other.
    """
    composed = unicodedata.normalize("NFC", text.translate(_PLAIN))
    if composed.isprintable():  # letters and blanks only: nothing to look for one by one
        return composed.strip() if many_lines else " ".join(composed.split())
    kept = "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter)[0] != "C")
    return kept.strip() if many_lines else " ".join(kept.split())


def number_in(text: str) -> int:
    """A whole number from 1 to 999,999,999 as a form or an address holds it (an id, a version, a size); 0 for anything else.

    `int()` also takes the digits of other scripts, and gives up with an error at 5,000 of them.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def storable(text: str) -> str:
    """What was sent, kept as it is for the same person: only without NUL, which PostgreSQL takes neither as text nor in JSON."""
    return text.replace("\x00", "")


class VisibleTextMixin:
    """For a model (before its other bases): what is typed into its text fields is cleaned before it is checked."""

    _meta: Any

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self._meta.concrete_fields:
            value: Any = getattr(self, field.attname)
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and field.editable and not field.choices and isinstance(value, str):
                setattr(self, field.attname, visible(value, many_lines=isinstance(field, models.TextField)))
        super().clean_fields(exclude=exclude)  # type: ignore[misc]  # the model's, after this class in every MRO
