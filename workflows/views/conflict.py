"""The page for whoever came second: what happened, and the words they had typed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from workflows.models import Proposal


def conflict(request: HttpRequest, proposal: Proposal, message: str, form: forms.Form | None = None) -> HttpResponse:
    """409: nothing was changed; typed texts are shown again so that they can be copied."""
    context = {
        "message": message,
        "proposal": proposal,
        "typed": _typed(form) if form is not None else [],
        "back_url": reverse("workflows:proposal", args=[proposal.pk]),
    }
    return render(request, "workflows/conflict.html", context, status=409)


def _typed(form: forms.Form) -> list[tuple[str, str]]:
    texts = [bound for bound in form if isinstance(bound.field.widget, forms.Textarea)]
    return [(str(bound.label), str(bound.value())) for bound in texts if bound.value()]
