"""The embedded index as files: which generation is in use, and what a failure of its file means.

`<dir>/index-<generation>.sqlite3` holds one index, `<dir>/current` names the one in use. A rebuild fills a new file and
replaces the pointer in one step, so readers never see half an index. `<dir>/damaged` names a generation that was found
broken by whoever read it: the worker makes it anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search.engines.base import EngineUnavailable, UnusableIndex

_BUSY_SECONDS = 20
_READERS_MS = 2_000
_CACHE_KB = 4_000
"""Of each thread; the system's own cache holds the file. A mapped file counts once per thread as the process's memory."""

_NAME = re.compile(r"index-[0-9a-f]{12}\.sqlite3")
_OF_ANOTHER_MAKE = ("no such table", "no such column")
"""An empty file is a sound database to SQLite, and so is one of something else."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Damaged(Exception):
    """The content of an index file is not what was written there."""


@contextmanager
def unavailable() -> Iterator[None]:
    """A full disk or a lock held too long is an EngineUnavailable: worth another try."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise EngineUnavailable(str(error)) from error


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode; raises UnusableIndex when the file is not there."""
    if not create and not path.is_file():
        raise UnusableIndex(f"the search index {path.name} is missing: run manage.py search_rebuild")
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is written over, so that nothing of a person stays in the file's free pages.
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
    return connection


def file_number(path: Path) -> int:
    """Which file has this name now: an older copy that was put in its place has another number. 0: there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def overwrite_journal(connection: sqlite3.Connection) -> None:
    """Everything into the file itself. EngineUnavailable while a reader is in the middle of a search: worth another try."""
    connection.execute(f"PRAGMA busy_timeout={_READERS_MS}")
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise EngineUnavailable("a reader still needs the journal of the search index")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it or nothing; a second writer waits."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


class Generations:
    """The files of one directory and the pointer to the one in use."""

    def __init__(self, directory: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
        self.directory = directory
        self.pointer = directory / "current"
        self._damaged = directory / "damaged"
        self._fill = fill

    @contextmanager
    def understood(self) -> Iterator[None]:
        """Every failure of the file in use is an EngineUnavailable, and damage is remembered for whoever rebuilds."""
        try:
            yield
        except (sqlite3.Error, OSError, zlib.error, UnicodeDecodeError, json.JSONDecodeError, Damaged) as error:
            if not _is_damage(error):
                raise EngineUnavailable(str(error)) from error
            self._note_damage()
            raise UnusableIndex(f"the search index is damaged: {error}") from error

    def is_damaged(self) -> bool:
        """Whether the index in use was found broken."""
        try:
            return self._damaged.read_text(encoding="utf-8", errors="replace") in self._in_use()
        except OSError:
            return False

    def _note_damage(self) -> None:
        try:
            self._damaged.write_text("".join(self._in_use()), encoding="utf-8")
        except OSError:  # a full disk: the next reader finds it again
            return

    def _named(self) -> str:
        """The name that the pointer says. Raises FileNotFoundError without a pointer, Damaged when it says no name."""
        try:
            name = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        except IsADirectoryError as error:
            raise Damaged("the pointer is a folder") from error
        if not _NAME.fullmatch(name):
            raise Damaged(f"the pointer says {name[:40]!r}")
        return name

    def _in_use(self) -> set[str]:
        """The name of the index in use, if there is one."""
        try:
            return {self._named()}
        except (FileNotFoundError, Damaged):
            return set()

    def current(self) -> Path:
        """The index in use. Makes an empty one the first time."""
        try:
            return self.directory / self._named()
        except FileNotFoundError:
            return self._make_first()

    def create(self) -> Path:
        """A new, empty index that is not in use."""
        self.directory.mkdir(parents=True, exist_ok=True)
        path = self.directory / f"index-{uuid.uuid4().hex[:12]}.sqlite3"
        try:
            with closing(connect(path, create=True)) as connection:
                self._fill(connection)
        except BaseException:
            self.remove(path)
            raise
        return path

    def use(self, path: Path) -> None:
        """Point to `path` in one step. The generation before stays for its readers, older ones go."""
        before = self._in_use()
        if self.pointer.is_dir():
            shutil.rmtree(self.pointer)
        temporary = self.directory / f"current.{uuid.uuid4().hex[:8]}"
        temporary.write_text(path.name, encoding="ascii")
        os.replace(temporary, self.pointer)
        self._sweep(keep={path.name, *before})

    def remove_orphans(self) -> None:
        """What rebuilds left behind that ended without a word, and the generation before, which nobody reads any more."""
        self._sweep(keep=self._in_use())

    def remove_older(self, *, seconds: float = 0.0) -> None:
        """The generations that went out of use so long ago; not the one that a rebuild may be filling now, which is
        younger than the pointer."""
        since = self.pointer.stat().st_mtime
        if time.time() - since < seconds:
            return
        found = list(self.directory.glob("index-*.sqlite3"))
        self._sweep(keep={self._named(), *(path.name for path in found if path.stat().st_mtime >= since)})

    def remove(self, path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _make_first(self) -> Path:
        path = self.create()
        try:
            with self.pointer.open("x", encoding="ascii") as pointer:
                pointer.write(path.name)
        except FileExistsError:  # another process was first
            self.remove(path)
        return self.directory / self._named()

    def _sweep(self, keep: set[str]) -> None:
        for path in self.directory.glob("index-*.sqlite3"):
            if path.name not in keep:
                self.remove(path)


def _is_damage(error: Exception) -> bool:
    """Only what no question and no full disk can cause."""
    if isinstance(error, sqlite3.Error):
        is_broken = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DAMAGE
        return is_broken or str(error).startswith(_OF_ANOTHER_MAKE)
    return not isinstance(error, OSError)
