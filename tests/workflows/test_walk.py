"""Every stage can be reached by the real actions."""

import pytest

from tests.proposals import proposal_at
from workflows.enums import Stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_reached_by_real_actions(stage: Stage) -> None:
    assert proposal_at(stage).stage == stage
