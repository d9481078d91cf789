"""One engine that hangs does not keep another one waiting."""

import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.management.commands import worker
from search import cursors, engines, rebuilding
from search.engines.base import RecordsRefused
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_rebuild import SQLiteRebuild
from search.models import SearchChange
from tests.contract.golden import GOLDEN
from tests.search.conftest import MakeRegulation


def test_the_embedded_index_is_kept_up_by_a_job_that_asks_nothing_of_a_server_that_hangs(
    index: SQLiteEngine, make_regulation: MakeRegulation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    regulation = make_regulation()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and never answers
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        names = [engine.name for engine in engines.every()]
        search = {job.name: job for job in worker.jobs() if job.name.startswith("search")}

        search[f"search in {index.name}"].run()

        silent.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody came
            silent.accept()
    assert list(search) == [f"search in {name}" for name in names]
    assert len(names) == 2
    assert f"page:{regulation.pk}" in dict(index.inventory())
    assert cursors.waiting(index) == 0


def test_publishing_asks_nothing_of_a_search_server_that_hangs(
    index: SQLiteEngine, make_regulation: MakeRegulation, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        started = time.process_time()
        regulation = make_regulation()
        regulation.unpublish()
        seconds = time.process_time() - started

        silent.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody came
            silent.accept()
    assert seconds < 2.0  # two of the changes that have a second each
    assert SearchChange.objects.filter(key=f"page:{regulation.pk}").count() >= 2


def words_of(engine: SQLiteEngine) -> dict[str, int]:
    with engine._reading() as (connection, _):
        return dict(connection.execute("SELECT word, documents FROM words WHERE documents != 0"))


def totals_of(engine: SQLiteEngine) -> tuple[int, int]:
    """Articles of public documents, and how many words they have."""
    with engine._reading() as (connection, _):
        articles, length = connection.execute("SELECT passages, length FROM public_totals").fetchone()
    return articles, length


def test_the_words_of_a_rebuilt_index_are_counted_as_if_its_records_had_come_one_by_one(tmp_path: Path) -> None:
    at_once, one_by_one = SQLiteEngine(tmp_path / "at once"), SQLiteEngine(tmp_path / "one by one")
    changed, gone = replace(GOLDEN[0], body="Gergaji mesin."), GOLDEN[5].key
    rebuild = at_once.rebuild()
    rebuild.add(GOLDEN[:4])
    rebuild.add(GOLDEN[4:])
    rebuild.apply([changed], [gone])  # what changed while it was filled
    rebuild.swap()
    for doc in [*GOLDEN[:5], *GOLDEN[6:], changed]:
        one_by_one.apply([doc])

    assert words_of(at_once) == words_of(one_by_one)
    assert words_of(at_once)["gergaji"] == 1
    assert totals_of(at_once) == totals_of(one_by_one) != (0, 0)
    similar = [engine.similar_words("pemulug", audience=("public",)) for engine in (at_once, one_by_one)]
    assert similar[0] == similar[1]
    at_once.close()
    one_by_one.close()


def test_an_index_goes_into_use_without_the_records_that_its_engine_refuses(
    index: SQLiteEngine,
    make_regulation: MakeRegulation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_regulation()
    before = rebuilding.rebuild(index)
    settle = SQLiteRebuild.settle

    def settled_without_one(building: SQLiteRebuild) -> None:
        settle(building)
        raise RecordsRefused({"page:1": "unbearable"})

    monkeypatch.setattr(SQLiteRebuild, "settle", settled_without_one)

    assert rebuilding.rebuild(index) == before - 1
    assert "made anew without some records" in caplog.text
    assert cursors.is_known(index)
