"""The people of a proposal: masked, until somebody entitled asks with a reason; and who has asked so far."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.models import User
from portal.core.permissions import holds
from portal.core.typed_text import number_in
from workflows import actions
from workflows.forms.personal_data import UnmaskForm
from workflows.handed_in import current_papers_for
from workflows.models import Community, Paper, PersonalDataAccess, Proposal
from workflows.permissions import can_unmask, check_can_unmask
from workflows.views.access import signed_in, visible_proposal
from workflows.views.unmasking import remember, running_access

LOG_RIGHTS = ("core.view_audit", "core.manage_people")
LOOKS_PER_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest, pk: int) -> HttpResponse:
    """POST opens (`action=hide` closes) for this session; the data itself stands on the page that follows."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if request.method != "POST":
        return _page(request, proposal, UnmaskForm())
    if request.POST.get("action") == "hide":
        if access := running_access(request, proposal):
            actions.hide_personal_data(by=user, access=access)
        return redirect("workflows:personal_data", pk=proposal.pk)
    return _open(request, user, proposal)


def _open(request: HttpRequest, user: User, proposal: Proposal) -> HttpResponse:
    form = UnmaskForm(request.POST)
    check_can_unmask(user, proposal)
    if not form.is_valid():
        return _page(request, proposal, form)
    access = actions.show_personal_data(by=user, proposal=proposal, reason=form.cleaned_data["reason"])
    remember(request, access)
    messages.success(request, _("Data pribadi usulan ini terbuka selama 15 menit. Pembukaannya tercatat."))
    return redirect(request.get_full_path())


def _page(request: HttpRequest, proposal: Proposal, form: UnmaskForm) -> HttpResponse:
    user = signed_in(request)
    access = running_access(request, proposal)
    sees_log = _sees_log(user, proposal)
    context: dict[str, Any] = {
        "proposal": proposal,
        "access": access,
        "communities": proposal.communities.prefetch_related("beneficiaries"),
        "papers": [each for each in current_papers_for(user, proposal) if each.kind.holds_personal_data],
        "wanted": _wanted(request, proposal),
        "community": _community(request, proposal),
        "may_unmask": can_unmask(user, proposal),
        "form": form,
        "sees_log": sees_log,
        "log": _log(request, proposal) if sees_log else None,
    }
    return render(request, "workflows/personal_data.html", context)


def _log(request: HttpRequest, proposal: Proposal) -> Page[PersonalDataAccess]:
    """Who has looked so far, the latest first: all of them, page by page."""
    return Paginator(proposal.personal_data_accesses.all(), LOOKS_PER_PAGE).get_page(request.GET.get("halaman"))


def _community(request: HttpRequest, proposal: Proposal) -> Community | None:
    """Whose people somebody was about to change."""
    return proposal.communities.filter(pk=number_in(request.GET.get("komunitas", ""))).first()


def _wanted(request: HttpRequest, proposal: Proposal) -> Paper | None:
    """The paper that led here."""
    wanted = number_in(request.GET.get("berkas", ""))
    readable = Paper.objects.readable_by(signed_in(request))
    return readable.filter(pk=wanted, proposal=proposal).select_related("kind").first()


def _sees_log(user: User, proposal: Proposal) -> bool:
    """Inspectors, administrators, and the head of the unit whose people they are."""
    return any(holds(user, right) for right in LOG_RIGHTS) or holds(user, "core.submit_proposals", proposal.unit)
