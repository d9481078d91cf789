"""What each human step is: one table. Its place among the others is in flows.py, its form in views/screens.py.

Adding a step: a member of `Step` and of `Stage`, a line here, a node in flows.py, a form and an action. What a screen, a
permission, a query, a mail or FLOWS.md says of it follows from here.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models import Directorate, Unit
from workflows.enums import Function, Outcome, Step
from workflows.models import Proposal


class Phase(models.TextChoices):
    """The parts of the road, for the bar on top of a proposal's page."""

    SUBMISSION = "submission", _("Pengajuan")
    VERIFICATION = "verification", _("Verifikasi")
    APPROVAL = "approval", _("Persetujuan")
    DECISION = "decision", _("Penetapan")
    DISTRIBUTION = "distribution", _("Penyaluran")


class Reach(StrEnum):
    """Where the right of a step may be held besides model-wide."""

    UNIT = "unit"
    DIRECTORATE = "directorate"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class StepRight:
    """The right a step asks for."""

    permission: str
    reach: Reach

    def place(self, proposal: Proposal) -> Unit | Directorate | None:
        """The unit or directorate on which the right is held for this proposal."""
        if self.reach is Reach.UNIT:
            return proposal.unit
        if self.reach is Reach.DIRECTORATE:
            return proposal.leading_directorate
        return None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One line of the table."""

    phase: Phase
    right: StepRight
    function: Function
    holders: tuple[str, ...]
    """Roles whom the screen names as those it waits for; others may hold the right as well."""
    outcomes: tuple[Outcome, ...]
    is_detour: bool = False
    """Not on the road of a proposal with which all goes well."""


_VERDICTS = (Outcome.APPROVED, Outcome.APPROVED_PARTLY, Outcome.RETURNED, Outcome.REJECTED)

STEPS = {
    Step.DRAFTING: StepFacts(
        Phase.SUBMISSION,
        StepRight("core.draft_proposals", Reach.UNIT),
        Function.DRAFTER,
        ("operator_balai",),
        (Outcome.READY,),
    ),
    Step.SUBMISSION: StepFacts(
        Phase.SUBMISSION,
        StepRight("core.submit_proposals", Reach.UNIT),
        Function.HEAD,
        ("kepala_balai",),
        (Outcome.SUBMITTED, Outcome.SENT_BACK),
    ),
    Step.VERIFICATION: StepFacts(
        Phase.VERIFICATION,
        StepRight("core.verify_proposals", Reach.EVERYWHERE),
        Function.VERIFIER,
        ("verifikator",),
        (Outcome.COMPLETE, Outcome.RETURNED, Outcome.REJECTED),
    ),
    Step.REVISION: StepFacts(
        Phase.VERIFICATION,
        StepRight("core.draft_proposals", Reach.UNIT),
        Function.DRAFTER,
        ("operator_balai",),
        (Outcome.REVISED,),
        is_detour=True,
    ),
    Step.DIRECTOR: StepFacts(
        Phase.APPROVAL,
        StepRight("core.approve_proposals", Reach.DIRECTORATE),
        Function.DIRECTOR,
        ("direktur",),
        _VERDICTS,
    ),
    Step.DIRECTOR_GENERAL: StepFacts(
        Phase.APPROVAL,
        StepRight("core.approve_proposals_finally", Reach.EVERYWHERE),
        Function.DIRECTOR_GENERAL,
        ("dirjen",),
        _VERDICTS,
    ),
    Step.DECISION_SET: StepFacts(
        Phase.DECISION,
        StepRight("core.set_decisions", Reach.EVERYWHERE),
        Function.COMMITMENT_OFFICER,
        ("ppk",),
        (Outcome.SET,),
    ),
    Step.DECISION_CONFIRM: StepFacts(
        Phase.DECISION,
        StepRight("core.confirm_decisions", Reach.EVERYWHERE),
        Function.BUDGET_OFFICER,
        ("kpa",),
        (Outcome.CONFIRMED, Outcome.REFUSED),
    ),
    Step.DISTRIBUTION: StepFacts(
        Phase.DISTRIBUTION,
        StepRight("core.record_handover", Reach.UNIT),
        Function.RECORDER,
        ("ppk", "operator_balai"),
        (Outcome.DELIVERED,),
    ),
}
"""In the order of the road."""

MAIN_ROAD = tuple(step for step, facts in STEPS.items() if not facts.is_detour)
