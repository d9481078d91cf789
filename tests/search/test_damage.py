"""A broken file, a full disk, a killed process: noticed, healed, nothing lost, and nobody sees an error page."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from search import cursors, documents, outbox, rebuilding
from search.documents import IndexDoc
from search.engines.base import EngineUnavailable, UnusableIndex
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from search.parsing import parse
from search.query import SearchQuery
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN
from tests.mortals import moments, mortals

EVERYTHING = SearchQuery(audience=("public",))


class Golden:
    """The golden collection as a source of records."""

    prefix = "page"

    def keys(self) -> Iterator[str]:
        yield from (doc.key for doc in GOLDEN)

    def load(self, keys: object) -> dict[str, IndexDoc]:
        return {doc.key: doc for doc in GOLDEN if doc.key in set(keys)}  # type: ignore[call-overload]  # an iterable of keys

    def restricted_keys(self) -> Iterator[str]:
        return iter(())

    dated_keys = restricted_keys


@pytest.fixture
def golden(index: SQLiteEngine, db: None, monkeypatch: pytest.MonkeyPatch) -> SQLiteEngine:
    monkeypatch.setattr(documents, "_SOURCES", {"page": Golden(), "proposal": Golden()})
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    SearchChange.objects.all().delete()  # migrations make role groups, which is a change of rights
    rebuilding.rebuild(index)
    return index


def file_of(engine: SQLiteEngine) -> Path:
    return engine._generations.current()


def settle(engine: SQLiteEngine) -> Path:
    """Everything in the file itself, no connection to it."""
    with closing(sqlite3.connect(file_of(engine))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.close()
    return file_of(engine)


def break_header(path: Path) -> None:
    path.write_bytes(b"not a database" + path.read_bytes()[14:])


def break_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 200] = bytes(random.Random(start).randbytes(200))
    path.write_bytes(content)


def break_text(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE docs SET body = zeroblob(length(body)) WHERE key = 'page:6'")
        connection.commit()


def lose(path: Path) -> None:
    path.unlink()


def empty_pointer(path: Path) -> None:
    path.with_name("current").write_bytes(b"\xff\x00")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE docs")


def point_to_another_database(path: Path) -> None:
    path.with_name("another.sqlite3").write_bytes(b"")
    path.with_name("current").write_text("another.sqlite3")


def point_too_far(path: Path) -> None:
    path.with_name("current").write_text("x" * 300)


def point_with_a_folder(path: Path) -> None:
    path.with_name("current").unlink()
    path.with_name("current").mkdir()


DAMAGES = (
    break_header,
    break_pages,
    break_text,
    lose,
    empty,
    lose_a_table,
    empty_pointer,
    point_to_another_database,
    point_too_far,
    point_with_a_folder,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_noticed_and_made_anew(golden: SQLiteEngine, damage: Callable[[Path], None]) -> None:
    damage(settle(golden))
    with pytest.raises(UnusableIndex):
        golden.search(replace(parse("komunitas pemulung").query(audience=("public",)), size=50))

    assert golden.health().needs_rebuild
    rebuilding.keep_up(golden)

    assert golden.health().ok
    assert golden.search(EVERYTHING).total == 6
    assert rebuilding.compare(golden).keys == ()


def test_damage_that_no_reader_has_met_is_found_when_the_worker_starts(golden: SQLiteEngine) -> None:
    break_text(settle(golden))
    assert golden.health().ok

    rebuilding.keep_up(golden)

    assert golden.health(thorough=True).ok
    assert golden.search(parse("komunitas pemulung").query(audience=("public",))).total == 1


def test_a_damaged_index_answers_what_it_can_until_the_new_one_is_there(golden: SQLiteEngine) -> None:
    break_text(settle(golden))
    with pytest.raises(UnusableIndex):
        golden.search(parse("komunitas pemulung").query(audience=("public",)))

    assert [hit.key for hit in golden.search(parse("disfungsi").query(audience=("public",))).hits] == ["page:1"]


def test_a_change_meets_a_damaged_index_and_is_in_the_next_one(golden: SQLiteEngine) -> None:
    outbox.note(["page:6"])
    break_header(settle(golden))

    assert outbox.drain_if_up(golden) == 0
    rebuilding.keep_up(golden)

    assert cursors.waiting(golden) == 0
    assert golden.inventory()["page:6"] == GOLDEN[5].fingerprint()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """What a full disk does to a file that grows."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_in_a_rebuild_leaves_the_index_in_use_and_no_half_file(golden: SQLiteEngine) -> None:
    in_use = settle(golden)
    with files_of_at_most(100_000), pytest.raises(EngineUnavailable):
        rebuilding.rebuild(golden)

    assert golden.search(EVERYTHING).total == 6
    assert [path.name for path in in_use.parent.glob("index-*.sqlite3")] == [in_use.name]
    rebuilding.rebuild(golden)
    assert rebuilding.compare(golden).keys == ()


def test_a_full_disk_in_a_change_keeps_it_waiting(golden: SQLiteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.note(["page:1"])
    settle(golden)
    large = replace(GOLDEN[0], body=" ".join(f"kata{number}" for number in range(60_000)))
    monkeypatch.setattr(documents, "load", lambda keys: {"page:1": large})
    with files_of_at_most(300_000):
        assert outbox.drain_if_up(golden) == 0
    assert golden.search(EVERYTHING).total == 6

    assert outbox.drain_if_up(golden) == 1
    assert golden.search(parse("kata59999").query(audience=("public",))).total == 1


WRITE = """
rebuilds = sys.argv[2] == "rebuild"
engine = SQLiteEngine(Path(sys.argv[1]))
for number in itertools.count(int(line)):
    begin()
    if rebuilds:
        rebuild = engine.rebuild()
        rebuild.add(replace(doc, key=f"{doc.key}:{copy}") for copy in range(40) for doc in GOLDEN[:6])
        rebuild.add(GOLDEN)
        rebuild.swap()
    else:
        engine.apply([replace(doc, url=f"/{number}/") for doc in GOLDEN[:6]])
    print(number, flush=True)
"""
IMPORTS = """
import itertools
from dataclasses import replace
from pathlib import Path
from search.engines.sqlite import SQLiteEngine
from tests.contract.golden import GOLDEN
from tests.mortals import moments, mortals
"""


@pytest.mark.parametrize("kind", ["update", "rebuild"])
def test_a_killed_writer_leaves_a_sound_index_with_every_change_it_had_told_of(tmp_path: Path, kind: str) -> None:
    engine = SQLiteEngine(tmp_path)
    filled(engine, GOLDEN)
    last = 0
    with mortals(WRITE, str(tmp_path), kind, imports=IMPORTS) as killed_after:
        for wait in moments(0.15):
            last = max([last, *map(int, killed_after(wait, str(last + 1)))])
            assert engine.health(thorough=True).ok
            found = engine.search(EVERYTHING)
            if kind == "update":
                numbers = {int(hit.url.strip("/")) for hit in found.hits if hit.url.strip("/").isdecimal()}
                assert len(numbers) <= 1  # all six or none
                assert found.total == 6
                assert max(numbers, default=0) >= last
            else:
                assert found.total in {6, 246}
    filled(engine, GOLDEN)
    assert len(list(tmp_path.glob("index-*.sqlite3"))) <= 2
    engine.close()


def test_eight_writers_and_four_readers_meet_no_error(tmp_path: Path) -> None:
    engine = SQLiteEngine(tmp_path)
    filled(engine, GOLDEN)
    errors: list[Exception] = []
    until = time.monotonic() + 2.0
    done = {"written": 0, "read": 0}

    def run(work: Callable[[int], object], name: str) -> None:
        own = SQLiteEngine(tmp_path)  # as if in a process of its own: nothing is shared but the files
        try:
            while time.monotonic() < until:
                work(done[name])
                done[name] += 1
        except Exception as error:
            errors.append(error)
        own.close()

    def write(number: int) -> None:
        SQLiteEngine(tmp_path).apply([replace(GOLDEN[number % 6], url=f"/{number}/")])

    def read(number: int) -> None:
        result = engine.search(parse(("pemulung", "sosial", "")[number % 3]).query(audience=("public",)))
        assert result.total == (2, 4, 6)[number % 3]

    threads = [threading.Thread(target=run, args=(write, "written")) for _ in range(8)]
    threads += [threading.Thread(target=run, args=(read, "read")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert errors == []
    assert min(done.values()) > 10
    assert engine.health(thorough=True).ok
