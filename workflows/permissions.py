"""Who may do what with a proposal: each rule once as `check_…` with a sentence for the user, once as `can_…`.

Every act is one of an office, so it needs the role itself: a superuser without it looks and does nothing.
*Who* is decided here; *when* (is the step open?) by `workflows.execution` under the lock.
"""

from collections.abc import Callable, Iterable, Set

from django.utils.translation import gettext as _

from portal.core.capacity import Capacity, capacity_of
from portal.core.models import Unit, User
from portal.core.permissions import Person, RefusedError, holds_by_role
from portal.core.roles import UNMASK
from workflows.acts import Acts
from workflows.enums import (
    DECIDING_FUNCTIONS,
    WITHDRAWABLE_STAGES,
    Function,
    Section,
    Step,
)
from workflows.models import Decision, Proposal
from workflows.standing import Standing
from workflows.steps import STEPS


def holds_right_of(user: Person, proposal: Proposal, step: Step) -> bool:
    """Whether the account holds the step's right for this proposal now; says nothing about what it did before."""
    right = STEPS[step].right
    return holds_by_role(user, right.permission, right.place(proposal))


def capacity_in(user: User, proposal: Proposal, step: Step) -> Capacity:
    """As whom the account does the step: in an office of its own, or for the official whom it represents now."""
    right = STEPS[step].right
    return capacity_of(user, right.permission, right.place(proposal))


def check_can_act(user: Person, proposal: Proposal, step: Step, acted: Set[Function] | None = None) -> None:
    """The right of the step, and nobody in two functions on one proposal (proposer ≠ verifier ≠ approver, PPK ≠ KPA).

    `acted` are the account's functions in the proposal so far, if they have been read already.
    """
    if not holds_right_of(user, proposal, step):
        raise RefusedError(_("Langkah «%(step)s» bukan wewenang Anda.") % {"step": step.label})
    function = STEPS[step].function
    if function not in DECIDING_FUNCTIONS:
        return
    acted = functions_of(user, proposal) if acted is None else acted
    earlier = (acted & DECIDING_FUNCTIONS) - {function}
    if earlier:
        raise RefusedError(
            _(
                "Anda, atau pejabat yang mewakili Anda, sudah bertindak sebagai %(function)s pada usulan ini. "
                "Langkah «%(step)s» harus dikerjakan pejabat lain."
            )
            % {"function": Function(min(earlier)).label, "step": step.label}
        )


def functions_of(user: Person, proposal: Proposal) -> set[Function]:
    """In which functions the account, or an acting officer for it, has already acted; whoever wrote any of it is a drafter."""
    return Acts(proposal).functions_of(user)


def functions_in(user: Person, proposal: Proposal, decisions: Iterable[Decision], *, wrote: bool) -> set[Function]:
    """The same from what has been read: decisions of anybody on the proposal, and whether the account wrote any of it."""
    functions = {Function(decision.function) for decision in decisions if decision.is_answered_for_by(user.pk)}
    if wrote or proposal.created_by_id == user.pk:
        functions.add(Function.DRAFTER)
    return functions


def check_can_create(user: Person, unit: Unit) -> None:
    """Operators and heads draft for their own unit."""
    if not holds_by_role(user, "core.draft_proposals", unit):
        raise RefusedError(_("Anda tidak berwenang menyusun usulan untuk %(unit)s.") % {"unit": unit})


def check_can_edit(user: Person, proposal: Proposal) -> None:
    """The unit's own people, while it is a draft or returned."""
    if not holds_by_role(user, "core.draft_proposals", proposal.unit):
        raise RefusedError(_("Isi usulan hanya dapat diubah oleh petugas %(unit)s.") % {"unit": proposal.unit})
    if not proposal.is_editable:
        raise RefusedError(
            _("Usulan sudah pada tahap «%(stage)s», sehingga isinya tidak dapat diubah lagi.")
            % {"stage": proposal.get_stage_display()}
        )


def check_can_edit_section(
    user: Person, proposal: Proposal, section: Section, standing: Standing | None = None
) -> None:
    """After a return only some sections are open. `standing` is the proposal's, if it has been read already."""
    check_can_edit(user, proposal)
    if not (standing or Standing(proposal)).is_open(section):
        raise RefusedError(
            _("Bagian «%(section)s» tidak diminta untuk diperbaiki, sehingga tidak dapat diubah.")
            % {"section": section.label}
        )


def what_editing_costs(user: Person, proposal: Proposal) -> str:
    """For whoever may certify the proposal: whoever changes it may do so no more. Empty for everybody else."""
    if not holds_right_of(user, proposal, Step.SUBMISSION):
        return ""
    if can_act(user, proposal, Step.SUBMISSION):
        return _(
            "Begitu Anda menyimpan perubahan, Anda menjadi penyusun usulan ini dan tidak dapat lagi mengesahkannya; "
            "pengesahan harus dilakukan pejabat lain. Bila Anda yang akan mengesahkan, mintalah operator mengubahnya."
        )
    return _("Anda ikut menyusun usulan ini, sehingga pengesahannya harus dilakukan pejabat lain di unit Anda.")


def check_can_withdraw(user: Person, proposal: Proposal) -> None:
    """The head of the proposing unit, until the KPA has confirmed the decision."""
    if not holds_by_role(user, "core.submit_proposals", proposal.unit):
        raise RefusedError(_("Usulan hanya dapat ditarik oleh kepala %(unit)s.") % {"unit": proposal.unit})
    if proposal.stage not in WITHDRAWABLE_STAGES:
        raise RefusedError(
            _("Usulan pada tahap «%(stage)s» tidak dapat ditarik lagi.") % {"stage": proposal.get_stage_display()}
        )


def check_can_unmask(user: Person, proposal: Proposal) -> None:
    """Whoever works with the people of this proposal; the account must see the proposal anyway (`visible_to`)."""
    if not holds_by_role(user, UNMASK, proposal.unit):
        raise RefusedError(_("Data pribadi usulan ini hanya dibuka oleh petugas yang memerlukannya untuk tugasnya."))


def allowed(check: Callable[[], None]) -> bool:
    """The answer of a check as a bool: `allowed(lambda: check_can_x(user, obj))`."""
    try:
        check()
    except RefusedError:
        return False
    return True


def can_act(user: Person, proposal: Proposal, step: Step, acted: Set[Function] | None = None) -> bool:
    return allowed(lambda: check_can_act(user, proposal, step, acted))


def can_create(user: Person, unit: Unit) -> bool:
    return allowed(lambda: check_can_create(user, unit))


def can_edit(user: Person, proposal: Proposal) -> bool:
    return allowed(lambda: check_can_edit(user, proposal))


def can_withdraw(user: Person, proposal: Proposal) -> bool:
    return allowed(lambda: check_can_withdraw(user, proposal))


def can_unmask(user: Person, proposal: Proposal) -> bool:
    return allowed(lambda: check_can_unmask(user, proposal))
