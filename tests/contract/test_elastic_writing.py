"""What only a search server does: it refuses records, and keeps what a crashed rebuild left behind."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from search.engines.base import RecordsRefused
from search.engines.elastic import ElasticEngine
from search.query import SearchQuery
from tests.contract.conftest import discard, filled, make_elastic
from tests.contract.golden import GOLDEN

pytestmark = pytest.mark.elasticsearch
UNBEARABLE = "x" * 40_000  # Lucene refuses a value of more than 32,766 bytes


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[ElasticEngine]:
    engine = make_elastic(request)
    filled(engine, GOLDEN)
    yield engine
    discard(engine)


def test_a_refused_record_is_no_longer_found_and_the_others_are_in(engine: ElasticEngine) -> None:
    bad = dataclasses.replace(GOLDEN[0], issuer=UNBEARABLE)
    good = dataclasses.replace(GOLDEN[5], title="Gergaji")

    with pytest.raises(RecordsRefused) as refused:
        engine.apply([bad, good])

    assert refused.value.keys == ("page:1",)
    assert "page:1" not in engine.inventory()
    assert engine.inventory()["page:6"] == good.fingerprint()


def test_a_record_with_a_refused_article_is_known_to_be_outdated(engine: ElasticEngine) -> None:
    articles = (dataclasses.replace(GOLDEN[0].passages[0], number=UNBEARABLE), *GOLDEN[0].passages[1:])
    bad = dataclasses.replace(GOLDEN[0], passages=articles)

    with pytest.raises(RecordsRefused):
        engine.apply([bad])

    assert engine.inventory()["page:1"] != bad.fingerprint()
    assert engine.search(SearchQuery(audience=("public",))).total == 6


def test_the_next_rebuild_removes_what_a_crashed_one_left_behind(engine: ElasticEngine) -> None:
    engine.rebuild().add(GOLDEN[:2])  # and then the process is gone

    filled(engine, GOLDEN)

    with engine._server.writing() as client:
        assert len(client.indices.get(index=f"{engine._prefix}-*").body) == 2
