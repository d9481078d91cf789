"""The demo's cases: one at every stage, made by the real actions, once."""

import pytest

from portal.core.models import Directorate, Unit
from portal.core.reference_data import load_reference_data
from portal.demo import cases
from tests.factories import make_user
from workflows.enums import Stage
from workflows.models import DecisionLetter, Item, Proposal

pytestmark = pytest.mark.django_db


def make_cast() -> None:
    load_reference_data()
    unit = Unit.objects.current().earliest("pk")
    for role in ("operator_balai", "kepala_balai"):
        make_user(role, unit=unit)
    make_user("direktur", directorate=Directorate.objects.get(clusters__code="ts-kpo"))
    for role in ("verifikator", "dirjen", "ppk", "kpa"):
        make_user(role)


def test_there_is_one_proposal_at_every_stage_and_a_second_run_adds_none() -> None:
    make_cast()

    cases.make()
    first = sorted(Proposal.objects.values_list("stage", flat=True))
    cases.make()

    assert first == sorted(Stage.values)
    assert sorted(Proposal.objects.values_list("stage", flat=True)) == first
    assert not Proposal.objects.exclude(title__contains="contoh").exists()
    press = Proposal.objects.get(stage=Stage.DIRECTOR_GENERAL)
    assert press.requested_amount == 325_000_000
    assert press.communities.count() == 5
    bought = Item.objects.filter(community__proposal=press).values_list("name", "quantity").distinct()
    assert set(bought) == {("Mesin press plastik", 1), ("Mesin pemotong ring gelas plastik", 2)}
    assert DecisionLetter.objects.valid().count() == 2


def test_a_missing_account_is_named() -> None:
    load_reference_data()

    with pytest.raises(cases.CastIsIncompleteError, match="operator_balai"):
        cases.make()
