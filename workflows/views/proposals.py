"""The list of proposals and the page of one: its content, its way so far, and the form of whoever has it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.models import Cluster, User
from portal.core.permissions import holds_by_role, unit_ids_with
from workflows import actions, pinning, queries, unsaved
from workflows.asking import noted_sections
from workflows.enums import Stage
from workflows.failures import advice_for
from workflows.forms.returns import ReturnableForm
from workflows.forms.verdicts import StepForm, WithdrawalForm, items_of
from workflows.handed_in import current_papers_for
from workflows.models import PinnedComment, Proposal
from workflows.permissions import can_edit, can_withdraw, check_can_withdraw
from workflows.timeline import Current, Timeline, timeline
from workflows.views import answers, desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import conflict_page
from workflows.views.progress import URL_OF_SECTION
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.requests import inbox_filter
from workflows.views.screens import SCREENS, SCREENS_WITH_A_PAGE

PER_PAGE = 25


@login_required
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Everything the account may see, newest first."""
    user, chosen = signed_in(request), inbox_filter(request)
    stage = request.GET.get("keadaan", "")
    found = queries.proposals_for(user, chosen, stage=stage if stage in Stage.values else "")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "stage": stage,
        "stages": Stage.choices,
        "clusters": Cluster.objects.all(),
        "may_create": bool(unit_ids_with(user, "core.draft_proposals")),
    }
    return render(request, "workflows/proposals.html", context)


@login_required
@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for whoever may not know of it."""
    return proposal_page(request, visible_proposal(signed_in(request), pk))


def proposal_page(
    request: HttpRequest, proposal: Proposal, *, form: StepForm | None = None, way: Timeline | None = None
) -> HttpResponse:
    """The page; the step's form stands in the timeline for whoever may act. A form with errors answers 200, nothing was saved."""
    user = signed_in(request)
    way = way or timeline(proposal, user)
    items = form.items if form else items_of(proposal)
    screen = SCREENS.get(way.current.step) if way.current else None
    if form is None and screen and way.current and _shows_form(way.current):
        form = screen.form(proposal=proposal, items=items, initial=desk.initial_of(way.typed))
        if isinstance(form, ReturnableForm):
            # Read with the timeline. Papers are marked on the page of the verification only.
            form.asked_by_itself = noted_sections(way.open_comments, way.current.step)
    # Read with the items: no proposal is sent with a community for which nothing is asked.
    communities = list({item.community_id: item.community for item in items}.values())
    papers = current_papers_for(user, proposal)
    context: dict[str, Any] = {
        "proposal": proposal,
        "way": way,
        "asked": [(each, reverse(URL_OF_SECTION[each.section], args=(proposal.pk,))) for each in way.asked],
        "unsent": _unsent(user, proposal, way),
        "row_names": pinning.row_names(items, communities, papers),
        "form": form,
        "shown": desk.shown_as_field({}, form),
        "form_template": screen.template if screen else "",
        "items": items,
        "communities": communities,
        "statements": proposal.statements.all(),
        "papers": papers,
        "failure_advice": advice_for(user, proposal) if way.failure else "",
        "may_edit": can_edit(user, proposal),
        "may_withdraw": can_withdraw(user, proposal),
    }
    return render(request, "workflows/proposal.html", context)


def _unsent(user: User, proposal: Proposal, way: Timeline) -> list[PinnedComment]:
    """Comments that no return has sent: the unit does not read them."""
    if holds_by_role(user, "core.draft_proposals", proposal.unit):
        return []
    found = [PinnedComment(**each) for each in way.open_comments if each["request_id"] is None]
    return sorted(found, key=lambda comment: comment.pk)


def _shows_form(current: Current) -> bool:
    return current.may_act and not current.is_taken and current.step not in SCREENS_WITH_A_PAGE


@login_required
@require_http_methods(["GET", "POST"])
@keeps_what_is_typed
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own, so that nobody withdraws by one wrong click."""
    user = signed_in(request)
    found = visible_proposal(user, pk)
    if answers.is_background(request):
        return desk.kept_in_background(request, lambda: desk.keep_reason_to_withdraw(request, found))
    form = _withdrawal_form(request, user, found)
    try:
        if request.method == "POST" and form.is_valid():
            actions.withdraw(by=user, proposal=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("Usulan sudah ditarik."))
            return redirect("workflows:proposal", pk=found.pk)
        if found.is_open:
            check_can_withdraw(user, found)
    except actions.ConflictError as error:
        return _second_withdrawal(request, found, form) or conflict_page(request, found, str(error), form)
    except actions.FlowLockFailed:
        return conflict_page(request, found, _("Usulan ini sedang dikerjakan pejabat lain. Coba lagi sebentar."), form)
    context = {"proposal": found, "form": form, "shown": desk.shown_as_field({}, form)}
    return render(request, "workflows/withdrawal.html", context)


def _withdrawal_form(request: HttpRequest, user: User, proposal: Proposal) -> WithdrawalForm:
    """As it was sent; else as its reader left it."""
    if request.method == "POST":
        return WithdrawalForm(request.POST)
    return WithdrawalForm(initial=desk.initial_of(unsaved.of_withdrawal(user.pk, proposal)))


def _second_withdrawal(request: HttpRequest, proposal: Proposal, form: WithdrawalForm) -> HttpResponse | None:
    """The same form of the same account again: it is withdrawn, and that is the answer."""
    own = proposal.events.filter(verb="withdrawn", actor=signed_in(request), note=form.cleaned_data["reason"].strip())
    if not own.exists():
        return None
    messages.success(request, _("Usulan sudah Anda tarik. Kiriman kedua tidak mengubah apa pun."))
    return redirect("workflows:proposal", pk=proposal.pk)
