"""What only a search server does: it refuses records, and keeps what a crashed rebuild left behind."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elastic_transport import Transport
from elasticsearch import Elasticsearch

from search import documents, outbox, rebuilding
from search.documents import IndexDoc
from search.engines import elastic_rebuild, elastic_results, elastic_writing
from search.engines.base import GRACE_SECONDS, RecordsRefused, UnusableIndex
from search.engines.breaker import Breaker
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.elastic_rebuild import ElasticRebuild
from search.engines.elastic_sources import document_source
from search.models import SearchChange
from search.parsing import parse
from search.query import SearchQuery
from tests.contract.conftest import discard, filled, make_elastic
from tests.contract.golden import GOLDEN

pytestmark = pytest.mark.elasticsearch
EVERYTHING = SearchQuery(audience=("public",))
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
    assert engine.search(EVERYTHING).total == 6


def test_a_record_that_a_new_index_refuses_is_named_once_the_others_are_in(engine: ElasticEngine) -> None:
    building = engine.rebuild()
    building.add([dataclasses.replace(GOLDEN[0], issuer=UNBEARABLE), *GOLDEN[1:]])

    with pytest.raises(RecordsRefused) as refused:
        building.settle()
    building.swap()

    assert refused.value.keys == ("page:1",)
    assert set(engine.inventory()) == {doc.key for doc in GOLDEN[1:]}


def articles_of(engine: ElasticEngine, key: str) -> int:
    with engine._server.writing() as client:
        return int(client.count(index=engine._names.passages, query={"term": {"doc": key}}).body["count"])


def test_a_record_that_is_shortened_or_deleted_leaves_no_article(engine: ElasticEngine) -> None:
    assert articles_of(engine, "page:1") == 3

    engine.apply([dataclasses.replace(GOLDEN[0], passages=GOLDEN[0].passages[:1])])
    assert articles_of(engine, "page:1") == 1
    engine.apply([], ["page:1"])
    assert articles_of(engine, "page:1") == 0


def test_words_are_counted_in_public_records_whatever_is_stored_for_spelling(engine: ElasticEngine) -> None:
    assert [each.word for each in engine.similar_words("pemulug", audience=("public",))] == ["pemulung"]

    with engine._server.writing() as client:
        closed = {**document_source(GOLDEN[5]), "acl": ["g7"]}
        client.index(index=engine._names.docs, id="page:6", document=closed, refresh=True)

    assert engine.similar_words("pemulug", audience=("public",)) == (), "one public record is too few"


def test_a_change_is_read_written_and_found_in_two_requests(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the index that got nothing is not made to look for it."""
    engine.search(EVERYTHING)
    asked: list[str] = []
    send = Transport.perform_request

    def noted(self: Transport, method: str, target: str, **options: Any) -> Any:
        asked.append(target.partition("?")[0])
        return send(self, method, target, **options)

    monkeypatch.setattr(Transport, "perform_request", noted)
    docs, passages = refreshed(engine, "docs"), refreshed(engine, "passages")
    asked.clear()
    engine.apply([dataclasses.replace(GOLDEN[5], title="Gergaji", passages=())])

    assert asked == [f"/{engine._names.docs}/_mget", "/_bulk"]
    assert [hit.title for hit in engine.search(parse("gergaji").query(audience=("public",))).hits] == ["Gergaji"]
    assert refreshed(engine, "docs") > docs
    assert refreshed(engine, "passages") == passages


def test_what_is_closed_while_a_page_is_put_together_is_not_shown_on_it(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts are read after the search has told which they are."""
    read = elastic_results.multi_get

    def closed_before(*given: Any, **more: Any) -> Any:
        engine.apply([dataclasses.replace(GOLDEN[0], title="Rahasia", acl=("g7",))], [GOLDEN[1].key])
        return read(*given, **more)

    before = {hit.key for hit in engine.search(EVERYTHING).hits}
    monkeypatch.setattr(elastic_results, "multi_get", closed_before)
    shown = engine.search(EVERYTHING).hits

    assert before - {hit.key for hit in shown} == {GOLDEN[0].key, GOLDEN[1].key}
    assert "Rahasia" not in {hit.title for hit in shown}


def test_many_changes_at_once_are_made_findable_once(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_writing, "_CHUNK", 10)
    asked: list[Any] = []
    bulk = elastic_writing.streaming_bulk
    monkeypatch.setattr(
        elastic_writing, "streaming_bulk", lambda *given, **more: asked.append(more["refresh"]) or bulk(*given, **more)
    )
    docs = [dataclasses.replace(GOLDEN[5], key=f"page:{each}", title="Gergaji") for each in range(100, 125)]
    engine.apply(docs)

    assert asked == [False]
    assert engine.search(parse("gergaji").query(audience=("public",))).total == 25


def refreshed(engine: ElasticEngine, name: str) -> int:
    """How often an index was made to look for what was written, whoever asked; every second it looks by itself."""
    with engine._server.writing() as client:
        stats = client.indices.stats(index=f"{engine.prefix}-{name}", metric="refresh").body
        return int(stats["_all"]["primaries"]["refresh"]["external_total"])


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch, db: None) -> dict[str, IndexDoc]:
    """The golden collection as what the portal holds; no page is made."""
    held = {doc.key: doc for doc in GOLDEN}
    monkeypatch.setattr(documents, "load", lambda keys: {key: held[key] for key in keys if key in held})
    monkeypatch.setattr(documents, "all_keys", lambda: iter(held))
    SearchChange.objects.all().delete()  # migrations make role groups, which is a change of rights
    return held


def drift(engine: ElasticEngine) -> tuple[str, ...]:
    return rebuilding.compare(engine).keys


@pytest.mark.parametrize("block", ["index.blocks.read_only_allow_delete", "index.blocks.read_only"])
def test_a_read_only_server_answers_and_gets_every_change_when_it_takes_them_again(
    engine: ElasticEngine, records: dict[str, IndexDoc], block: str
) -> None:
    """What a full disk makes of Elasticsearch, and what an administrator may."""
    with engine._server.writing() as client:
        client.indices.put_settings(index=engine._names.both, settings={block: True})
    records["page:6"] = dataclasses.replace(GOLDEN[5], title="Gergaji")
    del records["page:5"]
    outbox.note(["page:6", "page:5"])

    assert outbox.drain_if_up(engine) == 0
    assert engine.search(EVERYTHING).total == 6

    with engine._server.writing() as client:
        client.indices.put_settings(index=engine._names.both, settings={block: None})
    assert outbox.drain_if_up(engine) == 2
    assert drift(engine) == ()


def test_a_server_that_was_away_gets_what_changed_meanwhile(
    engine: ElasticEngine, records: dict[str, IndexDoc], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    rebuilding.rebuild(engine)
    records["page:6"] = dataclasses.replace(GOLDEN[5], title="Gergaji")
    outbox.note(["page:6"])
    away = ElasticEngine(Server(Address("http://127.0.0.1:9"), Breaker(clock=lambda: clock[0])), prefix=engine.prefix)

    assert rebuilding.keep_up(away) == 0
    assert drift(engine) == ("page:6",)

    monkeypatch.setattr(rebuilding, "_looked_at", {})
    assert rebuilding.keep_up(engine) == 1
    assert drift(engine) == ()


def test_the_next_rebuild_removes_what_a_crashed_one_left_behind(engine: ElasticEngine) -> None:
    engine.rebuild().add(GOLDEN[:2])  # and then the process is gone
    crashed = set(indexes(engine))

    filled(engine, GOLDEN)

    assert len(set(indexes(engine)) - crashed) == 2
    assert len(set(indexes(engine)) & crashed) == 2, "that in use before, for its grace"


def late_swap(building: ElasticRebuild) -> Callable[[Elasticsearch], None]:
    """The last wish of a process that was killed, for the server to carry out when it comes to it."""
    with building._server.writing() as client:
        moves = building._moves(client)

    def swap(client: Elasticsearch) -> None:
        client.indices.update_aliases(actions=moves)

    return swap


def test_a_swap_that_comes_when_its_pair_is_taken_for_an_orphan_puts_nothing_into_use(engine: ElasticEngine) -> None:
    building = engine.rebuild()
    building.add(GOLDEN[:2])
    swap = late_swap(building)

    again = engine.rebuild()
    with pytest.raises(UnusableIndex), engine._server.writing() as client:
        swap(client)
    again.add(GOLDEN)
    again.swap()

    assert len(engine.inventory()) == len(GOLDEN)


def test_a_pair_that_a_late_swap_put_into_use_is_no_orphan_any_more(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    building = engine.rebuild()
    building.add(GOLDEN[:2])
    building.settle()
    swaps = [late_swap(building)]
    is_given_up = elastic_rebuild._is_given_up

    def after_the_swap(client: Elasticsearch, index: str) -> bool:
        if swaps:
            swaps.pop()(client)
        return is_given_up(client, index)

    monkeypatch.setattr(elastic_rebuild, "_is_given_up", after_the_swap)
    again = engine.rebuild()

    assert not swaps
    assert len(engine.inventory()) == 2
    again.abort()


def test_nothing_comes_back_of_a_pair_that_is_deleted_while_it_is_filled(engine: ElasticEngine) -> None:
    """A process that ends removes its pair; what it sent last may arrive later."""
    in_use = set(indexes(engine))
    building = engine.rebuild()
    building.add(GOLDEN[:2])
    with engine._server.writing() as client:
        client.indices.delete(index=list(set(indexes(engine)) - in_use))

    with pytest.raises(UnusableIndex):
        building.add(GOLDEN[2:])
    with pytest.raises(UnusableIndex):
        building.apply([GOLDEN[2]], ["page:1"])
    with pytest.raises(UnusableIndex):
        building.swap()

    assert set(indexes(engine)) == in_use
    assert engine.search(EVERYTHING).total == 6


def test_the_pair_before_is_there_until_its_grace_ends(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(indexes(engine))
    filled(engine, GOLDEN)
    after = set(indexes(engine)) - before

    engine.end_grace()
    assert set(indexes(engine)) == before | after

    later = time.time() + GRACE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    engine.end_grace()
    assert set(indexes(engine)) == after
    assert engine.search(EVERYTHING).total == 6


def test_what_is_to_be_forgotten_ends_the_grace(engine: ElasticEngine) -> None:
    filled(engine, GOLDEN)

    engine.forget()

    assert len(indexes(engine)) == 2


def test_what_is_to_be_forgotten_is_merged_away_even_where_it_is_one_of_many(engine: ElasticEngine) -> None:
    engine.apply([dataclasses.replace(GOLDEN[0], key=f"page:m{row}", passages=()) for row in range(40)])
    engine.apply([dataclasses.replace(GOLDEN[5], title="Gergaji")], ["page:1"])
    assert deleted(engine) > 0

    engine.forget()

    until = time.monotonic() + 75  # the server moves its lease every half minute
    while deleted(engine) and time.monotonic() < until:
        engine.end_grace()
        time.sleep(3)
    assert deleted(engine) == 0
    with engine._server.writing() as client:
        assert not list(client.cat.aliases(format="json", name=f"{engine.prefix}*-forget-*").body)
    assert engine.search(EVERYTHING).total == 45
    assert engine.health().ok


def deleted(engine: ElasticEngine) -> int:
    """How many deleted records and articles are in the files."""
    with engine._server.writing() as client:
        client.indices.refresh(index=engine._names.both)
        stats = client.indices.stats(index=engine._names.both, metric="docs").body
        return int(stats["_all"]["primaries"]["docs"]["deleted"])


GONE = {"both": ("docs", "passages"), "documents": ("docs",), "articles": ("passages",)}


@pytest.mark.parametrize("gone", GONE)
def test_indexes_deleted_under_a_running_worker_come_back_whole(
    engine: ElasticEngine, records: dict[str, IndexDoc], monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    assert rebuilding.keep_up(engine) == 0
    assert engine.search(EVERYTHING).total == 6
    delete(engine, *GONE[gone])
    records["page:6"] = dataclasses.replace(GOLDEN[5], title="Gergaji")
    records["page:5"] = dataclasses.replace(GOLDEN[4], title="Palu")
    del records["page:1"]
    outbox.note(["page:1", "page:6", "page:5"])

    assert outbox.drain_if_up(engine) == 0, "nothing was written, nothing is stepped over"
    assert not any(engine.prefix + "-" + name in indexes(engine) for name in GONE["both"])

    rebuilding._looked_at.clear()
    rebuilding.keep_up(engine)
    assert drift(engine) == ()
    assert engine.search(EVERYTHING).total == 5
    assert {each["dynamic"] for each in mappings(engine).values()} == {"strict"}
    assert not engine.health().needs_rebuild


def test_a_reader_of_deleted_indexes_is_told_at_once_that_they_are_unusable(engine: ElasticEngine) -> None:
    assert engine.search(EVERYTHING).total == 6
    delete(engine, "docs", "passages")

    for _ in range(2):
        with pytest.raises(UnusableIndex):
            engine.search(EVERYTHING)
    assert indexes(engine) == [], "a reader makes none"
    health = engine.health()
    assert (health.ok, health.needs_rebuild) == (False, True)


@pytest.mark.parametrize("both", [True, False])
def test_an_index_that_stands_where_the_alias_has_to_be_gives_way_to_a_rebuild(
    engine: ElasticEngine, records: dict[str, IndexDoc], both: bool
) -> None:
    delete(engine, "docs", "passages")
    with engine._server.writing() as client:
        for name in ("docs", "passages") if both else ("docs",):
            client.index(index=f"{engine.prefix}-{name}", document={"key": "page:1", "title": "Dipetakan sendiri"})
    assert engine.health().needs_rebuild
    with pytest.raises(UnusableIndex):
        engine.apply([GOLDEN[0]])

    rebuilding.rebuild(engine)

    assert drift(engine) == ()
    assert engine.health().ok


def delete(engine: ElasticEngine, *names: str) -> None:
    """What an administrator's hand does to the indexes in use."""
    with engine._server.writing() as client:
        for name in names:
            for index in client.indices.get(index=f"{engine.prefix}-{name}").body:
                client.indices.delete(index=index)


def mappings(engine: ElasticEngine) -> dict[str, Any]:
    with engine._server.writing() as client:
        return {index: each["mappings"] for index, each in client.indices.get(index=f"{engine.prefix}-*").body.items()}


def test_a_clock_that_was_moved_back_keeps_nothing_that_is_to_be_forgotten(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(engine, GOLDEN)
    earlier = time.time() - 3_600
    monkeypatch.setattr(time, "time", lambda: earlier)

    engine.forget()

    assert len(indexes(engine)) == 2


def indexes(engine: ElasticEngine) -> list[str]:
    with engine._server.writing() as client:
        return list(client.indices.get(index=f"{engine.prefix}-*").body)
