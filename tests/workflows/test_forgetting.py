"""What is gone is gone from the files: pages, journals and word lists, and one bad case does not hold up the others."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from portal.settings import databases
from search import outbox
from search.models import SearchChange
from tests.proposals import Cast
from tests.workflows.test_retention import NAME, PERIOD, ended, old_draft
from workflows import retention
from workflows.actions import retention as removing
from workflows.enums import Stage
from workflows.models import Proposal, RetentionPeriod

pytestmark = pytest.mark.django_db
SECRET = b"Zuleikhah Quraisyin"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A file of its own, opened as the portal opens its database."""
    made = ConnectionHandler({"default": databases.sqlite(tmp_path / "db.sqlite3")})["default"]
    made.inc_thread_sharing()
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)")
        rows = [(f"{SECRET.decode()} {'x' * (number * 40)}",) for number in range(200)]
        cursor.executemany("INSERT INTO people (name) VALUES (%s)", rows)
        retention.empty_the_journal(made)
    yield made
    made.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("act", ["DELETE FROM people", "UPDATE people SET name = '[dihapus]'"])
def test_what_is_deleted_or_changed_is_written_over_in_file_and_journal(
    database: BaseDatabaseWrapper, tmp_path: Path, act: str
) -> None:
    assert SECRET in bytes_of(tmp_path)

    with database.cursor() as cursor:
        cursor.execute(act)
    retention.empty_the_journal(database)

    assert SECRET not in bytes_of(tmp_path)


def test_every_connection_of_the_portal_writes_over_what_it_deletes() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def fail_for(monkeypatch: pytest.MonkeyPatch, proposal: Proposal) -> None:
    anonymise = removing.anonymise

    def act(each: Proposal) -> removing.Removed:
        if each.pk == proposal.pk:
            raise DatabaseError(f"DETAIL: Failing row contains ({NAME}).")
        return anonymise(each)

    monkeypatch.setattr(removing, "anonymise", act)


def test_one_that_fails_holds_up_no_other_and_is_reported_without_its_people(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = ended(cast), ended(cast, days_ago=PERIOD + 1)
    Proposal.objects.filter(pk=good.pk).update(updated_at=bad.updated_at)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    fail_for(monkeypatch, bad)
    caplog.set_level(logging.INFO)

    with pytest.raises(CommandError, match=rf"1 usulan gagal diselesaikan .*#{bad.pk} \(DatabaseError\)") as failure:
        call_command("retention")

    told = capsys.readouterr()
    assert Proposal.objects.get(pk=good.pk).anonymised_at
    assert not Proposal.objects.get(pk=bad.pk).anonymised_at
    assert str(good.registration_number) in told.out
    assert NAME not in told.out + told.err + caplog.text + repr(failure.value)
    with pytest.raises(retention.RetentionFailedError) as again:
        retention.keep_up()
    assert again.value.failed == {bad.pk: "DatabaseError"}
    assert again.value.__context__ is None


def test_the_engines_are_asked_to_forget_in_the_same_transaction(cast: Cast) -> None:
    SearchChange.objects.all().delete()
    old_draft(cast)

    retention.run()

    assert SearchChange.objects.filter(key=outbox.FORGOTTEN).exists()
