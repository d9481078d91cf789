"""A hit as the page shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import proposals
from search.labels import Labels
from search.query import Hit
from search.shown_hits import ShownHit, shown
from workflows.enums import Stage

HIT = Hit("proposal:1", "", "", "/", proposals.KIND, "12/2026", None, "", "", (), None, "", 1.0)
pytestmark = pytest.mark.django_db


def at(stage: Stage) -> ShownHit:
    return shown(replace(HIT, status=stage.value), Labels())


def test_the_end_of_a_proposal_looks_as_it_is() -> None:
    assert at(Stage.REJECTED).tag == "danger"
    assert at(Stage.DONE).tag == "ok"
    assert at(Stage.REVISION).tag == "warn"
    assert at(Stage.VERIFICATION).tag == "info"
    assert at(Stage.DRAFT).tag == at(Stage.WITHDRAWN).tag == at(Stage.EXPIRED).tag == ""


def test_a_proposal_tells_its_registration_number_and_a_regulation_does_not_repeat_its_own() -> None:
    assert at(Stage.DONE).registered == "12/2026"
    assert shown(replace(HIT, kind="uu"), Labels()).registered == ""
