"""Conditions of the flow's switches: each reads the verdicts of the present round, fresh from the row."""

from typing import Any

from workflows import in_hand
from workflows.enums import Outcome
from workflows.models import Policy, Proposal

APPROVALS = (Outcome.APPROVED, Outcome.APPROVED_PARTLY)


def proposal_of(activation: Any) -> Proposal:
    """The proposal of an activation: never the instance that the engine carries, which may be older than the verdict."""
    return in_hand.proposal_of(activation.process.pk)


def is_submitted(activation: Any) -> bool:
    return proposal_of(activation).submission_outcome == Outcome.SUBMITTED


def is_registered(activation: Any) -> bool:
    """Whether it already has its number: then a proposal sent back by the head goes to correction, not to the draft."""
    return proposal_of(activation).is_registered


def is_complete(activation: Any) -> bool:
    return proposal_of(activation).verification_outcome == Outcome.COMPLETE


def verifier_returns(activation: Any) -> bool:
    return proposal_of(activation).verification_outcome == Outcome.RETURNED


def director_returns(activation: Any) -> bool:
    return proposal_of(activation).director_outcome == Outcome.RETURNED


def director_rejects(activation: Any) -> bool:
    return proposal_of(activation).director_outcome == Outcome.REJECTED


def needs_director_general(activation: Any) -> bool:
    return concerns_director_general(proposal_of(activation), Policy.objects.get().director_general_from)


def concerns_director_general(proposal: Proposal, threshold: int) -> bool:
    """From the threshold of Policy on (requested rupiah), or when several clusters are concerned."""
    return proposal.cluster_count > 1 or proposal.requested_amount >= threshold


def director_general_approves(activation: Any) -> bool:
    return proposal_of(activation).director_general_outcome in APPROVALS


def director_general_returns(activation: Any) -> bool:
    return proposal_of(activation).director_general_outcome == Outcome.RETURNED


def is_confirmed(activation: Any) -> bool:
    return proposal_of(activation).decision_confirm_outcome == Outcome.CONFIRMED
