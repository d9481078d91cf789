"""What it costs to finish a step, whole requests with session and account: one figure each, however large the proposal is."""

import pytest
from django.db import connection

from benchmarks.drafts import MOST_TO_SAVE
from benchmarks.steps import walk
from tests.proposals import make_cast, make_draft
from workflows.models import Proposal

COSTS = {
    "send a draft to the head": 29,
    "send a draft back": 27,
    "certify a draft": 35,
    "return with seven marked sections": 37,
    "resubmit with seven explanations": 36,
    "send a correction back": 31,
    "certify a correction": 33,
    "verify": 31,
    "return from the Director": 36,
    "approve, to the Director-General": 32,
    "return from the Director-General": 29,
    "approve a part": 32,
    "approve as Director-General": 31,
    "set the decision": 32,
    "refuse the decision": 28,
    "set the decision again": 27,
    "confirm the decision": 27,
    "record a handover": 25,
    "record the last handover": 37,
    "reject, verification": 30,
    "reject, director": 31,
    "reject, director_general": 32,
    "withdraw": 27,
}
MORE_FOR_THE_LOCK = 3
"""On PostgreSQL: how long to wait for the row, the row, and to wait as before."""


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

    more = dict.fromkeys(COSTS, MORE_FOR_THE_LOCK) | {
        "withdraw": 2 * MORE_FOR_THE_LOCK
    }  # the engine takes it once more
    assert {title: count - COSTS[title] for title, count in found.items()} == more
    assert max(found.values()) <= MOST_TO_SAVE
