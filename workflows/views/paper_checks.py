"""Marking the papers of the checklist, one by one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import actions
from workflows.checklists import checklist
from workflows.enums import Step
from workflows.forms.paper_checks import PaperCheckForm
from workflows.models import PaperKind, Proposal
from workflows.permissions import check_can_act
from workflows.views import desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.verification import address_of, verification_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
def check_paper(request: HttpRequest, pk: int, kind: int) -> HttpResponseBase:
    """One mark, kept at once; the next paper that nobody has looked at is shown then. GET leads to the paper."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if request.method != "POST":
        return redirect(address_of(proposal, kind))
    check_can_act(user, proposal, Step.VERIFICATION)
    found = get_object_or_404(PaperKind, pk=kind)
    form = PaperCheckForm(request.POST)
    try:
        if not form.is_valid():
            desk.keep(request, proposal)
            return verification_page(request, proposal, paper_form=form, chosen=kind)
        _mark(request, proposal, found, form)
        desk.keep(request, proposal, without=desk.finding_name(kind))
    except actions.ConflictError as conflict:
        return desk.in_conflict(request, proposal, str(conflict))
    except actions.FlowLockFailed:
        return desk.in_conflict(request, proposal, desk.busy())
    return redirect(_address_of_next(request, proposal, kind, is_unmarked=form.cleaned_data["verdict"] is None))


def _mark(request: HttpRequest, proposal: Proposal, kind: PaperKind, form: PaperCheckForm) -> None:
    user, data = signed_in(request), form.cleaned_data
    if data["verdict"] is None:
        actions.uncheck_paper(by=user, proposal=proposal, kind=kind, paper_id=data["paper"])
    else:
        actions.check_paper(
            by=user,
            proposal=proposal,
            kind=kind,
            paper_id=data["paper"],
            verdict=data["verdict"],
            reason=data["finding"],
        )


def _address_of_next(request: HttpRequest, proposal: Proposal, kind: int, *, is_unmarked: bool) -> str:
    """Of the next paper in the list that nobody has looked at, from the top again after the last; else of the same."""
    lines = checklist(proposal)
    place = next((number for number, line in enumerate(lines) if line.kind.pk == kind), 0)
    following = [line.kind.pk for line in lines[place + 1 :] + lines[:place] if line.is_open]
    if not following and not is_unmarked:
        messages.success(request, _("Semua berkas sudah diperiksa."))
    chosen = kind if is_unmarked or not following else following[0]
    return f"{address_of(proposal, chosen)}#berkas"
