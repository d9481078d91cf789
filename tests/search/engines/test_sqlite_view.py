"""What a process remembers of the index follows every change, whatever is read meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.documents import IndexDoc
from search.engines import sqlite_store
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_files import connect
from search.query import SearchQuery

EVERYTHING = SearchQuery(audience=("public",))


def record(number: int) -> IndexDoc:
    return IndexDoc(f"page:{number}", "uu", f"Nomor {number}", "/", ("public",))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SQLiteEngine]:
    """It has read the index, which has one record."""
    with closing(SQLiteEngine(tmp_path)) as engine:
        engine.apply([record(0)])
        assert engine.search(EVERYTHING).total == 1
        yield engine


@pytest.mark.parametrize("kept", [3, 20_000])
def test_a_reader_that_is_further_behind_than_the_change_log_reaches_misses_nothing(
    engine: SQLiteEngine, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "_PRUNE_CHANGES", kept)
    for number in range(1, 9):
        engine.apply([record(number)])

    assert engine.search(EVERYTHING).total == 9


def test_a_reader_of_an_older_state_sees_that_and_leaves_what_is_remembered_of_the_newer(engine: SQLiteEngine) -> None:
    path = engine._generations.current()
    with closing(connect(path)) as older:
        older.execute("BEGIN")
        older.execute("SELECT count(*) FROM docs").fetchone()
        engine.apply([record(1)])
        assert engine.search(EVERYTHING).total == 2
        newer = engine._known[path]

        seen = engine._remembered(older, path)

    assert len(seen.view.rows) == 1
    assert engine._known[path] is newer
    assert engine.search(EVERYTHING).total == 2
