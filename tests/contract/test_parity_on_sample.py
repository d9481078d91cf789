"""The embedded engine and Elasticsearch on 300 real regulations: the same tokens, sets, totals, facets, articles and excerpts.

`manage.py search_parity` asks every question as every reader; here each question is asked as one of them.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch
from pytest_django import Settings

from search import analysis
from search.documents import IndexDoc
from search.engines.elastic_connection import Address, Server
from search.management.commands import search_parity
from search.parity import comparing, sample
from search.parity.comparing import Check, Pair, Question
from tests.contract.conftest import discard, filled, make_elastic, make_sqlite

ROOT = Path(__file__).parents[2]
QUESTIONS = comparing.questions()
AUDIENCES = tuple(sample.AUDIENCES.values())
PUBLIC = AUDIENCES[:1]


@pytest.fixture(scope="session")
def records(corpus: Path) -> list[IndexDoc]:
    return list(sample.restricted_by_rule(sample.regulations(corpus / "sample.jsonl")))


@pytest.fixture(scope="session")
def pair(request: pytest.FixtureRequest, records: list[IndexDoc]) -> Iterator[Pair]:
    pair = Pair(make_sqlite(request), make_elastic(request))
    filled(pair.embedded, records)
    filled(pair.server, records)
    yield pair
    discard(pair.embedded)
    discard(pair.server)


def kept(check: Check, *, at_least: int) -> None:
    assert check.compared >= at_least
    assert check.differences == ()


def test_there_are_150_different_questions_of_every_class() -> None:
    groups = Counter(question.group for question in QUESTIONS)

    assert len({question.text for question in QUESTIONS}) == len(QUESTIONS) >= 150
    assert len(groups) >= 15
    assert min(count for group, count in groups.items() if group != "everything") >= 5


@pytest.mark.elasticsearch
@pytest.mark.parametrize("reader", range(len(AUDIENCES)))
def test_sets_totals_and_every_facet_are_equal_under_every_filter(pair: Pair, reader: int) -> None:
    kept(comparing.same_sets(pair, QUESTIONS[reader :: 2 * len(AUDIENCES)], [AUDIENCES[reader]]), at_least=150)


@pytest.mark.elasticsearch
def test_every_question_finds_the_same_unfiltered(pair: Pair) -> None:
    different = []
    for place, question in enumerate(QUESTIONS):
        query = comparing.query_of(question.text, AUDIENCES[place % len(AUDIENCES)])
        ours, theirs = pair.search(replace(query, size=0))
        different += [question.text] if (ours.total, ours.facets) != (theirs.total, theirs.facets) else []

    assert different == []


@pytest.mark.elasticsearch
def test_relaxed_questions_find_the_same(pair: Pair) -> None:
    kept(comparing.same_relaxed_sets(pair, QUESTIONS), at_least=20)


@pytest.mark.elasticsearch
def test_the_order_is_nearly_the_same_for_words_that_discriminate(pair: Pair, records: list[IndexDoc]) -> None:
    kept(comparing.near_order(pair, QUESTIONS[::3], len(records)), at_least=30)


@pytest.mark.elasticsearch
def test_a_cited_regulation_comes_first_in_both(pair: Pair) -> None:
    for text in ("uu 11/2009", "pp 39 tahun 2012"):
        first = [result.hits[0].key for result in pair.search(comparing.query_of(text))]
        assert first[0] == first[1], text


@pytest.mark.elasticsearch
def test_a_hit_shows_the_same_articles_with_the_same_excerpts(pair: Pair) -> None:
    kept(comparing.same_excerpts(pair, QUESTIONS[::4], hits=10), at_least=200)


@pytest.mark.elasticsearch
def test_every_token_of_the_sample_is_cut_at_the_same_place(pair: Pair, records: Sequence[IndexDoc]) -> None:
    kept(comparing.same_tokens(pair.server, records[::3]), at_least=200)


@pytest.mark.elasticsearch
def test_every_letter_that_is_not_ascii_is_folded_alike(pair: Pair) -> None:
    letters = [
        chr(code) for code in range(0x80, 0x2C80) if chr(code).isalpha() and unicodedata.category(chr(code))[0] == "L"
    ]
    latin = [letter for letter in letters if "LATIN" in unicodedata.name(letter)]
    text = analysis.clean(" ".join(f"q{letter}q" for letter in latin))

    assert len(latin) > 700
    assert pair.server.analyzed(text, stemmed=False) == analysis.plain_words(text)


@pytest.mark.elasticsearch
def test_words_near_a_misspelt_one_are_the_same(pair: Pair) -> None:
    kept(comparing.same_words_near(pair, QUESTIONS), at_least=100)


@pytest.mark.elasticsearch
def test_suggestions_are_the_same(pair: Pair, records: Sequence[IndexDoc]) -> None:
    kept(comparing.same_suggestions(pair, records, PUBLIC), at_least=100)


@pytest.mark.elasticsearch
def test_every_regulation_has_others_alike_and_nearly_the_same_ones_in_both(
    pair: Pair, records: Sequence[IndexDoc]
) -> None:
    """The act on social welfare had none: its most frequent words are those of every regulation."""
    overlaps = []
    for record in records:
        ours, theirs = (
            {hit.key for hit in engine.related(record.key, audience=AUDIENCES[-1])}
            for engine in (pair.embedded, pair.server)
        )
        assert ours, record.key
        overlaps.append(len(ours & theirs) / len(ours))

    assert sum(overlaps) / len(overlaps) >= 0.8


@pytest.mark.elasticsearch
def test_a_difference_is_found_and_named(pair: Pair, records: list[IndexDoc]) -> None:
    """A comparison that cannot fail would promise nothing."""
    gergaji = [Question("rare", "gergaji")]
    public = next(record for record in records if record.is_public)
    pair.embedded.apply([replace(public, title="Gergaji", body="Gergaji listrik.", passages=())])
    try:
        unlike = comparing.same_sets(pair, gergaji, PUBLIC)
    finally:
        pair.embedded.apply([public])

    assert unlike.compared == len(unlike.differences) > 1
    assert all(public.key in difference for difference in unlike.differences)
    assert comparing.same_sets(pair, gergaji, PUBLIC).differences == ()


@pytest.mark.elasticsearch
def test_the_command_prints_every_promise_and_leaves_no_index(
    elasticsearch: str, corpus: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch
    few = tmp_path / "few.jsonl"
    few.write_text("".join((corpus / "sample.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:8]))
    monkeypatch.setattr(comparing, "questions", lambda: QUESTIONS[::60])
    out = io.StringIO()

    call_command("search_parity", sample=few, texts=few, stdout=out)

    assert "8 dokumen" in out.getvalue()
    assert out.getvalue().count(" 0 berbeda") == 8


@pytest.fixture
def server(elasticsearch: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch) as client:
        yield client


@pytest.mark.elasticsearch
def test_a_command_that_is_ended_leaves_no_index(elasticsearch: str, server: Elasticsearch, corpus: Path) -> None:
    def indexes() -> set[str]:
        return set(server.indices.get(index="parity-*").body)

    before = indexes()
    environment = {**os.environ, "ELASTICSEARCH_URL": elasticsearch, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "manage.py", "search_parity", "--sample", str(corpus / "sample.jsonl")]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while len(indexes() - before) < 2 and time.monotonic() < until:
            time.sleep(0.1)
        made = indexes() - before
        process.terminate()
        code = process.wait(30)
    finally:
        process.kill()

    assert len(made) == 2
    assert code == 128 + signal.SIGTERM
    assert not made & indexes()


@pytest.mark.elasticsearch
def test_what_a_killed_command_left_behind_goes_after_an_hour(
    elasticsearch: str, server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = uuid.uuid4().hex[:10]
    monkeypatch.setattr(search_parity, "_PREFIX", prefix := f"test-{number}-")  # others may be comparing
    abandoned, another = f"{prefix}{number}-docs-1", f"{prefix}docs-1"
    for index in (abandoned, another):
        server.indices.create(index=index)
    reached = Server(Address(elasticsearch))
    now = time.time()
    try:
        search_parity._remove_abandoned(reached)
        assert server.indices.exists(index=abandoned)

        monkeypatch.setattr(time, "time", lambda: now + 3_700)
        search_parity._remove_abandoned(reached)
        assert not server.indices.exists(index=abandoned)
        assert server.indices.exists(index=another), "that of an installation called so"
    finally:
        server.indices.delete(index=[abandoned, another], ignore_unavailable=True)
        reached.close()


def test_the_command_fails_where_a_promise_is_not_kept(
    corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    told = [Check("kept", 2), Check("broken", 2, ("a ≠ b",)), Check("kept as well", 2)]
    monkeypatch.setattr(comparing, "checks", lambda *_: iter(told))
    monkeypatch.setattr(search_parity, "_filled", lambda *_: nullcontext())

    with pytest.raises(CommandError, match=r"berbeda pada: broken\."):
        call_command("search_parity", stdout=(out := io.StringIO()))

    assert "a ≠ b" in out.getvalue()


def test_without_a_server_the_command_says_what_to_set(corpus: Path, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = ""
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("search_parity", stdout=io.StringIO())
