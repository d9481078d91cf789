"""What it costs to finish a step, whole requests with session and account: one figure each, however large the proposal is."""

import pytest
from django.db import connection

from benchmarks.drafts import MOST_TO_SAVE
from benchmarks.steps import walk
from tests.proposals import make_cast, make_draft
from workflows.models import Proposal

COSTS = {
    "send a draft to the head": 30,
    "send a draft back": 28,
    "certify a draft": 36,
    "return with seven marked sections": 38,
    "resubmit with seven explanations": 37,
    "send a correction back": 32,
    "certify a correction": 34,
    "verify": 32,
    "return from the Director": 38,
    "approve, to the Director-General": 34,
    "return from the Director-General": 30,
    "approve a part": 34,
    "approve as Director-General": 32,
    "set the decision": 33,
    "refuse the decision": 29,
    "set the decision again": 28,
    "confirm the decision": 28,
    "record a handover": 26,
    "record the last handover": 38,
    "reject, verification": 31,
    "reject, director": 33,
    "reject, director_general": 33,
    "withdraw": 29,
}
MORE_FOR_THE_LOCK = 2
"""On PostgreSQL: how long to wait for the row, and the row, after which waiting is as before."""


def walked(communities: int) -> dict[str, int]:
    cast = make_cast()
    assert connection.features.supports_json_field  # asked of the database once in the life of a connection

    def draft() -> Proposal:
        return make_draft(cast, communities=communities, price=1_000)

    return dict(walk(draft(), draft))


@pytest.mark.django_db
@pytest.mark.parametrize("communities", [2, 7])
def test_every_post_that_finishes_a_step_asks_exactly_so_often(communities: int) -> None:
    assert walked(communities) == COSTS
    assert max(COSTS.values()) <= MOST_TO_SAVE


def test_on_postgresql_only_the_lock_asks_more(postgres: object) -> None:
    found = walked(2)

    more = dict.fromkeys(COSTS, MORE_FOR_THE_LOCK)
    more["withdraw"] = 2 * MORE_FOR_THE_LOCK  # the engine takes it once more
    assert {title: count - COSTS[title] for title, count in found.items()} == more
    assert max(found.values()) <= MOST_TO_SAVE
