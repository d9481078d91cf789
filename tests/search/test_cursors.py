"""An engine is believed only as far as it is known which changes its index has."""

from __future__ import annotations

import fcntl
import shutil
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest
import time_machine
from pytest_django import Settings

from search import cursors, engines, outbox, rebuilding, service
from search.engines.base import EngineUnavailable
from search.engines.sqlite import SQLiteEngine
from search.models import EngineCursor, SearchChange
from tests.search.things import Things, indexed

pytestmark = pytest.mark.django_db
PUBLIC = ("public",)


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: SQLiteEngine) -> SQLiteEngine:
    """In a server's place in the settings, asked first, with an index of the same kind."""
    engine = SQLiteEngine(tmp_path / "second")
    engine.name = "second"
    engine.rebuild().swap()
    monkeypatch.setattr(engines, "every", lambda: [engine, index])
    return engine


def dies(*_: object) -> None:
    raise KeyboardInterrupt


def rebuild_that_dies_in(module: ModuleType, name: str, index: SQLiteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one that came to its end."""
    rebuilding.rebuild(index)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies)
        with pytest.raises(KeyboardInterrupt):
            rebuilding.rebuild(index)


def drained_on(day: str, *keys: str) -> None:
    with time_machine.travel(f"{day} 09:00+07:00"):
        outbox.note(keys)
        outbox.drain()


def test_an_engine_that_comes_back_after_changes_were_pruned_shows_nothing_closed_and_is_made_anew(
    second: SQLiteEngine, index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_PRUNE_EVERY", 1)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    things.present = {"thing:1", "thing:2"}
    for engine in engines.every():
        rebuilding.rebuild(engine)
    with monkeypatch.context() as patch:
        patch.setattr(engines, "every", lambda: [index])  # out of the settings
        things.closed = {"thing:1"}
        drained_on("2026-03-01", "thing:1")
        drained_on("2026-03-03", "thing:2")
    assert not SearchChange.objects.filter(key="thing:1").exists()

    assert [hit.key for hit in service.ask("benda", audience=PUBLIC).result.hits] == ["thing:2"]

    rebuilding.keep_up(second)
    assert rebuilding.compare(second).keys == ()
    assert not service.ask("benda", audience=PUBLIC).result.degraded


def test_changes_are_kept_as_long_as_one_engine_has_not_applied_them(
    second: SQLiteEngine, index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise EngineUnavailable("down")

    monkeypatch.setattr(outbox, "_PRUNE_EVERY", 1)
    things.present = {"thing:1", "thing:2"}
    drained_on("2026-03-01", "thing:1")
    with monkeypatch.context() as patch:
        patch.setattr(second, "apply", refuse)
        drained_on("2026-03-01", "thing:2")
        drained_on("2026-03-03", "thing:1")

    outbox.drain()
    assert indexed(second) == things.present


def test_nothing_is_pruned_before_every_engine_has_a_cursor(
    second: SQLiteEngine, index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_PRUNE_EVERY", 1)
    for day in ("2026-03-01", "2026-03-03"):
        with time_machine.travel(f"{day} 09:00+07:00"):
            outbox.note(["thing:1"])
            outbox.drain_engine(index)

    assert SearchChange.objects.count() == 2


def test_the_cursor_of_an_engine_that_is_behind_goes_with_the_changes_it_lacks_and_no_other(
    second: SQLiteEngine, index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    EngineCursor.objects.create(engine="gone", transaction=0, change=0)
    EngineCursor.objects.create(engine="up to date", transaction=2**60, change=2**60)
    monkeypatch.setattr(outbox, "_PRUNE_EVERY", 1)
    for day in ("2026-03-01", "2026-03-03"):
        drained_on(day, "thing:1")

    assert set(EngineCursor.objects.values_list("engine", flat=True)) == {index.name, "second", "up to date"}


def test_an_index_from_elsewhere_is_not_believed(
    second: SQLiteEngine, things: Things, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old copy of the files, another server, another name: whatever it says of itself."""
    things.present = {"thing:1"}
    rebuilding.rebuild(second)
    second.close()
    shutil.copytree(tmp_path / "second", tmp_path / "copy")
    things.closed = {"thing:1"}
    rebuilding.rebuild(second)
    assert cursors.is_known(second)
    assert not cursors.is_behind(second)

    second.close()
    shutil.rmtree(tmp_path / "second")
    (tmp_path / "copy").rename(tmp_path / "second")

    assert second.health(thorough=True).ok
    assert cursors.is_behind(second)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    rebuilding.keep_up(second)
    assert cursors.is_known(second)
    assert second.search(service.parse("benda").query(audience=PUBLIC)).total == 0


def test_who_dies_between_the_swap_and_the_cursor_leaves_an_index_of_known_age(
    index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the changes that the new index has already some are applied twice, and none is left out."""
    things.present = {"thing:1"}
    rebuild_that_dies_in(cursors, "set_mark", index, monkeypatch)
    things.present = {"thing:2"}
    outbox.note(["thing:1", "thing:2"])

    assert not rebuilding.why_rebuild(index)
    outbox.drain_engine(index)
    assert indexed(index) == things.present
    assert not cursors.is_behind(index)


def test_who_dies_before_the_swap_leaves_the_index_that_was_in_use(
    index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    things.present = {"thing:1"}
    rebuild_that_dies_in(outbox, "replay", index, monkeypatch)

    assert not rebuilding.why_rebuild(index)
    assert indexed(index) == things.present


def test_right_after_the_swap_the_index_has_what_changed_and_the_cursor_says_so(
    index: SQLiteEngine, things: Things
) -> None:
    things.present = {"thing:1"}

    def change(_: int) -> None:
        things.present = {"thing:2"}
        outbox.note(["thing:1", "thing:2"])

    rebuilding.rebuild(index, progress=change)

    assert indexed(index) == {"thing:2"}
    assert cursors.waiting(index) == 0


def test_one_drain_waits_for_another(index: SQLiteEngine, settings: Settings) -> None:
    """Two at once could put an older record over a newer one."""
    lock = Path(settings.SEARCH_DIR) / f"{index.name}.lock"
    with cursors.alone(index.name), lock.open("w") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with lock.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_who_distrusts_an_index_waits_for_a_drain_under_way(index: SQLiteEngine, settings: Settings) -> None:
    """It read the cursor before, and would write the name of the index back."""
    rebuilding.rebuild(index)
    held, released = threading.Event(), threading.Event()

    def drain() -> None:
        with (Path(settings.SEARCH_DIR) / f"{index.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            held.set()
            time.sleep(0.3)
            released.set()

    other = threading.Thread(target=drain)
    other.start()
    held.wait()

    cursors.distrust(index)

    assert released.is_set()
    other.join()
    assert not cursors.is_known(index)
