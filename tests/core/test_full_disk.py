"""A full disk is told from other errors: by a real device that has no room, and by a real database that may not grow."""

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from portal.core.full_disk import has_no_room


def write_without_room() -> None:
    with open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")


def database_without_room(path: Path) -> BaseDatabaseWrapper:
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}})
    database = handler["default"]
    database.cursor().execute("CREATE TABLE note (text)")
    database.cursor().execute("PRAGMA max_page_count = 2")
    return database


def test_a_file_that_finds_no_room() -> None:
    with pytest.raises(OSError, match="No space left") as full:
        write_without_room()

    assert has_no_room(full.value)


@pytest.mark.django_db
def test_a_database_that_finds_no_room(tmp_path: Path) -> None:
    database = database_without_room(tmp_path / "full.sqlite3")
    with pytest.raises(OperationalError) as full:
        database.cursor().execute("INSERT INTO note VALUES (%s)", ["x" * 100_000])
    database.close()

    assert has_no_room(full.value)


def test_other_errors_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "none").read_bytes()

    assert not has_no_room(missing.value)
    assert not has_no_room(sqlite3.OperationalError("disk is full"))
    assert not has_no_room(None)
