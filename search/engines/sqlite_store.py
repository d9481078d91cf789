"""How records go into the tables of an embedded index, and out. Which file it is: `sqlite_files`."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from search import analysis
from search.documents import PUBLIC, IndexDoc
from search.engines.base import ALTERED, EngineUnavailable
from search.engines.sqlite_files import Damaged, writing
from search.engines.sqlite_records import Record, digest, in_terms, record, title_words, unpack
from search.engines.sqlite_tables import FTS_TABLES, PASSAGE_BITS, WordTables, words_of

_PRUNE_CHANGES = 20_000


@dataclass(slots=True)
class Tally:
    """By how much public records change the counts of a whole index: their articles, how long those are, and words by documents.

    Gathered over many records and written once. A count that is changed between two of them is a statement that may fail
    half way, before which FTS5 writes out all that it holds in memory: half the time of a rebuild.
    """

    articles: int = 0
    length: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def add(self, ready: Record) -> None:
        if ready.is_public:
            self.articles += len(ready.passages)
            self.length += sum(passage.length for passage in ready.passages)
            self.words.update(ready.words)

    def take(self, articles: int, length: int, words: Iterable[str]) -> None:
        self.articles -= articles
        self.length -= length
        self.words.subtract(words)


def is_filled(connection: sqlite3.Connection) -> bool:
    """Whether the index was once filled as a whole; an empty one made because none was there is not."""
    return connection.execute("SELECT 1 FROM meta WHERE name = 'filled'").fetchone() is not None


def mark_filled(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('filled', '1')")


def mark_of(connection: sqlite3.Connection) -> str:
    """The mark that the index was last given; empty when it never was."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'mark'").fetchone()
    return str(found[0]) if found else ""


def set_mark(connection: sqlite3.Connection, mark: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (mark,))


def check_soundness(connection: sqlite3.Connection) -> None:
    """Raises what `sqlite_files.understood` takes for damage when a page of the file, a word list or a text is broken."""
    told = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    if told != ["ok"]:
        raise Damaged("; ".join(told))
    for table in FTS_TABLES:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608 - our own names
    for query in ("SELECT body FROM docs", "SELECT text FROM passages"):
        for (blob,) in connection.execute(query):
            unpack(blob)


def put(connection: sqlite3.Connection, doc: IndexDoc, tally: Tally) -> None:
    """Add or replace one record, within the caller's transaction. The same record again costs a look at what is stored."""
    known = connection.execute("SELECT * FROM docs WHERE key = ?", (doc.key,)).fetchone()
    if known is None or stored_fingerprint(connection, known) != doc.fingerprint():
        write(connection, record(doc), tally)


def inventory(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The key and the fingerprint of every record, `ALTERED` where the rows are not those that were written."""
    for row in connection.execute("SELECT * FROM docs ORDER BY id"):
        yield row[1], stored_fingerprint(connection, row)


def stored_fingerprint(connection: sqlite3.Connection, row: tuple[Any, ...]) -> str:
    """The same for one record, given as its row of `docs`."""
    id_, *columns, written = row
    passages = connection.execute("SELECT * FROM passages WHERE id >= ? AND id < ? ORDER BY id", _passages_of(id_))
    stored = digest(columns, (each[1:] for each in passages))
    return str(columns[1]) if stored == written else ALTERED


def write(connection: sqlite3.Connection, ready: Record, tally: Tally) -> None:
    """Put in a record that is ready, in the place of the one with its key."""
    known = connection.execute("SELECT id FROM docs WHERE key = ?", (ready.key,)).fetchone()
    if known:
        _take_out(connection, known[0], tally)
    cursor = connection.execute(
        f"INSERT INTO docs VALUES ({', '.join('?' * (1 + len(ready.columns)))})",  # noqa: S608 - as many places as columns
        (known[0] if known else None, *ready.columns),
    )
    row = cursor.lastrowid
    if row is None:
        raise EngineUnavailable("SQLite gave no row number")
    _put_words(connection, row, ready)
    tally.add(ready)
    connection.execute("INSERT INTO changes (doc) VALUES (?)", (row,))


def take(connection: sqlite3.Connection, key: str, tally: Tally) -> None:
    """Remove one record, within the caller's transaction. A key that is not there is no error."""
    known = connection.execute("SELECT id FROM docs WHERE key = ?", (key,)).fetchone()
    if known:
        _take_out(connection, known[0], tally)
        connection.execute("INSERT INTO changes (doc) VALUES (?)", (known[0],))


def settle(connection: sqlite3.Connection, tally: Tally) -> None:
    """After records went in or out: write the counts, list words that became frequent enough to suggest, forget old changes.

    The number of articles is kept as a sum: counting 250,000 of them took 20 ms of every search. A reader that is further
    behind than the change log reaches loads everything again.
    """
    connection.execute(
        "UPDATE public_totals SET passages = passages + ?, length = length + ?", (tally.articles, tally.length)
    )
    connection.executemany(
        "INSERT INTO words (word, documents) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET documents = documents + ?",
        ((word, step, step) for word, step in tally.words.items() if step),
    )
    fresh = connection.execute("SELECT id, word FROM words WHERE listed = 0 AND documents >= 2").fetchall()
    connection.executemany(
        "INSERT OR IGNORE INTO misspellings VALUES (?, ?)",
        ((form, row) for row, word in fresh for form in analysis.deletions(word)),
    )
    connection.executemany("UPDATE words SET listed = 1 WHERE id = ?", ((row,) for row, _ in fresh))
    connection.execute("DELETE FROM changes WHERE seq < (SELECT max(seq) FROM changes) - ?", (_PRUNE_CHANGES,))


def forget_words(connection: sqlite3.Connection) -> None:
    """Each list of words without those that no record has any more."""
    with writing(connection):
        gone = connection.execute("SELECT id FROM words WHERE documents <= 0").fetchall()
        connection.executemany("DELETE FROM misspellings WHERE word = ?", gone)
        connection.executemany("DELETE FROM words WHERE id = ?", gone)
    merge_words(connection)


def merge_words(connection: sqlite3.Connection) -> None:
    """Each list of words into one segment, without those of deleted records."""
    for table in FTS_TABLES:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names


def to_date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _put_words(connection: sqlite3.Connection, row: int, ready: Record) -> None:
    tables = words_of(is_public=ready.is_public)
    articles = [(row << PASSAGE_BITS | place, passage) for place, passage in enumerate(ready.passages)]
    connection.execute(
        f"INSERT INTO {tables.docs} (rowid, title, keywords, body) VALUES (?, ?, ?, ?)",  # noqa: S608 - our own names
        (row, *ready.terms),
    )
    connection.execute(
        f"INSERT INTO {tables.titles} (rowid, title) VALUES (?, ?)",  # noqa: S608 - our own names
        (row, ready.title_words),
    )
    connection.executemany(
        f"INSERT INTO {tables.passages} (rowid, heading, text) VALUES (?, ?, ?)",  # noqa: S608 - our own names
        [(rowid, passage.heading, passage.text) for rowid, passage in articles],
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", [(rowid, *passage.columns) for rowid, passage in articles]
    )


def _take_out(connection: sqlite3.Connection, row: int, tally: Tally) -> None:
    """Undo `write`. Of articles that were lost the words stay until the record takes their place, or the next rebuild."""
    title, keywords, blob, acl, passages, words = connection.execute(
        "SELECT title, keywords, body, acl, passages, passage_words FROM docs WHERE id = ?", (row,)
    ).fetchone()
    body = unpack(blob)
    is_public = PUBLIC in json.loads(acl)
    _take_out_words(connection, words_of(is_public=is_public), row, (title, keywords, body))
    if is_public:
        tally.take(passages, words, analysis.vocabulary(f"{title} {keywords} {body}"))
    connection.execute("DELETE FROM passages WHERE id >= ? AND id < ?", _passages_of(row))
    connection.execute("DELETE FROM docs WHERE id = ?", (row,))


def _take_out_words(connection: sqlite3.Connection, tables: WordTables, row: int, texts: tuple[str, str, str]) -> None:
    """A contentless FTS5 table wants the very terms it was given."""
    connection.execute(
        f"INSERT INTO {tables.docs} ({tables.docs}, rowid, title, keywords, body) VALUES ('delete', ?, ?, ?, ?)",  # noqa: S608 - our own names
        (row, *in_terms(*texts)),
    )
    connection.execute(
        f"INSERT INTO {tables.titles} ({tables.titles}, rowid, title) VALUES ('delete', ?, ?)",  # noqa: S608 - our own names
        (row, title_words(texts[0])),
    )
    articles = connection.execute(
        "SELECT id, label, heading, text FROM passages WHERE id >= ? AND id < ?", _passages_of(row)
    ).fetchall()
    connection.executemany(
        f"INSERT INTO {tables.passages} ({tables.passages}, rowid, heading, text) VALUES ('delete', ?, ?, ?)",  # noqa: S608 - our own names
        ((rowid, *in_terms(f"{label} {heading}", unpack(text))) for rowid, label, heading, text in articles),
    )


def _passages_of(row: int) -> tuple[int, int]:
    """From which row of `passages` on a document's articles stand, and before which."""
    return row << PASSAGE_BITS, (row + 1) << PASSAGE_BITS
