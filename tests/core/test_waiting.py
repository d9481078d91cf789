"""A database that is busy for too long is told from one that is broken. What the visitor sees: tests/accounts/test_busy.py."""

from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from portal.core.waiting import waited_in_vain

pytestmark = pytest.mark.django_db


def writer(path: Path) -> BaseDatabaseWrapper:
    options = {"timeout": 0, "transaction_mode": "IMMEDIATE"}
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}})
    return handler["default"]


def wait_in_vain(path: Path) -> None:
    """Begins to write while somebody else does, as a request does that comes second."""
    first, second = writer(path), writer(path)
    try:
        first.cursor().execute("BEGIN IMMEDIATE")
        second.cursor().execute("BEGIN IMMEDIATE")
    finally:
        first.close()
        second.close()


def test_a_database_held_by_another_writer_is_told_from_other_errors(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as locked:
        wait_in_vain(tmp_path / "busy.sqlite3")
    with pytest.raises(OperationalError) as broken:
        writer(tmp_path / "no-such-folder" / "db.sqlite3").cursor()

    assert waited_in_vain(locked.value)
    assert not waited_in_vain(broken.value)


def test_an_error_of_ours_says_by_its_cause_that_it_waited(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as locked:
        wait_in_vain(tmp_path / "busy.sqlite3")
    ours, other = RuntimeError("busy"), RuntimeError("busy")
    ours.__cause__, other.__cause__ = locked.value, ValueError("another")

    assert waited_in_vain(ours)
    assert not waited_in_vain(other)
