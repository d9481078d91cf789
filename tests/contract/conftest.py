"""Every engine the contract holds for. To add one: a factory in ENGINES; a test then runs once more per engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine
from tests.contract.golden import GOLDEN


def make_sqlite(directory: Path) -> SQLiteEngine:
    return SQLiteEngine(directory)


# A factory gets an empty directory of the test's own; it may skip with the reason and the line that helps.
ENGINES: dict[str, Callable[[Path], Engine]] = {"sqlite": make_sqlite}


@pytest.fixture(params=sorted(ENGINES))
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine without records."""
    engine = ENGINES[request.param](tmp_path)
    yield engine
    close = getattr(engine, "close", None)
    if close:
        close()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """An engine that holds the golden collection."""
    rebuild = empty_engine.rebuild()
    rebuild.add(GOLDEN)
    rebuild.swap()
    return empty_engine
