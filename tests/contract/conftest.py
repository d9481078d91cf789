"""Every engine the contract holds for. To add one: a factory in ENGINES; a test then runs once more per engine."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator

import pytest

from search.documents import IndexDoc
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.sqlite import SQLiteEngine
from tests.contract.golden import GOLDEN


def make_sqlite(request: pytest.FixtureRequest) -> SQLiteEngine:
    folders: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    return SQLiteEngine(folders.mktemp("search"))


def make_elastic(request: pytest.FixtureRequest) -> ElasticEngine:
    url: str = request.getfixturevalue("elasticsearch")
    return ElasticEngine(Server(Address(url)), prefix=f"test-{uuid.uuid4().hex[:10]}")


# A factory gets the request of the test, and from it an empty directory or a server of the test's own.
ENGINES: dict[str, Callable[[pytest.FixtureRequest], Engine]] = {"sqlite": make_sqlite, "elastic": make_elastic}
MARKS = {"sqlite": (), "elastic": (pytest.mark.elasticsearch,)}


PARAMETERS = [pytest.param(name, marks=MARKS[name]) for name in sorted(ENGINES)]


@pytest.fixture(params=PARAMETERS)
def empty_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine without records, never filled as a whole."""
    engine = ENGINES[request.param](request)
    engine.apply([])
    yield engine
    discard(engine)


def discard(engine: Engine) -> None:
    """Leave nothing of a test's engine behind."""
    if isinstance(engine, ElasticEngine):
        engine.remove()
    if isinstance(engine, ElasticEngine | SQLiteEngine):
        engine.close()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """An engine that holds the golden collection, for tests that change it."""
    return filled(empty_engine, GOLDEN)


@pytest.fixture(scope="session", params=PARAMETERS)
def golden(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine that holds the golden collection, for tests that only read."""
    engine = ENGINES[request.param](request)
    yield filled(engine, GOLDEN)
    discard(engine)


def filled(engine: Engine, records: Iterable[IndexDoc]) -> Engine:
    """The engine with exactly these records."""
    rebuild = engine.rebuild()
    rebuild.add(records)
    rebuild.swap()
    return engine
