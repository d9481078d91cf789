"""No question makes an engine raise, takes it a second, or shows what the asker may not see: on 300 real regulations."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from search.engines.base import Engine
from search.parity import sample
from search.parsing import parse
from search.query import Audience
from tests.contract.conftest import ENGINES, PARAMETERS, discard, filled
from tests.hostile_questions import HOSTILE, hostile

AUDIENCES = tuple(sample.AUDIENCES.values())
TRIES = 3
"""A busy machine may hold up one answer, not three in a row."""


@pytest.fixture(scope="module", params=PARAMETERS)
def asked(request: pytest.FixtureRequest, corpus: Path) -> Iterator[tuple[Engine, dict[Audience, set[str]]]]:
    """An engine that holds the sample, and which documents each audience may see."""
    engine = ENGINES[request.param](request)
    records = list(sample.restricted_by_rule(sample.regulations(corpus / "sample.jsonl")))
    filled(engine, records)
    visible = {audience: {each.key for each in records if set(each.acl) & set(audience)} for audience in AUDIENCES}
    yield engine, visible
    discard(engine)


def seconds_for(engine: Engine, text: str, audience: Audience) -> float:
    started = time.perf_counter()
    found = engine.search(parse(text).query(audience=audience))
    engine.suggest(text, audience=audience)
    engine.similar_words(text, audience=audience)
    assert found.total >= len(found.hits)
    return time.perf_counter() - started


@given(text=hostile)
@settings(max_examples=500, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_no_question_raises_leaks_or_takes_a_second(asked: tuple[Engine, dict[Audience, set[str]]], text: str) -> None:
    engine, visible = asked
    audience = AUDIENCES[len(text) % len(AUDIENCES)]

    assert {hit.key for hit in engine.search(parse(text).query(audience=audience)).hits} <= visible[audience]
    assert any(seconds_for(engine, text, audience) < 1.0 for _ in range(TRIES))


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) >= 1_000])
def test_a_question_of_thousands_of_characters_takes_no_second(
    asked: tuple[Engine, dict[Audience, set[str]]], text: str
) -> None:
    engine, _ = asked

    assert any(seconds_for(engine, text, AUDIENCES[0]) < 1.0 for _ in range(TRIES))
