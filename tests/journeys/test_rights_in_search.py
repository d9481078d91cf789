"""Whoever may read something else now finds something else within five seconds, with either engine, through the real worker."""

import json

import pytest

from benchmarks.rights import BUDGET_SECONDS
from tests.contract.conftest import PARAMETERS
from tests.running_portal import RunningPortal
from tests.search.test_killed_worker import with_engine


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_change_of_rights_is_true_of_what_is_found_within_five_seconds(
    demo_portal: RunningPortal, request: pytest.FixtureRequest, name: str
) -> None:
    with with_engine(name, demo_portal, request), demo_portal.serving():
        code = f"from benchmarks import rights; rights.tell({demo_portal.url!r})"
        seconds = json.loads(demo_portal.manage("shell", "--no-imports", "-c", code))

    assert len(seconds) == 10
    assert {change: waited for change, waited in seconds.items() if waited > BUDGET_SECONDS} == {}
