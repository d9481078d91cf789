"""The desk of the officer for personal data, the log of all looks, and what the log's readers may know of a proposal in it."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.persons.permissions import can_export, check_can_export, check_can_read_log
from workflows.enums import KEPT_STAGES
from workflows.models import Beneficiary, PersonalDataAccess, Proposal, RetentionPeriod
from workflows.views.access import signed_in

PER_PAGE = 50
NEWEST = 5
RECENT = dt.timedelta(days=7)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where the officer's work begins: no tasks wait here, people ask."""
    check_can_export(signed_in(request))
    looks = PersonalDataAccess.objects.select_related("proposal__unit")
    periods = {period.stage: period for period in RetentionPeriod.objects.all()}
    context = {
        "newest": looks[:NEWEST],
        "recent": looks.filter(at__gte=timezone.now() - RECENT).count(),
        "recent_days": RECENT.days,
        "periods": [(stage, periods.get(stage.value)) for stage in KEPT_STAGES],
    }
    return render(request, "persons/desk.html", context)


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Every look at personal data, newest first."""
    user = signed_in(request)
    check_can_read_log(user)
    accesses = PersonalDataAccess.objects.select_related("proposal__unit")
    page = Paginator(accesses, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "persons/log.html", {"page": page, "may_export": can_export(user)})


@login_required
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose data was looked at, and what is held of them: numbers and kinds, no person, no goods, no amount.

    The log names the proposal to its readers; those who do not see proposals learn here what they need to answer for it.
    Not `visible_to`: 404 for every proposal that the log does not name.
    """
    user = signed_in(request)
    check_can_read_log(user)
    named = Proposal.objects.filter(pk__in=PersonalDataAccess.objects.filter(proposal=pk).values("proposal"))
    proposal = get_object_or_404(named.select_related("unit"), pk=pk)
    period = RetentionPeriod.objects.filter(stage=proposal.stage).values_list("days", flat=True).first()
    context = {
        "proposal": proposal,
        "people": Beneficiary.objects.filter(community__proposal=proposal).count(),
        "papers": proposal.papers.filter(kind__holds_personal_data=True).exclude(file="").select_related("kind"),
        "period": period,
        "page": Paginator(proposal.personal_data_accesses.all(), PER_PAGE).get_page(request.GET.get("halaman")),
        "is_visible": Proposal.objects.visible_to(user).filter(pk=pk).exists(),
        "may_export": can_export(user),
    }
    return render(request, "persons/case.html", context)
