"""Records that a second process makes ready are those that this one would make, and no process outlives its work."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from search.documents import IndexDoc
from search.engines import preparing
from search.engines.preparing import Preparation
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_records import Record, records
from tests.contract.golden import GOLDEN
from tests.running_portal import ROOT

PATIENCE = 60.0
BATCHES = [[replace(doc, key=f"{doc.key}-{n}") for doc in GOLDEN] for n in range(8)]
# Begins a second process, tells its number, and goes on for ever.
PARENT = """
if __name__ == "__main__":
    import os, time
    from search.engines import preparing
    from search.engines.preparing import Preparation
    from search.engines.sqlite_records import records
    from tests.contract.golden import GOLDEN
    os.sched_getaffinity = lambda process: {0, 1}
    preparing.ALONE = 0
    preparation = Preparation(records)
    list(preparation.take(list(GOLDEN)))
    list(preparation.rest())
    print(*preparation._pool._processes, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def preparation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Preparation[list[Record]]]:
    """One that begins its second process at once."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    monkeypatch.setattr(preparing, "ALONE", 0)
    made = Preparation(records)
    yield made
    made.close()


def ready(preparation: Preparation[list[Record]]) -> list[list[Record]]:
    taken = [out for batch in BATCHES for out in preparation.take(batch)]
    return [*taken, *preparation.rest()]


def test_all_batches_come_out_in_order_as_they_would_be_made_here(preparation: Preparation[list[Record]]) -> None:
    assert ready(preparation) == [records(batch) for batch in BATCHES]
    assert multiprocessing.active_children()


def test_a_lost_process_loses_no_record(
    preparation: Preparation[list[Record]], caplog: pytest.LogCaptureFixture
) -> None:
    first = list(preparation.take(BATCHES[0]))
    list(preparation.rest())
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)

    assert first == []
    assert ready(preparation) == [records(batch) for batch in BATCHES]
    assert "goes on with one" in caplog.text


def test_a_batch_is_made_here_where_the_second_process_does_not_keep_up(
    preparation: Preparation[list[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_here, by_itself = [], preparation._made_here

    def counted(docs: list[IndexDoc]) -> Future[list[Record]]:
        made_here.append(docs)
        return by_itself(docs)

    monkeypatch.setattr(preparation, "_made_here", counted)
    list(preparation.take(BATCHES[0]))
    list(preparation.rest())
    (child,) = multiprocessing.active_children()
    os.kill(child.pid or 0, signal.SIGSTOP)
    Timer(1.0, os.kill, (child.pid, signal.SIGCONT)).start()

    assert ready(preparation) == [records(batch) for batch in BATCHES]
    assert made_here


def test_the_second_process_ends_with_the_rebuild(
    preparation: Preparation[list[Record]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(SQLiteEngine(tmp_path)) as engine:
        for finish in ("swap", "abort"):
            building = engine.rebuild()
            for batch in BATCHES:
                building.add(batch)
            getattr(building, finish)()
            awaited = time.monotonic() + PATIENCE
            while multiprocessing.active_children() and time.monotonic() < awaited:
                time.sleep(0.05)

            assert not multiprocessing.active_children()
        assert len(dict(engine.inventory())) == len(BATCHES) * len(GOLDEN)


def test_the_second_process_does_not_outlive_a_parent_that_is_killed(
    preparation: Preparation[list[Record]], tmp_path: Path
) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.kill()
    awaited = time.monotonic() + PATIENCE
    while Path(f"/proc/{child}").exists() and time.monotonic() < awaited:
        time.sleep(0.05)

    assert not Path(f"/proc/{child}").exists()
