"""Beginning a proposal, and handing the finished draft to the head of the unit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.models import Unit, User
from portal.core.permissions import RefusedError, unit_ids_with
from workflows import actions
from workflows.enums import Outcome, Section, Stage, Step
from workflows.execution import open_task
from workflows.forms.sending import NewProposalForm, SendForm
from workflows.models import Decision, Proposal
from workflows.permissions import can_create, check_can_edit
from workflows.pinning import Remark
from workflows.standing import Standing
from workflows.unsaved import unsaved_at
from workflows.views import answers, desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import conflict_page
from workflows.views.progress import URL_OF_SECTION, progress
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.remarks import asked_remarks, url_of
from workflows.views.requests import task_on_screen


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
    standing = Standing(proposal)
    lacking = [gap.section for gap in standing.gaps if gap.section in standing.opened]
    if not lacking:
        # Complete but returned: what is asked for stands on the page of the section.
        lacking = [section for section in Section if section in standing.to_correct]
    return redirect(URL_OF_SECTION[lacking[0]] if lacking else "workflows:review", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on one page, what is missing, and the button that hands it to the head of the unit."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if not can_create(user, proposal.unit):
        raise PermissionDenied
    try:
        check_can_edit(user, proposal)
        step = Step.REVISION if proposal.stage == Stage.REVISION else Step.DRAFTING
        # Whether it is still open is looked at under the lock when it is sent.
        task_id = task_on_screen(request) or ("" if request.method == "POST" else open_task(proposal, step).pk)
    except (RefusedError, actions.ConflictError) as refused:
        if answers.is_background(request):
            return answers.refused(str(refused))
        if request.method == "POST":
            return _not_sent(request, proposal, str(refused), SendForm(request.POST))
        messages.info(request, str(refused))
        return redirect("workflows:proposal", pk=pk)
    if answers.is_background(request):
        return desk.kept_in_background(request, lambda: desk.keep(request, proposal, step=step))
    standing = Standing(proposal)
    remarks = asked_remarks(standing)
    typed = answers.everything_typed(user, proposal)
    kept = unsaved_at(int(task_id), typed) if request.method != "POST" else {}
    form = _send_form(request, standing, remarks, desk.initial_of(kept))
    if request.method == "POST" and (answer := _sent_or_kept(request, user, proposal, form, step)):
        return answer
    context = _review_context(standing, form, {each.section for each in typed if each.section})
    context |= {"task_id": task_id, "shown": desk.shown_as_field({}, form)}
    context["notes"] = [(each, url_of(each, proposal), form.reply_field(each)) for each in remarks]
    return render(request, "workflows/review.html", context)


def _sent_or_kept(
    request: HttpRequest, by: User, proposal: Proposal, form: SendForm, step: Step
) -> HttpResponse | None:
    """The way on, or None when the page is shown again; then its answers stay for whoever goes to mend another section."""
    if form.is_valid() and (answer := _send(request, by, proposal, form)):
        return answer
    try:
        desk.keep(request, proposal, step=step)
    except (actions.ConflictError, RefusedError) as refused:
        return _not_sent(request, proposal, str(refused), form)
    except actions.FlowLockFailed:
        return _not_sent(request, proposal, desk.busy(), form)
    return None


def _send_form(request: HttpRequest, standing: Standing, remarks: list[Remark], initial: dict[str, object]) -> SendForm:
    """As it was sent; else as its reader left it."""
    return SendForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        unchanged=[each for each in standing.marked if not each.is_changed],
        remarks=remarks,
    )


def _send(request: HttpRequest, by: User, proposal: Proposal, form: SendForm) -> HttpResponse | None:
    """The way on, or None when the page is shown again because something is still to be done on it."""
    note, task_id = form.cleaned_data["note"], task_on_screen(request)
    try:
        if proposal.stage == Stage.REVISION:
            actions.resubmit(
                by=by,
                proposal=proposal,
                note=note,
                explanations=form.explanations,
                replies=form.replies,
                task_id=task_id,
            )
        else:
            actions.send_to_head(by=by, proposal=proposal, note=note, task_id=task_id)
    except actions.NotReadyError as gaps:
        messages.error(request, str(gaps))
        return None
    except (actions.ConflictError, RefusedError) as refused:
        return _not_sent(request, proposal, str(refused), form)
    except actions.FlowLockFailed:
        return _not_sent(request, proposal, _("Usulan ini sedang dikerjakan petugas lain. Coba lagi sebentar."), form)
    messages.success(request, _("Usulan dikirim ke Kepala Balai untuk disahkan."))
    return redirect("workflows:proposal", pk=proposal.pk)


def _not_sent(request: HttpRequest, proposal: Proposal, reason: str, form: SendForm) -> HttpResponse:
    """The reason and the note that was typed; to a second click, that the first one has sent it."""
    own = Decision.objects.filter(task=task_on_screen(request), by=signed_in(request))
    if own.filter(outcome__in=(Outcome.READY, Outcome.REVISED)).exists():
        messages.success(request, _("Usulan sudah Anda kirim. Kiriman kedua tidak mengubah apa pun."))
        return redirect("workflows:proposal", pk=proposal.pk)
    return conflict_page(request, proposal, reason, form)


def _review_context(standing: Standing, form: SendForm, typed: set[str]) -> dict[str, Any]:
    """`typed` are the sections of which the reader typed something that is not saved."""
    proposal, communities = standing.proposal, standing.inventory.communities
    prefetch_related_objects(communities, "items", "beneficiaries")
    shown = progress(standing, None, typed)
    return {
        "proposal": proposal,
        "progress": shown,
        "gaps": [(reverse(URL_OF_SECTION[gap.section], args=(proposal.pk,)), gap.sentence) for gap in shown.gaps],
        "asked": [(each, form.explanation_field(each.section)) for each in shown.asked],
        "form": form,
        "forms": [form],
        "communities": communities,
        "statements": standing.inventory.statements,
        "papers": standing.inventory.papers,
    }
