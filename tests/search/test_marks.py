"""An older copy of an index, or of the database, is not believed because its name is the right one."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from search import cursors, engines, outbox, rebuilding, service
from search.engines.base import EngineUnavailable
from search.engines.sqlite import SQLiteEngine
from search.models import EngineCursor, SearchChange
from tests.search.things import Things, in_thread, indexed

PUBLIC = ("public",)


@pytest.fixture
def filled(db: None, index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch) -> SQLiteEngine:
    """The index in use, made as a whole, then changed once by the worker."""
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    monkeypatch.setattr(cursors, "doubted", set())
    things.present = {"thing:1", "thing:2"}
    rebuilding.rebuild(index)
    changed("thing:1")
    return index


def changed(*keys: str) -> None:
    outbox.note(keys)
    outbox.drain()


def dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def copied(engine: SQLiteEngine, to: Path) -> None:
    """A copy of the files as a backup of them would be, whoever reads and writes meanwhile."""
    shutil.copytree(engine._generations.directory, to)


def put_back(engine: SQLiteEngine, copy: Path) -> None:
    """While processes have the files open, as it goes on a server."""
    shutil.rmtree(engine._generations.directory)
    shutil.copytree(copy, engine._generations.directory)


def finds(engine: SQLiteEngine) -> int:
    return engine.search(service.parse("benda").query(audience=PUBLIC)).total


def test_an_older_copy_of_the_files_is_not_believed_and_made_anew(
    filled: SQLiteEngine, things: Things, tmp_path: Path
) -> None:
    copied(filled, tmp_path / "copy")
    things.closed = {"thing:1"}
    changed("thing:1")
    assert cursors.is_known(filled)
    assert finds(filled) == 1

    put_back(filled, tmp_path / "copy")

    assert finds(filled) == 2, "the copy is what is read"
    assert filled.health(thorough=True).ok
    assert cursors.is_behind(filled)
    rebuilding.keep_up(filled)
    assert cursors.is_known(filled)
    assert finds(filled) == 1


def test_a_change_that_comes_before_the_worker_looks_does_not_make_an_older_copy_look_new(
    filled: SQLiteEngine, things: Things, tmp_path: Path
) -> None:
    rebuilding.keep_up(filled)  # it looks again in half a minute
    copied(filled, tmp_path / "copy")
    things.closed = {"thing:1"}
    changed("thing:1")
    put_back(filled, tmp_path / "copy")

    changed("thing:2")
    assert cursors.is_behind(filled)
    assert finds(filled) == 2
    rebuilding.keep_up(filled)

    assert cursors.is_known(filled)
    assert finds(filled) == 1


def test_an_older_copy_is_not_believed_when_what_it_was_brought_up_to_was_pruned(
    filled: SQLiteEngine, things: Things, tmp_path: Path
) -> None:
    copied(filled, tmp_path / "copy")
    changed("thing:2")
    SearchChange.objects.all().delete()
    put_back(filled, tmp_path / "copy")

    assert not cursors.is_known(filled)


def test_an_index_of_a_later_state_of_the_database_is_not_believed_nor_any_other_engine(
    filled: SQLiteEngine, things: Things, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older database is put back, in which a document is closed; it goes on and gives the same numbers again."""
    server = SQLiteEngine(tmp_path / "server")
    server.name = "server"
    monkeypatch.setattr(server, "mark", lambda: None)
    monkeypatch.setattr(engines, "every", lambda: [server, filled])
    rebuilding.rebuild(server)
    before = EngineCursor.objects.get(pk=filled.name)
    changed("thing:1")  # opened
    later = SearchChange.objects.latest("id")
    assert all(map(cursors.is_known, (filled, server)))

    things.closed = {"thing:1"}
    before.save()
    later.delete()
    again = SearchChange.objects.create(id=later.id, key="thing:2")
    assert again.at > later.at

    assert not cursors.is_known(filled)
    rebuilding.keep_up(filled)
    assert not cursors.is_known(server)
    rebuilding.keep_up(server)
    assert all(map(cursors.is_known, (filled, server)))
    assert (finds(filled), finds(server)) == (1, 1)


def test_an_older_copy_of_one_index_leaves_the_others_believed(
    filled: SQLiteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = SQLiteEngine(tmp_path / "server")
    server.name = "server"
    monkeypatch.setattr(engines, "every", lambda: [server, filled])
    rebuilding.rebuild(server)
    copied(filled, tmp_path / "copy")
    changed("thing:2")
    put_back(filled, tmp_path / "copy")

    outbox.drain()

    assert not cursors.is_known(filled)
    assert cursors.is_known(server)


def test_who_dies_between_the_index_and_the_cursor_leaves_a_known_index(
    filled: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    things.present = {"thing:3"}
    outbox.note(["thing:1", "thing:2", "thing:3"])
    with monkeypatch.context() as patch:
        patch.setattr(EngineCursor, "save", dies)
        with pytest.raises(KeyboardInterrupt):
            outbox.drain()
    assert indexed(filled) == things.present

    assert not rebuilding.why_rebuild(filled)
    assert outbox.drain() == 3
    assert cursors.is_known(filled)


def test_who_dies_amid_many_changes_leaves_a_known_index_and_a_copy_of_it_is_none_later(
    filled: SQLiteEngine, things: Things, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_AT_ONCE", 1)
    things.closed = {"thing:1", "thing:2"}
    outbox.note(["thing:1", "thing:2"])
    apply, parts = filled.apply, iter([True])

    def dies_at_the_second(*given: object) -> None:
        if not next(parts, False):
            raise KeyboardInterrupt
        apply(*given)  # type: ignore[arg-type]  # as it was called

    with monkeypatch.context() as patch:
        patch.setattr(filled, "apply", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            outbox.drain()
    assert finds(filled) == 1
    copied(filled, tmp_path / "copy")

    assert not rebuilding.why_rebuild(filled)
    assert outbox.drain() == 2
    assert cursors.is_known(filled)
    put_back(filled, tmp_path / "copy")
    assert not cursors.is_known(filled)


@pytest.mark.parametrize("key", ["nonsense", outbox.FORGOTTEN])
def test_changes_without_any_record_leave_index_and_cursor_together(filled: SQLiteEngine, key: str) -> None:
    changed(key)
    SearchChange.objects.all().delete()

    assert cursors.is_known(filled)


def test_an_installation_of_before_goes_on_with_the_index_it_has(db: None, index: SQLiteEngine, things: Things) -> None:
    things.present = {"thing:1"}
    rebuilding.rebuild(index)
    assert (index.mark(), EngineCursor.objects.get().mark) == ("", "")
    name = EngineCursor.objects.get().index

    assert cursors.is_known(index)
    changed("thing:1")

    assert index.mark() == EngineCursor.objects.get().mark != ""
    assert cursors.is_known(index)
    assert EngineCursor.objects.get().index == name


def test_a_rebuild_during_which_much_changes_leaves_a_known_index(filled: SQLiteEngine, things: Things) -> None:
    def change(_: int) -> None:
        changed("thing:1")
        outbox.note(["thing:2"])

    rebuilding.rebuild(filled, progress=change)
    assert cursors.is_known(filled)
    rebuilding.rebuild(filled)
    assert cursors.is_known(filled)
    outbox.drain()

    assert filled.mark() == EngineCursor.objects.get().mark
    assert cursors.is_known(filled)


def test_an_index_that_cannot_say_its_mark_is_not_doubted_while_nothing_waits(
    filled: SQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        raise EngineUnavailable("locked")

    with monkeypatch.context() as patch:
        patch.setattr(filled, "mark", refuse)
        assert outbox.drain_engine(filled) == 0
    assert cursors.is_known(filled)


def test_a_readers_look_at_an_index_asks_the_database_two_questions(
    filled: SQLiteEngine, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert not cursors.is_behind(filled)


@pytest.mark.parametrize("mark", ["garbage", "1@garbage", "x@2026-01-01", "@", "1@2026-01-01T00:00:00+00:00"])
def test_a_mark_that_nobody_wrote_is_that_of_an_unknown_index(filled: SQLiteEngine, mark: str) -> None:
    filled.apply([], [], mark)

    assert not cursors.is_known(filled)


def test_changes_of_transactions_that_end_in_another_order_leave_a_known_index(
    postgres: object, index: SQLiteEngine, things: Things
) -> None:
    things.present = {"thing:early", "thing:late"}
    rebuilding.rebuild(index)
    with transaction.atomic():
        outbox.note(["thing:late"])
        in_thread(lambda: outbox.note(["thing:early"]))
        in_thread(outbox.drain)
        in_thread(outbox.drain)
        assert EngineCursor.objects.get().ahead != []
        assert cursors.is_known(index)

    assert outbox.drain() == 1
    assert cursors.is_known(index)
    assert SearchChange.objects.filter(at__gt=timezone.now() - dt.timedelta(minutes=5)).count() == 2
