"""«Panduan»: how the work is done here, with the figures that hold now."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.guides import GUIDES
from workflows.models import PersonalDataAccess, Policy, StepDeadline
from workflows.models.recipients import MAX_NAMED
from workflows.uploads import MAX_BYTES


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "workflows/guides/index.html", {"guides": GUIDES.values()})


@login_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    found = GUIDES.get(slug)
    if found is None:
        raise Http404
    context = {
        "guide": found,
        "others": [each for each in GUIDES.values() if each is not found],
        "days": dict(StepDeadline.objects.values_list("step", "working_days")),
        "comparisons": Policy.objects.values_list("price_comparisons", flat=True).first(),
        "most_named": MAX_NAMED,
        "most_bytes": MAX_BYTES,
        "minutes": PersonalDataAccess.LIFETIME.seconds // 60,
    }
    return render(request, found.template, context)
