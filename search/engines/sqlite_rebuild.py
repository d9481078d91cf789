"""Writing the embedded index: changes into the one in use, and a whole new generation beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from search.documents import IndexDoc
from search.engines import sqlite_store as store
from search.engines import sqlite_tables as tables
from search.engines.preparing import Preparation
from search.engines.sqlite_files import Generations, connect, overwrite_journal, unavailable, writing
from search.engines.sqlite_records import Record, records


class SQLiteRebuild:
    """A new generation being filled."""

    @unavailable()
    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        generations.remove_orphans()
        self._path = generations.create()
        self.index = self._path.name
        self._in_use = self._is_settled = False
        self._tally = store.Tally()
        self._preparation = Preparation(records)
        self._connection = connect(self._path)
        self._connection.execute("PRAGMA synchronous=OFF")  # a crash before `swap` throws the file away anyway

    @unavailable()
    def add(self, docs: Iterable[IndexDoc]) -> int:
        given = list(docs)
        self._write(self._preparation.take(given))
        return len(given)

    @unavailable()
    def settle(self) -> None:
        self._write(self._preparation.rest())
        self._preparation.close()
        with writing(self._connection) as connection:
            store.settle(connection, self._tally)
        self._tally = store.Tally()
        store.merge_words(self._connection)
        overwrite_journal(self._connection)
        self._is_settled = True

    @unavailable()
    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        self._write(self._preparation.rest())
        apply_to(self._connection, upserts, deletes, mark)

    @unavailable()
    def swap(self) -> None:
        if not self._is_settled:
            self.settle()
        with writing(self._connection) as connection:
            store.mark_filled(connection)
        self._connection.execute("PRAGMA synchronous=NORMAL")
        overwrite_journal(self._connection)
        self._connection.close()
        self._generations.use(self._path)
        self._in_use = True

    @unavailable()
    def abort(self) -> None:
        self._preparation.close()
        if not self._in_use:
            self._connection.close()
            self._generations.remove(self._path)

    def _write(self, batches: Iterable[list[Record]]) -> None:
        for batch in batches:
            with writing(self._connection) as connection:
                for ready in batch:
                    store.write(connection, ready, self._tally)


def apply_to(connection: sqlite3.Connection, upserts: Iterable[IndexDoc], deletes: Iterable[str], mark: str) -> None:
    """Write changes, and the mark that they bring it to, into one index file in one transaction."""
    tables.check_version(connection)
    tally = store.Tally()
    with writing(connection):
        for key in deletes:
            store.take(connection, key, tally)
        for doc in upserts:
            store.put(connection, doc, tally)
        store.settle(connection, tally)
        if mark:
            store.set_mark(connection, mark)
