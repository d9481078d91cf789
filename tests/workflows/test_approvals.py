"""The quantities of an approval: what was typed is what is decided, or nothing is decided."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, proposal_at
from workflows.enums import Outcome, Stage
from workflows.models import Item, Proposal, TaskMeta

pytestmark = pytest.mark.django_db
STAGES = [(Stage.DIRECTOR, "director", "Setuju seluruhnya"), (Stage.DIRECTOR_GENERAL, "director_general", "Direktur")]


def decide(client: Client, proposal: Proposal, outcome: Outcome, quantity: str) -> str:
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk
    item = Item.objects.get(community__proposal=proposal)
    form = {"outcome_choice": outcome.value, "reason": "", f"quantity_{item.pk}": quantity}
    return client.post(reverse("workflows:task", args=[task]), form).content.decode()


@pytest.mark.parametrize("typed", ["1", "0", ""])
@pytest.mark.parametrize(("stage", "official", "all_of_it"), STAGES)
def test_a_reduction_under_full_approval_is_refused_with_both_ways_out(
    client: Client, cast: Cast, stage: Stage, official: str, all_of_it: str, typed: str
) -> None:
    proposal = proposal_at(stage, cast)
    client.force_login(getattr(cast, official))

    page = decide(client, proposal, Outcome.APPROVED, typed)

    proposal.refresh_from_db()
    assert proposal.stage == stage
    assert all_of_it in page
    assert "Pilih «Setuju sebagian», atau kembalikan jumlahnya seperti semula." in page
    assert "Semula 2." in page


@pytest.mark.parametrize(("stage", "official", "_all_of_it"), STAGES)
def test_untouched_quantities_are_approved_whole(
    client: Client, cast: Cast, stage: Stage, official: str, _all_of_it: str
) -> None:
    proposal = proposal_at(stage, cast)
    client.force_login(getattr(cast, official))

    decide(client, proposal, Outcome.APPROVED, "2")

    assert Item.objects.get(community__proposal=proposal).approved_quantity == 2


def test_no_number_is_no_full_approval(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    client.force_login(cast.director)

    page = decide(client, proposal, Outcome.APPROVED, "dua")

    proposal.refresh_from_db()
    assert proposal.stage == Stage.DIRECTOR
    assert "isian yang perlu diperbaiki" in page
