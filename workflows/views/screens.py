"""Which form a step shows, and which action its answer calls. Steps with screens of their own are addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.core.models import User
from workflows import actions
from workflows.enums import Outcome, Step
from workflows.forms import approvals, returns, verdicts
from workflows.models import Proposal


@dataclass(frozen=True, slots=True)
class Screen:
    """Form and action of one step; `template` draws the form's special parts."""

    form: type[verdicts.StepForm]
    act: Callable[[User, Proposal, Any, int], object]
    template: str = "workflows/_partials/plain_form.html"


def _submission(by: User, proposal: Proposal, form: verdicts.SubmissionForm, task_id: int) -> None:
    reason = form.cleaned_data["reason"]
    if form.outcome is Outcome.SUBMITTED:
        actions.certify_and_submit(by=by, proposal=proposal, note=reason, task_id=task_id)
    else:
        actions.send_back_to_operator(by=by, proposal=proposal, reason=reason, task_id=task_id)


def _verification(by: User, proposal: Proposal, form: returns.VerificationForm, task_id: int) -> None:
    if form.outcome is Outcome.COMPLETE:
        actions.verify(by=by, proposal=proposal, note=form.cleaned_data["reason"], task_id=task_id)
    else:
        _turn_back(by, proposal, form, task_id)


def _approval(
    by: User, proposal: Proposal, form: approvals.DirectorForm | approvals.DirectorGeneralForm, task_id: int
) -> None:
    if form.outcome in {Outcome.APPROVED, Outcome.APPROVED_PARTLY}:
        actions.approve(
            by=by,
            proposal=proposal,
            step=form.step,
            quantities=form.quantities,
            note=form.cleaned_data["reason"],
            task_id=task_id,
        )
    else:
        _turn_back(by, proposal, form, task_id)


def _turn_back(by: User, proposal: Proposal, form: verdicts.VerdictForm, task_id: int) -> None:
    reason = form.cleaned_data["reason"]
    if form.outcome is Outcome.REJECTED:
        actions.reject(by=by, proposal=proposal, step=form.step, reason=reason, task_id=task_id)
        return
    sections = form.sections if isinstance(form, returns.ReturnableForm) else {}
    actions.return_for_revision(
        by=by, proposal=proposal, reason=reason, sections=sections, step=form.step, task_id=task_id
    )


def _decision_set(by: User, proposal: Proposal, form: verdicts.DecisionSetForm, task_id: int) -> None:
    data = form.cleaned_data
    actions.set_decision(
        by=by,
        proposal=proposal,
        dated_on=data["dated_on"],
        consideration=data["consideration"],
        note=data["reason"],
        task_id=task_id,
    )


def _decision_confirm(by: User, proposal: Proposal, form: verdicts.DecisionConfirmForm, task_id: int) -> None:
    reason = form.cleaned_data["reason"]
    if form.outcome is Outcome.CONFIRMED:
        actions.confirm_decision(by=by, proposal=proposal, note=reason, task_id=task_id)
    else:
        actions.refuse_decision(by=by, proposal=proposal, reason=reason, task_id=task_id)


SCREENS = {
    Step.SUBMISSION: Screen(verdicts.SubmissionForm, _submission),
    Step.VERIFICATION: Screen(returns.VerificationForm, _verification, "workflows/_partials/return_fields.html"),
    Step.DIRECTOR: Screen(approvals.DirectorForm, _approval, "workflows/_partials/return_form.html"),
    Step.DIRECTOR_GENERAL: Screen(approvals.DirectorGeneralForm, _approval, "workflows/_partials/return_form.html"),
    Step.DECISION_SET: Screen(verdicts.DecisionSetForm, _decision_set),
    Step.DECISION_CONFIRM: Screen(
        verdicts.DecisionConfirmForm, _decision_confirm, "workflows/_partials/confirm_form.html"
    ),
}

SCREENS_WITH_A_PAGE = frozenset({Step.VERIFICATION})
"""Steps whose form stands on a page made for their work (views/verification.py), not in the timeline."""

SCREENS_ELSEWHERE = {
    Step.DRAFTING: "workflows:draft",
    Step.REVISION: "workflows:draft",
    Step.DISTRIBUTION: "workflows:handover",
}
"""Steps whose work is done on pages of their own: URL names that take the proposal's id."""
