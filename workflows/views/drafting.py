"""Beginning a proposal, and handing the finished draft to the head of the unit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.models import Unit, User
from portal.core.permissions import RefusedError, unit_ids_with
from workflows import actions
from workflows.enums import Section, Stage
from workflows.forms.sending import NewProposalForm, SendForm
from workflows.models import Proposal
from workflows.permissions import can_create, check_can_edit, open_sections
from workflows.readiness import find_gaps
from workflows.views import answers
from workflows.views.access import signed_in, visible_proposal
from workflows.views.steps import URL_OF_SECTION, progress


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: HttpRequest) -> HttpResponse:
    """A draft begins with its title; the rest is saved section by section."""
    user = signed_in(request)
    units = Unit.objects.current().filter(pk__in=unit_ids_with(user, "core.draft_proposals"))
    if not units.exists():
        raise PermissionDenied
    form = NewProposalForm(request.POST or None, units=units)
    if form.is_valid():
        draft = actions.begin_draft(by=user, unit=form.cleaned_data["unit"], title=form.cleaned_data["title"])
        return redirect("workflows:edit_general", pk=draft.pk)
    return render(request, "workflows/new_proposal.html", {"form": form, "only_unit": _only(units)})


def _only(units: Any) -> Unit | None:
    found = list(units[:2])
    return found[0] if len(found) == 1 else None


@login_required
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the work goes on: the first open section that lacks something, else the review page."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if not can_create(user, proposal.unit):
        raise PermissionDenied
    opened = open_sections(proposal)
    lacking = [gap.section for gap in find_gaps(proposal) if gap.section in opened]
    if proposal.stage == Stage.REVISION and not lacking:
        # Complete but returned: the first marked section is where the verifier's comment stands.
        lacking = [section for section in Section if section in opened]
    return redirect(URL_OF_SECTION[lacking[0]] if lacking else "workflows:review", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on one page, what is missing, and the button that hands it to the head of the unit."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if not can_create(user, proposal.unit):
        raise PermissionDenied
    try:
        check_can_edit(user, proposal)
    except RefusedError as refused:
        # Also the second click: the first one has sent the proposal on.
        messages.info(request, str(refused))
        return redirect("workflows:proposal", pk=pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _send(request, user, proposal, form.cleaned_data["note"]):
        return redirect("workflows:proposal", pk=pk)
    return render(request, "workflows/review.html", _review_context(proposal, form, user))


def _send(request: HttpRequest, by: User, proposal: Proposal, note: str) -> bool:
    """Whether the person is done here: sent now, or sent by somebody a moment before."""
    send = actions.resubmit if proposal.stage == Stage.REVISION else actions.send_to_head
    try:
        send(by=by, proposal=proposal, note=note)
    except actions.NotReadyError as gaps:
        messages.error(request, str(gaps))
        return False
    except (actions.ConflictError, actions.FlowLockFailed, RefusedError):
        messages.info(request, _("Usulan ini sudah dikirim atau sedang diproses. Tidak ada yang dikirim dua kali."))
        return True
    messages.success(request, _("Usulan dikirim ke Kepala Balai untuk disahkan."))
    return True


def _review_context(proposal: Proposal, form: SendForm, user: User) -> dict[str, Any]:
    standing = progress(proposal, None, {typed.section for typed in answers.typed_answers(user, proposal)})
    return {
        "proposal": proposal,
        "progress": standing,
        "gaps": [(reverse(URL_OF_SECTION[gap.section], args=(proposal.pk,)), gap.sentence) for gap in standing.gaps],
        "form": form,
        "forms": [form],
        "communities": list(proposal.communities.prefetch_related("items", "beneficiaries").select_related("cluster")),
        "statements": standing.inventory.statements,
        "papers": standing.inventory.papers,
    }
