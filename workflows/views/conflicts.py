"""For whoever came second: the page that says so, and, while drafting, what was saved meanwhile beside what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.models import Proposal


def conflict_page(request: HttpRequest, proposal: Proposal, message: str, *typed: forms.Form | None) -> HttpResponse:
    """409: nothing was changed; typed texts are shown again so that they can be copied."""
    context = {
        "message": message,
        "proposal": proposal,
        "typed": [text for form in typed if form is not None for text in _typed_texts(form)],
        "back_url": reverse("workflows:proposal", args=[proposal.pk]),
    }
    return render(request, "workflows/conflict.html", context, status=409)


def _typed_texts(form: forms.Form) -> list[tuple[str, str]]:
    """Long texts; of a form that says so (`is_copied_whole`) every answer that was typed."""
    kinds = (forms.Textarea, forms.TextInput) if getattr(form, "is_copied_whole", False) else forms.Textarea
    row = getattr(form, "row_label", "")
    texts = [bound for bound in form if isinstance(bound.field.widget, kinds) and bound.value()]
    return [(f"{row}: {bound.label}" if row else str(bound.label), str(bound.value())) for bound in texts]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not the same."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True, slots=True)
class SavedMeanwhile:
    """What the page of a section says when somebody saved it in between: two people, or two tabs."""

    differences: list[Difference]


def differences(saved: Sequence[forms.Form], typed: Sequence[forms.Form], *, row_label: str = "") -> list[Difference]:
    """Answers that differ, form by form; with `row_label` («Komunitas») the rows are numbered."""
    found = []
    for index in range(max(len(saved), len(typed))):
        prefix = f"{row_label} {index + 1}: " if row_label else ""
        ours = _answers(saved[index]) if index < len(saved) else {}
        theirs = _answers(typed[index]) if index < len(typed) else {}
        for label in {**ours, **theirs}:
            before, now = ours.get(label, ""), theirs.get(label, "")
            if before != now:
                found.append(Difference(prefix + label, before or _("(kosong)"), now or _("(kosong)")))
    return found


def _answers(form: forms.Form) -> dict[str, str]:
    told = [field for field in form.visible_fields() if not isinstance(field.field, forms.FileField)]
    return {_label(field): _shown(field) for field in told}


def _label(field: BoundField) -> str:
    row = getattr(field.field, "row_label", "")
    return f"{row}: {field.label}" if row else str(field.label)


def _shown(field: BoundField) -> str:
    value = field.value()
    choices = getattr(field.field, "choices", None)
    if isinstance(value, list | tuple) and choices is not None:
        return " ".join(str(label) for key, label in choices if str(key) in map(str, value))
    if choices is not None:
        return next((str(label) for key, label in choices if str(key) == str(value) and str(key)), "")
    if isinstance(value, bool):
        return _("Ya") if value else ""
    return "" if value is None else str(field.field.prepare_value(value)).replace("\r\n", "\n").strip()
