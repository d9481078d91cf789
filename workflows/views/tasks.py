"""One address for every human task: node, process and lock come from the row, never from the address (B1, B3)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.models import User
from workflows import actions
from workflows.enums import COMMENTING_STEPS, OPEN_TASK, Outcome, Step
from workflows.forms.verdicts import StepForm
from workflows.models import Decision, Proposal, TaskMeta
from workflows.permissions import check_can_act, holds_right_of
from workflows.timeline import timeline
from workflows.views import answers, desk
from workflows.views.access import signed_in
from workflows.views.conflicts import conflict_page
from workflows.views.proposals import proposal_page
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.screens import SCREENS, SCREENS_ELSEWHERE, SCREENS_WITH_A_PAGE, Screen
from workflows.views.verification import verification_page

UNFIT = (
    actions.LetterDateDoesNotFitError,
    actions.NotReadyError,
    actions.PapersAreIncompleteError,
    actions.QuantitiesDoNotFitError,
    actions.ReasonIsMissingError,
    actions.SectionsAreMissingError,
)
"""What the user can mend on the same form."""


@login_required
@require_http_methods(["GET", "POST"])
@keeps_what_is_typed
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for proposals the account may not see, 403 for steps it may not do, 409 when somebody was faster."""
    user = signed_in(request)
    meta = _visible_task(user, pk)
    step = Step(meta.step)
    if step in SCREENS_ELSEWHERE:
        return redirect(SCREENS_ELSEWHERE[step], pk=meta.proposal_id)
    if request.method == "GET" and meta.task.status not in OPEN_TASK:
        messages.info(request, _("Langkah «%(step)s» sudah selesai.") % {"step": step.label})
        return redirect("workflows:proposal", pk=meta.proposal_id)
    screen = SCREENS[step]
    if request.method == "GET":
        way = timeline(meta.proposal, user)
        check_can_act(user, meta.proposal, step, way.acted)
        return _page_of(step)(request, meta.proposal, way=way)
    if answers.is_background(request):
        return desk.kept_in_background(request, lambda: desk.keep(request, meta.proposal, step=step, task_id=meta.pk))
    if not holds_right_of(user, meta.proposal, step):
        check_can_act(user, meta.proposal, step)
    # Whether the account acted in another function is looked at under the lock, and before any page is shown instead.
    form = screen.form(request.POST, proposal=meta.proposal)
    return _answer(request, meta, screen, form)


def _answer(request: HttpRequest, meta: TaskMeta, screen: Screen, form: StepForm) -> HttpResponse:
    user, proposal = signed_in(request), meta.proposal
    if meta.task.status not in OPEN_TASK and (done := _second_press(request, meta)):
        return done
    is_valid = form.is_valid()
    if not is_valid:
        check_can_act(user, proposal, form.step)
    if not is_valid and meta.task.status not in OPEN_TASK:
        return _in_conflict(request, proposal, _("Langkah ini sudah selesai."), form)
    try:
        if not _acts(request, meta, screen, form):
            return _page_of(form.step)(request, proposal, form=form)
    except actions.ConflictError as error:
        if done := _second_press(request, meta):
            return done
        check_can_act(user, proposal, form.step)
        return _in_conflict(request, proposal, str(error), form)
    except actions.FlowLockFailed:
        check_can_act(user, proposal, form.step)
        return _in_conflict(request, proposal, desk.busy(), form)
    messages.success(request, _("Tersimpan: %(outcome)s.") % {"outcome": form.outcome.label})
    return redirect("workflows:proposal", pk=proposal.pk)


def _acts(request: HttpRequest, meta: TaskMeta, screen: Screen, form: StepForm) -> bool:
    """False when the form says what is wrong; then all that was typed is kept.

    So it is when something was typed on the page of comments and not saved: a decision would end it unread.
    """
    may_comment = form.step in COMMENTING_STEPS
    if form.is_valid() and not (may_comment and desk.refusal_of_unsaved(desk.typed_until_now(request, meta))):
        try:
            screen.act(signed_in(request), meta.proposal, form, meta.pk)
        except UNFIT as error:
            form.add_error(None, str(error))
        else:
            return True
    kept, _is_overtaken = desk.keep(request, meta.proposal, step=form.step, task_id=meta.pk)
    if refusal := desk.refusal_of_unsaved(kept):
        form.add_error(None, refusal)
    return False


def _in_conflict(request: HttpRequest, proposal: Proposal, reason: str, form: StepForm) -> HttpResponse:
    if form.step in SCREENS_WITH_A_PAGE:
        return desk.in_conflict(request, proposal, reason)
    return conflict_page(request, proposal, reason, form)


def _page_of(step: Step) -> Callable[..., HttpResponse]:
    return verification_page if step in SCREENS_WITH_A_PAGE else proposal_page


def _second_press(request: HttpRequest, meta: TaskMeta) -> HttpResponse | None:
    """The same answer by the same account again, a double click or the back button: it is saved, and that is the answer.

    Asked before the form's own rules, which may no longer hold for what is decided.
    """
    saved = Decision.objects.filter(task=meta.pk, by=signed_in(request)).select_related("proposal").first()
    if saved is None or request.POST.get("outcome_choice", saved.outcome) != saved.outcome:
        return None
    messages.success(request, _saved_already(saved))
    return redirect("workflows:proposal", pk=meta.proposal_id)


def _saved_already(saved: Decision) -> str:
    if saved.outcome == Outcome.SUBMITTED:
        words = _("Usulan sudah Anda kirim dengan nomor %s. Kiriman kedua tidak mengubah apa pun.")
        return words % saved.proposal.registration_number
    return _("Keputusan Anda sudah tersimpan. Kiriman kedua tidak mengubah apa pun.")


@login_required
@require_POST
@keeps_what_is_typed
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the task and opens it."""
    return _own(request, pk, actions.claim)


@login_required
@require_POST
@keeps_what_is_typed
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives the task back."""
    return _own(request, pk, actions.release)


def _own(request: HttpRequest, pk: int, act: Any) -> HttpResponse:
    user = signed_in(request)
    meta = _visible_task(user, pk)
    has_texts = desk.SHOWN in request.POST
    in_conflict = partial(desk.in_conflict, step=Step(meta.step)) if has_texts else conflict_page
    try:
        if has_texts:
            desk.keep(request, meta.proposal, step=Step(meta.step), task_id=meta.pk)
        act(by=user, task=meta.task)
    except actions.ConflictError as error:
        return in_conflict(request, meta.proposal, str(error))
    except actions.FlowLockFailed:
        return in_conflict(request, meta.proposal, desk.busy())
    opens_page = act is actions.claim and Step(meta.step) in SCREENS_WITH_A_PAGE
    return redirect("workflows:verification" if opens_page else "workflows:proposal", pk=meta.proposal_id)


def _visible_task(user: User, pk: int) -> TaskMeta:
    related = ("proposal__unit", "proposal__leading_directorate", "proposal__decision_letter")
    tasks = TaskMeta.objects.select_related("task__owner", *related)
    return get_object_or_404(tasks, pk=pk, proposal__in=Proposal.objects.visible_to(user))
