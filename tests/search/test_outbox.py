"""No change is lost on its way to the index, whatever commits when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction
from guardian.shortcuts import assign_perm
from wagtail.models import PageViewRestriction

from documents.models import Regulation
from documents.signals import documents_changed
from search import cursors, documents, engines, outbox, rebuilding
from search.documents import IndexDoc
from search.engines import sqlite_tables
from search.engines.base import Engine, EngineUnavailable, RecordsRefused
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_rebuild import SQLiteRebuild
from search.models import EngineCursor, SearchChange
from search.query import SearchQuery
from tests.factories import make_unit
from tests.proposals import make_cast, make_draft
from tests.search.conftest import MakeRegulation
from tests.search.things import Things, in_thread, indexed

PATIENCE = 30.0


@pytest.mark.django_db
def test_a_change_reaches_the_index_once(index: Engine, things: Things) -> None:
    things.present = {"thing:1"}
    outbox.note(["thing:1", "thing:1"])

    assert outbox.drain() == 1
    assert indexed(index) == {"thing:1"}
    assert outbox.drain() == 0


@pytest.mark.django_db
def test_what_is_gone_leaves_the_index(index: Engine, things: Things) -> None:
    things.present = {"thing:1"}
    outbox.note(["thing:1"])
    outbox.drain()
    things.present = set()
    outbox.note(["thing:1"])
    outbox.drain()

    assert indexed(index) == set()


@pytest.mark.django_db
def test_more_changes_than_a_batch_are_all_applied(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 3)
    things.present = {f"thing:{number}" for number in range(10)}
    outbox.note(sorted(things.present))

    assert outbox.drain() == 10
    assert indexed(index) == things.present


@pytest.mark.django_db
def test_changes_wait_while_the_engine_is_down(index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise EngineUnavailable("down")

    things.present = {"thing:1"}
    outbox.note(["thing:1"])
    with monkeypatch.context() as patch:
        patch.setattr(index, "apply", refuse)
        assert outbox.drain() == 0
        assert cursors.waiting(index) == 1

    assert outbox.drain() == 1
    assert indexed(index) == {"thing:1"}


@pytest.mark.django_db
def test_an_engine_that_is_down_is_told_once_a_minute_until_it_is_back(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> None:
        raise EngineUnavailable("down")

    outbox.note(["thing:1"])
    with monkeypatch.context() as patch:
        patch.setattr(index, "apply", refuse)
        for _ in range(3):
            outbox.drain()
        assert caplog.text.count("does not take changes now, 1 wait: down") == 1

    outbox.drain()
    outbox.note(["thing:1"])
    monkeypatch.setattr(index, "apply", refuse)
    outbox.drain()
    assert caplog.text.count("does not take changes now") == 2


@pytest.mark.django_db
def test_a_record_the_engine_refuses_keeps_no_other_waiting(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse_one(upserts: Iterable[IndexDoc], *more: Any, apply: Any = index.apply) -> None:
        apply([doc for doc in upserts if doc.key != "thing:1"], *more)
        raise RecordsRefused({"thing:1": "unbearable"})

    things.present = {"thing:1", "thing:2"}
    outbox.note(sorted(things.present))
    monkeypatch.setattr(index, "apply", refuse_one)

    assert outbox.drain() == 2
    assert cursors.waiting(index) == 0
    assert indexed(index) == {"thing:2"}
    assert rebuilding.compare(index).missing == ("thing:1",)
    assert "thing:1: unbearable" in caplog.text


@pytest.mark.django_db
def test_a_record_that_cannot_be_made_keeps_no_other_waiting_and_is_not_shown_as_it_was(
    index: Engine, things: Things, caplog: pytest.LogCaptureFixture
) -> None:
    things.present = {"thing:1", "thing:2"}
    rebuilding.rebuild(index)
    things.broken, things.closed = {"thing:1"}, {"thing:2"}
    outbox.note(sorted(things.present))

    assert outbox.drain() == 2
    assert indexed(index) == {"thing:2"}
    assert index.search(SearchQuery(audience=("public",))).total == 0
    assert rebuilding.compare(index).unreadable == ("thing:1",)
    assert "thing:1 is left out" in caplog.text


@pytest.mark.django_db
def test_a_rebuild_leaves_out_what_cannot_be_made(index: Engine, things: Things) -> None:
    things.present, things.broken = {"thing:1", "thing:2", "thing:3"}, {"thing:2"}

    assert rebuilding.rebuild(index) == 2
    assert indexed(index) == {"thing:1", "thing:3"}


@pytest.mark.django_db
def test_a_database_that_fails_is_no_fault_of_a_record(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Iterable[str]) -> dict[str, IndexDoc]:
        raise OperationalError("database is locked")

    things.present = {"thing:1"}
    rebuilding.rebuild(index)
    outbox.note(["thing:1"])
    with monkeypatch.context() as patch:
        patch.setattr(things, "load", fail)
        with pytest.raises(OperationalError):
            outbox.drain()

    assert cursors.waiting(index) == 1
    assert indexed(index) == {"thing:1"}


@pytest.mark.django_db
def test_while_the_worker_makes_an_index_anew_the_one_that_answers_gets_what_changes(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 100,000 documents that takes more than a minute; what is closed is to be closed within five seconds."""
    things.present = {"thing:1"}
    rebuilding.rebuild(index)
    cursors.distrust(index)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    monkeypatch.setattr(rebuilding, "_DRAIN_EVERY", 0.05)
    settle = SQLiteRebuild.settle
    closed = threading.Event()

    def slow(building: SQLiteRebuild) -> None:
        """Merges for half a minute, while somebody closes a document."""
        until = time.monotonic() + PATIENCE
        while public(index) and time.monotonic() < until:
            time.sleep(0.02)
        if not public(index):
            closed.set()
        settle(building)

    def close(building: SQLiteRebuild, docs: list[IndexDoc]) -> int:
        things.closed = {"thing:1"}
        outbox.note(["thing:1"])
        return len(docs)

    monkeypatch.setattr(SQLiteRebuild, "settle", slow)
    monkeypatch.setattr(SQLiteRebuild, "add", close)

    rebuilding.keep_up(index)

    assert closed.is_set()
    assert not public(index)


@pytest.mark.django_db
def test_before_an_index_is_looked_through_it_gets_what_changed(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    things.present = {"thing:1"}
    rebuilding.rebuild(index)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    things.closed = {"thing:1"}
    outbox.note(["thing:1"])
    seen: list[int] = []
    monkeypatch.setattr(index, "check", lambda: seen.append(public(index)))

    rebuilding.keep_up(index)

    assert seen == [0]


@pytest.mark.django_db
def test_what_cannot_be_made_anew_is_tried_again_after_longer_and_longer_pauses(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild on a full disk fills it again."""
    tried: list[float] = []
    rebuilding.rebuild(index)
    cursors.distrust(index)
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    with monkeypatch.context() as patch, time_machine.travel("2026-03-01 09:00+07:00", tick=False) as clock:
        began = time.time()
        patch.setattr(rebuilding.time, "monotonic", time.time)

        def fail(*_: object) -> None:
            tried.append(time.time() - began)
            raise EngineUnavailable("database or disk is full")

        patch.setattr(SQLiteRebuild, "settle", fail)
        for _ in range(1_800):
            rebuilding.keep_up(index)
            clock.shift(1)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses[:5] == [60, 120, 240, 480, 600]

    monkeypatch.setattr(rebuilding, "_looked_at", {})
    rebuilding.keep_up(index)
    assert not rebuilding.why_rebuild(index)
    assert index.name not in rebuilding._pauses


def public(index: Engine) -> int:
    """How many documents everybody sees."""
    return index.search(SearchQuery(audience=("public",))).total


@pytest.mark.django_db
def test_a_second_rebuild_at_the_same_time_is_refused(index: Engine, things: Things) -> None:
    things.present = {"thing:1"}

    def again(_: int) -> None:
        with pytest.raises(EngineUnavailable, match="another rebuild"):
            rebuilding.rebuild(index)

    assert rebuilding.rebuild(index, progress=again) == 1
    assert indexed(index) == {"thing:1"}
    assert rebuilding.rebuild(index) == 1


@pytest.mark.django_db
def test_an_unknown_sort_of_key_does_no_harm(index: Engine, things: Things) -> None:
    outbox.note(["nonsense", "other:1"])

    assert outbox.drain() == 2


@pytest.mark.django_db
def test_changed_rights_ask_for_all_records_they_concern_once_per_round(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[object] = []
    monkeypatch.setattr(documents, "load", lambda keys, load=documents.load: loads.append(keys) or load(keys))
    things.present = {"thing:1", "thing:2"}
    for _ in range(5):
        outbox.note_rights()
    outbox.drain()

    assert indexed(index) == things.present
    assert len(loads) == 1


@pytest.mark.django_db
def test_rights_that_change_again_are_not_forgotten(index: Engine, things: Things) -> None:
    outbox.note_rights()
    outbox.drain()
    things.present = {"thing:1"}
    outbox.note_rights()
    outbox.drain()

    assert indexed(index) == {"thing:1"}


@pytest.mark.django_db
def test_records_that_depend_on_the_day_are_made_again_on_the_next_one(index: Engine, things: Things) -> None:
    things.present = {"thing:1"}
    things.dated = {"thing:1"}
    with time_machine.travel("2026-03-01 09:00+07:00"):
        assert outbox.drain() == 0
    with time_machine.travel("2026-03-02 09:00+07:00"):
        assert outbox.drain() == 1
        assert outbox.drain() == 0


@pytest.mark.django_db
def test_applied_changes_are_forgotten_after_a_day(
    index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_PRUNE_EVERY", 1)
    with time_machine.travel("2026-03-01 09:00+07:00"):
        outbox.note(["thing:1", "thing:2"])
        outbox.drain()
    with time_machine.travel("2026-03-03 09:00+07:00"):
        outbox.note(["thing:3"])
        outbox.drain()

    assert not SearchChange.objects.filter(key="thing:1").exists()


@pytest.mark.django_db
def test_a_rebuild_keeps_what_changes_meanwhile(index: Engine, things: Things) -> None:
    things.present = {"thing:1", "thing:2"}

    def change(_: int) -> None:
        things.present = {"thing:1", "thing:3"}
        outbox.note(["thing:2", "thing:3"])
        outbox.drain()

    rebuilding.rebuild(index, progress=change)
    outbox.drain()

    assert indexed(index) == {"thing:1", "thing:3"}
    assert rebuilding.compare(index).keys == ()


@pytest.mark.django_db
def test_the_comparison_names_what_is_missing_outdated_and_superfluous(index: Engine, things: Things) -> None:
    things.present = {"thing:1", "thing:2"}
    index.apply(
        [IndexDoc("thing:2", "berita", "Judul lama", "/", ("public",)), IndexDoc("thing:9", "berita", "X", "/", ())]
    )
    difference = rebuilding.compare(index)

    assert (difference.missing, difference.outdated, difference.superfluous) == (
        ("thing:1",),
        ("thing:2",),
        ("thing:9",),
    )


def publish(page: Regulation) -> None:
    page.save_revision().publish()


def close(page: Regulation) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def grant(page: Regulation) -> None:
    assign_perm("core.view_restricted_documents", Group.objects.create(name="Tim"), make_unit())


def write_many(page: Regulation) -> None:
    documents_changed.send(sender=Regulation, page_ids=[page.pk])


def propose(page: Regulation) -> None:
    make_draft(make_cast())


WRITES = [publish, close, grant, write_many, propose, Regulation.unpublish, Regulation.delete]


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES)
def test_a_write_and_its_outbox_row_stand_or_fall_together(
    make_regulation: MakeRegulation, write: Callable[[Regulation], object]
) -> None:
    page = make_regulation("Gergaji")
    before = SearchChange.objects.count()

    def write_and_fail() -> None:
        with transaction.atomic():
            write(page)
            assert SearchChange.objects.count() > before
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert SearchChange.objects.count() == before


def test_a_transaction_that_commits_late_loses_nothing_and_delays_nobody(
    postgres: object, index: Engine, things: Things
) -> None:
    things.present = {"thing:early", "thing:late"}
    with transaction.atomic():
        outbox.note(["thing:late"])  # the lower number, not yet visible to others
        in_thread(lambda: outbox.note(["thing:early"]))
        in_thread(outbox.drain)
        assert indexed(index) == {"thing:early"}
        in_thread(outbox.drain)
        assert EngineCursor.objects.get().ahead != []

    assert outbox.drain() == 1
    assert indexed(index) == {"thing:early", "thing:late"}
    assert outbox.drain() == 0
    assert EngineCursor.objects.get().ahead == []


def test_a_late_transaction_of_many_changes_is_applied_batch_by_batch(
    postgres: object, index: Engine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    late = [f"thing:{number}" for number in range(7)]
    things.present = {*late, "thing:early"}
    with transaction.atomic():
        outbox.note(late)
        in_thread(lambda: outbox.note(["thing:early"]))
        in_thread(outbox.drain)

    assert connection.vendor == "postgresql"
    assert outbox.drain() == 7
    assert indexed(index) == things.present


@pytest.mark.django_db
def test_a_lost_or_outdated_index_is_made_anew_by_the_worker(
    unfilled_index: SQLiteEngine, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = unfilled_index
    things.present = {"thing:1"}
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    rebuilding.keep_up(index)  # nothing was ever indexed: all changes happened before this index was there
    assert indexed(index) == {"thing:1"}

    monkeypatch.setattr(sqlite_tables, "signature", lambda: "another")
    index.close()  # the next read opens the file again and looks at its version
    assert not index.health().ok
    monkeypatch.setattr(rebuilding, "_looked_at", {})
    rebuilding.keep_up(index)

    assert index.health().ok
    assert indexed(index) == {"thing:1"}


def test_the_embedded_engine_is_always_there(index: Engine) -> None:
    assert index in engines.every()
