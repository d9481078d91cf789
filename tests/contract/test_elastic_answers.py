"""What is made of a search server's answers: which are not believed, which are tried again. No server is needed: a stub answers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from search import analysis
from search.engines import elastic_rebuild
from search.engines import elastic_schema as schema
from search.engines.base import EngineUnavailable, RecordsRefused, UnusableIndex
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server, multi_search
from search.engines.elastic_sources import document_source
from search.query import SearchQuery
from tests.contract.golden import GOLDEN, PUBLIC
from tests.contract.test_elastic_connection import MAPPING, Stub, serving

Answers = Mapping[str, Any]


@contextmanager
def engine_of(answers: Answers) -> Iterator[ElasticEngine]:
    """The engine of a server that answers so, by parts of the path."""
    told = {part: json.dumps(answer) for part, answer in answers.items()}
    with (
        serving(Stub(answers=told)) as port,
        closing(ElasticEngine(Server(Address(f"http://127.0.0.1:{port}")))) as engine,
    ):
        yield engine


def bulk_answer(status: int, kind: str = "some_exception") -> Answers:
    item = {"index": {"_id": "page:1", "status": status, "error": {"type": kind, "reason": "stub"}}}
    return {"_mapping": MAPPING, "_mget": {"docs": []}, "_bulk": {"errors": True, "items": [item]}, "": {}}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_record_that_a_busy_server_did_not_take_is_not_stepped_over(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with engine_of(bulk_answer(status)) as engine, pytest.raises(EngineUnavailable, match="could not take"):
        engine.apply(GOLDEN[:1])


def test_a_record_that_the_server_will_never_take_is_named() -> None:
    with engine_of(bulk_answer(400)) as engine, pytest.raises(RecordsRefused) as refused:
        engine.apply(GOLDEN[:1])

    assert refused.value.keys == ("page:1",)


def test_a_record_whose_index_is_gone_is_not_at_fault() -> None:
    gone = bulk_answer(404, "index_not_found_exception")
    with engine_of(gone) as engine, pytest.raises(UnusableIndex):
        engine.apply(GOLDEN[:1])


@pytest.mark.parametrize(("timed_out", "failed", "is_whole"), [(False, 0, True), (True, 0, False), (False, 1, False)])
def test_half_an_answer_is_none(timed_out: bool, failed: int, is_whole: bool) -> None:
    part = {"timed_out": timed_out, "_shards": {"failed": failed}, "hits": {"hits": []}}
    with engine_of({"_msearch": {"responses": [part]}}) as engine:
        if is_whole:
            assert multi_search(engine._server._client, [("portal-docs", {})]) == [part]
            return
        with pytest.raises(EngineUnavailable, match="in part"):
            multi_search(engine._server._client, [("portal-docs", {})])


def test_a_text_that_could_not_be_read_is_no_missing_one() -> None:
    unread = {"docs": [{"_id": "page:1", "error": {"type": "some_exception"}}]}
    with engine_of({"_mapping": MAPPING, "_mget": unread}) as engine, pytest.raises(EngineUnavailable):
        engine.apply(GOLDEN[:1])


DOCS, PASSAGES = MAPPING
OURS, OTHERS, NONE = MAPPING[DOCS], {"mappings": {"_meta": {"signature": "0" * 12}}}, {"mappings": {}}
UNUSABLE: dict[str, Answers] = {
    "documents of another version": {DOCS: OTHERS, PASSAGES: OURS},
    "articles of another version": {DOCS: OURS, PASSAGES: OTHERS},
    "both of another version": {DOCS: OTHERS, PASSAGES: OTHERS},
    "without a version": {DOCS: NONE, PASSAGES: NONE},
    "one missing": {DOCS: OURS},
    "in the place of an alias": {"portal-docs": OURS, PASSAGES: OURS},
}


@pytest.mark.parametrize("found", UNUSABLE)
def test_indexes_that_are_not_of_this_version_are_neither_read_nor_written(found: str) -> None:
    with engine_of({"_mapping": UNUSABLE[found], "": {}}) as engine:
        for use in (lambda: engine.search(SearchQuery(audience=PUBLIC)), lambda: engine.apply(GOLDEN[:1])):
            with pytest.raises(UnusableIndex):
                use()
        assert engine.health().needs_rebuild


@pytest.mark.parametrize("record", [schema.DocumentRecord, schema.PassageRecord])
def test_an_index_takes_no_field_it_was_not_made_for(record: type[Any]) -> None:
    assert schema.index_body(record)["mappings"]["dynamic"] == "strict"


def otherwise(original: Callable[..., Any], changed: type[Any]) -> Callable[..., Any]:
    return lambda record: {**original(record), "another": 1} if record is changed else original(record)


SIGNED = {
    "mapping of documents": (schema, "_mapping", otherwise(schema._mapping, schema.DocumentRecord)),
    "mapping of articles": (schema, "_mapping", otherwise(schema._mapping, schema.PassageRecord)),
    "analysis": (analysis, "signature", lambda: "another"),
}


@pytest.mark.parametrize("part", SIGNED)
def test_whatever_maps_or_cuts_a_record_changes_the_signature(part: str) -> None:
    module, name, changed = SIGNED[part]
    before = schema.signature.__wrapped__()
    with patch.object(module, name, changed):
        assert schema.signature.__wrapped__() != before


def test_words_of_restricted_records_are_not_among_those_for_spelling() -> None:
    assert "spelling" in document_source(GOLDEN[5])
    assert "spelling" not in document_source(GOLDEN[6])


def test_an_orphan_that_is_gone_before_it_is_removed_stops_no_rebuild() -> None:
    """Its process was killed when it had just sent what removes it."""
    orphans = {f"portal-docs-{number}": {"aliases": {f"portal-docs-{number}-filling": {}}} for number in (1, 2)}
    answers = {"_aliases": '{"acknowledged": true}', "_alias/": "{}", "portal-docs,": json.dumps(orphans)}
    stub = Stub(answers=answers)  # and 404 to whatever is deleted
    with serving(stub) as port, Address(f"http://127.0.0.1:{port}").client() as client:
        elastic_rebuild._remove_orphans(client, "portal")

    assert stub.requests == 2 + 2 * len(orphans)
