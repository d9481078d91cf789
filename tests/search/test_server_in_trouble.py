"""A real search server that hangs, is away, is not itself, or has a full disk: the portal publishes, answers and catches up."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from search import cursors, engines, rebuilding, service
from search.engines import elastic_connection
from search.engines.breaker import Breaker
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.elastic_node import TimedNode
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from search.query import SearchQuery
from tests.door import Door, Way, door_to
from tests.search.conftest import MakeRegulation

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

NOTE = "hasil ini dari indeks cadangan"
PAUSE = 0.2
BLOCK = "index.blocks.read_only_allow_delete"


@pytest.fixture
def door(elasticsearch: str) -> Iterator[Door]:
    with door_to(elasticsearch) as door:
        yield door


@pytest.fixture
def server(
    door: Door, elasticsearch: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, index: SQLiteEngine
) -> Iterator[ElasticEngine]:
    """The portal's search server behind the door, left alone for a moment only after a failure."""
    settings.ELASTICSEARCH_URL = door.url
    settings.ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:10]}"
    monkeypatch.setattr(elastic_connection, "WRITE_SECONDS", 5.0)  # the worker would wait a minute; nobody waits for it
    engine = ElasticEngine(Server(Address(door.url), Breaker(pause=PAUSE)), settings.ELASTICSEARCH_PREFIX)
    monkeypatch.setattr(engines, "server", lambda *_: engine)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    yield engine
    engine.close()
    straight = ElasticEngine(Server(Address(elasticsearch)), settings.ELASTICSEARCH_PREFIX)
    straight.remove()
    straight.close()


def begin_to_search() -> None:
    for engine in engines.every():
        rebuilding.rebuild(engine)


def work() -> None:
    """A round of the worker."""
    for engine in engines.every():
        rebuilding.keep_up(engine)


def some_time_passes() -> None:
    SearchChange.objects.update(at=F("at") - dt.timedelta(seconds=10))
    time.sleep(PAUSE)


def set_block(server: ElasticEngine, value: bool | None) -> None:
    with server._server.writing() as client:
        client.indices.put_settings(index=server._names.both, settings={BLOCK: value})


def found(client: Client, text: str) -> tuple[set[str], bool]:
    """The titles of the hits without the kind and number, and whether the page says that the main engine does not answer."""
    response = client.get("/cari/", {"q": text})
    assert response.status_code == 200
    titles = {shown.hit.title.rpartition("tentang ")[2] for shown in response.context["hits"]}
    return titles, NOTE in response.content.decode()


def every_page_answers(client: Client, address: str) -> None:
    for path in (
        "/cari/",
        "/cari/saran/?q=gergaji",
        "/cari/csv/?q=gergaji",
        "/cari/atom/?q=gergaji",
        "/healthz",
        address,
    ):
        response = client.get(path)
        assert response.status_code < 500, path
        assert b"".join(response) is not None


Turn = Callable[[Door, ElasticEngine], None]


def turned(way: Way) -> Turn:
    return lambda door, _: door.turn(way)


# What begins, and what ends.
TROUBLES: dict[str, tuple[Turn, Turn]] = {
    "silent": (turned(Way.SILENT), turned(Way.OPEN)),
    "garbage": (turned(Way.GARBAGE), turned(Way.OPEN)),
    "dripping": (turned(Way.DRIPPING), turned(Way.OPEN)),
    "shut": (turned(Way.SHUT), turned(Way.OPEN)),
    "full disk": (lambda _, server: set_block(server, True), lambda _, server: set_block(server, None)),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_portal_goes_on_beside_a_server_in_trouble_and_nothing_is_left_to_mend(
    client: Client, server: ElasticEngine, door: Door, make_regulation: MakeRegulation, trouble: str
) -> None:
    begin, end = TROUBLES[trouble]
    kept, closed = make_regulation("Gergaji Ukir"), make_regulation("Gergaji Rahasia")
    begin_to_search()
    assert found(client, "gergaji") == ({"Gergaji Ukir", "Gergaji Rahasia"}, False)

    begin(door, server)
    visits, started = door.visits, time.process_time()
    make_regulation("Gergaji Baru")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert time.process_time() - started < 2.0  # a second each
    assert door.visits == visits  # neither asked the server for anything
    work()
    some_time_passes()

    assert found(client, "gergaji") == ({"Gergaji Ukir", "Gergaji Baru"}, True)
    every_page_answers(client, kept.url)
    assert cursors.waiting(server) > 0

    end(door, server)
    time.sleep(PAUSE)
    work()
    assert found(client, "gergaji") == ({"Gergaji Ukir", "Gergaji Baru"}, False)
    assert [rebuilding.compare(engine).keys for engine in engines.every()] == [(), ()]


def test_a_server_that_is_back_shows_nothing_that_was_closed_before_it_has_caught_up(
    client: Client, server: ElasticEngine, door: Door, make_regulation: MakeRegulation
) -> None:
    closed = make_regulation("Gergaji Rahasia")
    begin_to_search()
    door.turn(Way.SHUT)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    work()
    some_time_passes()
    door.turn(Way.OPEN)
    time.sleep(PAUSE)

    known = {hit.key for hit in server.search(SearchQuery(audience=("public",))).hits}
    assert f"page:{closed.pk}" in known  # it answers, and has not heard yet
    assert found(client, "gergaji") == (set(), True)
    assert b"Rahasia" not in client.get("/cari/saran/", {"q": "gerg"}).content


def test_a_loaded_server_that_is_too_slow_for_readers_gets_its_first_indexes(
    server: ElasticEngine, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_connection, "READ_SECONDS", 0.5)
    loaded = ElasticEngine(Server(Address(door.url)), server.prefix)
    door.turn(Way.SLOW)

    loaded.apply([])
    loaded.rebuild().swap()

    assert server.health().ok
    assert not server.health().needs_rebuild
    loaded.close()


MISSPELT = "pemulug pengasuhn keluraga penganti pelangaran administratf wilayhnya sangksi"


@pytest.mark.parametrize("way", [Way.SLOW, Way.DRIPPING])
def test_a_server_that_is_merely_slow_costs_one_reader_seconds_and_the_next_ones_nothing(
    server: ElasticEngine, door: Door, make_regulation: MakeRegulation, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    monkeypatch.setattr(server._server, "_breaker", Breaker())
    make_regulation("Gergaji Ukir"), make_regulation("Gergaji Listrik")
    begin_to_search()
    door.turn(way)
    answers, seconds = [], []
    for _ in range(3):
        started = time.perf_counter()
        answers.append(service.ask(MISSPELT, audience=("public",)))
        seconds.append(time.perf_counter() - started)

    assert seconds[0] < 4.5
    assert max(seconds[1:]) < 1.0
    assert {(answer.instead, answer.result.total, answer.result.degraded) for answer in answers} == {
        ("pemulung pengasuhan keluarga pengganti pelanggaran administratif wilayahnya sanksi", 2, True)
    }


def test_many_misspelt_words_are_looked_up_together(
    server: ElasticEngine, make_regulation: MakeRegulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_regulation("Gergaji Ukir"), make_regulation("Gergaji Listrik")
    begin_to_search()
    asked: list[str] = []
    perform = TimedNode.perform_request

    def noted(node: TimedNode, method: str, target: str, **more: Any) -> Any:
        asked.append(target)
        return perform(node, method, target, **more)

    monkeypatch.setattr(TimedNode, "perform_request", noted)
    answer = service.ask(MISSPELT, audience=("public",))

    assert (answer.result.total, answer.result.degraded) == (2, False)
    assert len(asked) <= 8, (
        "mapping, page, similar words and their counts, whether it finds, page with its articles and texts"
    )


def test_a_change_that_has_just_been_made_is_no_reason_to_leave_the_server(
    client: Client, server: ElasticEngine, make_regulation: MakeRegulation
) -> None:
    make_regulation("Gergaji Ukir")
    begin_to_search()
    make_regulation("Gergaji Baru")

    assert found(client, "gergaji") == ({"Gergaji Ukir"}, False)
