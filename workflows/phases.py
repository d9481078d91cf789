"""The bar on top of a proposal's page: which parts of the road are done, and which is gone now."""

from dataclasses import dataclass

from workflows.enums import Stage, Step
from workflows.models import Proposal
from workflows.steps import STEPS, Phase


@dataclass(frozen=True, slots=True)
class PhaseShown:
    """One of the parts of the road, for the bar on top of the page."""

    label: str
    is_done: bool
    is_current: bool
    is_interrupted: bool = False
    """It waits for a detour, whose deadline is not its own."""


def phases_of(proposal: Proposal, step: Step | None) -> list[PhaseShown]:
    """The parts of the road; after a proposal has ended without aid, none is current."""
    position = list(Phase).index(STEPS[step].phase) if step else _phase_without_task(proposal)
    is_detour = bool(step and STEPS[step].is_detour)
    return [
        PhaseShown(
            str(phase.label),
            is_done=index < position,
            is_current=index == position and proposal.is_open,
            is_interrupted=index == position and is_detour,
        )
        for index, phase in enumerate(Phase)
    ]


def _phase_without_task(proposal: Proposal) -> int:
    if proposal.stage == Stage.DONE:
        return len(Phase)
    # The worker is making the letter: distribution has begun, its task has not.
    return len(Phase) - 1 if proposal.stage == Stage.DISTRIBUTION else 0
