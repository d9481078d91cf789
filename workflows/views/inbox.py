"""What waits for the account, most urgent first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core.models import ActingAppointment, Cluster
from portal.core.permissions import unit_ids_with
from workflows import queries
from workflows.enums import Step
from workflows.queries import InboxCounts, InboxTab
from workflows.views.access import signed_in
from workflows.views.requests import inbox_filter

PER_PAGE = 25


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Own tasks first; whoever has none sees at once those that nobody has taken."""
    user, chosen = signed_in(request), inbox_filter(request)
    counts = queries.inbox_counts(user)
    tab = _tab(request, counts)
    found = queries.inbox_done(user, chosen) if tab is InboxTab.DONE else queries.inbox_tasks(user, tab, chosen)
    paginator: Paginator[Any] = Paginator(found, PER_PAGE)
    known = counts.of(tab)
    if known is not None and not chosen:
        # The tabs have been counted already.
        paginator.count = known
    acting = list(ActingAppointment.objects.running().filter(person=user).with_names())
    context = {
        "acting": acting,
        # Whoever only acts as head appoints nobody; the page itself has the last word.
        "may_appoint": not acting and bool(unit_ids_with(user, "core.submit_proposals")),
        "page": paginator.get_page(request.GET.get("page")),
        "tab": tab,
        "tabs": [(each, counts.of(each)) for each in InboxTab],
        "counts": counts,
        "chosen": chosen,
        "steps": Step.choices,
        # Read only by the template that offers them; what one has decided oneself is found by number or step.
        "clusters": None if tab is InboxTab.DONE else Cluster.objects.all(),
        "may_create": bool(unit_ids_with(user, "core.draft_proposals")),
    }
    return render(request, "workflows/inbox.html", context)


def _tab(request: HttpRequest, counts: InboxCounts) -> InboxTab:
    asked = request.GET.get("kelompok", "")
    if asked in set(InboxTab):
        return InboxTab(asked)
    return InboxTab.FREE if counts.free and not counts.mine else InboxTab.MINE
