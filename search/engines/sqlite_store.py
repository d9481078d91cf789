"""What an embedded index holds: its tables, and how records go in and out. Which file it is: `sqlite_files`."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from search import analysis
from search.documents import MAX_PASSAGES, PUBLIC, IndexDoc
from search.engines import sqlite_records
from search.engines.base import ALTERED, EngineUnavailable, UnusableIndex
from search.engines.sqlite_files import Damaged
from search.engines.sqlite_records import PassageRecord, Record, digest, in_terms, record, title_words, unpack

PASSAGE_BITS = 12
"""A passage's row is `document << PASSAGE_BITS | n`: the passages of a document are one range of rows."""

_PRUNE_CHANGES = 20_000

FTS_TABLES = ("doc_fts", "passage_fts", "closed_passage_fts", "title_fts")

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE docs (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  url TEXT NOT NULL, number TEXT NOT NULL, year INTEGER, status TEXT NOT NULL, date TEXT, issuer TEXT NOT NULL,
  weight REAL NOT NULL, clusters TEXT NOT NULL, acl TEXT NOT NULL, keywords TEXT NOT NULL, body BLOB NOT NULL,
  length INTEGER NOT NULL, name TEXT NOT NULL, published TEXT, passages INTEGER NOT NULL, passage_words INTEGER NOT NULL,
  digest BLOB NOT NULL);
CREATE INDEX docs_by_name ON docs (name) WHERE name != '';
CREATE INDEX docs_by_publication ON docs (published) WHERE published IS NOT NULL;
CREATE TABLE passages (
  id INTEGER PRIMARY KEY, length INTEGER NOT NULL, number TEXT NOT NULL, label TEXT NOT NULL, anchor TEXT NOT NULL,
  heading TEXT NOT NULL, text BLOB NOT NULL);
CREATE TABLE public_totals (passages INTEGER NOT NULL, length INTEGER NOT NULL);
INSERT INTO public_totals VALUES (0, 0);
CREATE TABLE words (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL, listed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX words_to_list ON words (id) WHERE listed = 0 AND documents >= 2;
CREATE TABLE misspellings (form TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (form, word)) WITHOUT ROWID;
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, doc INTEGER NOT NULL);
CREATE VIRTUAL TABLE doc_fts USING fts5(title, keywords, body, content='', tokenize='ascii');
CREATE VIRTUAL TABLE passage_fts USING fts5(heading, text, content='', tokenize='ascii');
CREATE VIRTUAL TABLE closed_passage_fts USING fts5(heading, text, content='', tokenize='ascii');
CREATE VIRTUAL TABLE title_fts USING fts5(title, content='', tokenize='ascii', prefix='2 3 4');
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_fts, row);
"""


def signature() -> str:
    """Changes with the tables, with how a record is made ready for them, and with the analysis."""
    return f"{_own_signature()}-{analysis.signature()}"


@cache
def _own_signature() -> str:
    return analysis.signature_of(_SCHEMA, Path(sqlite_records.__file__), f"{PASSAGE_BITS} {MAX_PASSAGES}")


def create(connection: sqlite3.Connection) -> None:
    """The tables of an empty index."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(_SCHEMA)
    connection.execute("INSERT INTO meta VALUES ('signature', ?)", (signature(),))


def check_version(connection: sqlite3.Connection) -> None:
    """Raises UnusableIndex when the index was made by another version of tables or analysis."""
    if dict(connection.execute("SELECT name, value FROM meta")).get("signature") != signature():
        raise UnusableIndex("the search index was made by another version: run manage.py search_rebuild")


def is_filled(connection: sqlite3.Connection) -> bool:
    """Whether the index was once filled as a whole; an empty one made because none was there is not."""
    return connection.execute("SELECT 1 FROM meta WHERE name = 'filled'").fetchone() is not None


def mark_filled(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('filled', '1')")


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


def put(connection: sqlite3.Connection, doc: IndexDoc) -> None:
    """Add or replace one record, within the caller's transaction. The same record again costs a look at what is stored."""
    known = connection.execute("SELECT * FROM docs WHERE key = ?", (doc.key,)).fetchone()
    if known is None or stored_fingerprint(connection, known) != doc.fingerprint():
        write(connection, record(doc))


def inventory(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The key and the fingerprint of every record, `ALTERED` where the rows are not those that were written."""
    for row in connection.execute("SELECT * FROM docs ORDER BY id"):
        yield row[1], stored_fingerprint(connection, row)


def stored_fingerprint(connection: sqlite3.Connection, row: tuple[Any, ...]) -> str:
    """The same for one record, given as its row of `docs`."""
    id_, *columns, written = row
    bounds = (id_ << PASSAGE_BITS, (id_ + 1) << PASSAGE_BITS)
    passages = connection.execute("SELECT * FROM passages WHERE id >= ? AND id < ? ORDER BY id", bounds)
    stored = digest(columns, (each[1:] for each in passages))
    return str(columns[1]) if stored == written else ALTERED


def write(connection: sqlite3.Connection, ready: Record, later: Counter[str] | None = None) -> None:
    """Put in a record that is ready, in the place of the one with its key.

    `later`: where the words of a new record are counted, for `count_words` to write them once for many records.
    """
    known = connection.execute("SELECT id FROM docs WHERE key = ?", (ready.key,)).fetchone()
    if known:
        _take_out(connection, known[0])
    cursor = connection.execute(
        f"INSERT INTO docs VALUES ({', '.join('?' * (1 + len(ready.columns)))})",  # noqa: S608 - as many places as columns
        (known[0] if known else None, *ready.columns),
    )
    row = cursor.lastrowid
    if row is None:
        raise EngineUnavailable("SQLite gave no row number")
    connection.execute("INSERT INTO doc_fts (rowid, title, keywords, body) VALUES (?, ?, ?, ?)", (row, *ready.terms))
    connection.execute("INSERT INTO title_fts (rowid, title) VALUES (?, ?)", (row, ready.title_words))
    _put_passages(connection, row, ready.passages, is_public=ready.is_public)
    if later is None:
        count_words(connection, dict.fromkeys(ready.words, 1))
    else:
        later.update(ready.words)
    connection.execute("INSERT INTO changes (doc) VALUES (?)", (row,))


def take(connection: sqlite3.Connection, key: str) -> None:
    """Remove one record, within the caller's transaction. A key that is not there is no error."""
    known = connection.execute("SELECT id FROM docs WHERE key = ?", (key,)).fetchone()
    if known:
        _take_out(connection, known[0])
        connection.execute("INSERT INTO changes (doc) VALUES (?)", (known[0],))


def settle(connection: sqlite3.Connection) -> None:
    """After records went in: list words that became frequent enough to suggest, forget old changes.

    A reader that is further behind than the change log reaches loads everything again.
    """
    fresh = connection.execute("SELECT id, word FROM words WHERE listed = 0 AND documents >= 2").fetchall()
    connection.executemany(
        "INSERT OR IGNORE INTO misspellings VALUES (?, ?)",
        ((form, row) for row, word in fresh for form in analysis.deletions(word)),
    )
    connection.executemany("UPDATE words SET listed = 1 WHERE id = ?", ((row,) for row, _ in fresh))
    connection.execute("DELETE FROM changes WHERE seq < (SELECT max(seq) FROM changes) - ?", (_PRUNE_CHANGES,))


def merge_words(connection: sqlite3.Connection) -> None:
    """Each list of words into one segment, without those of deleted records."""
    for table in FTS_TABLES:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names


def to_date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def words_of_passages(*, is_public: bool) -> str:
    """The table with the words of articles. Those of public documents have one of their own: how frequent a word is among
    them everybody may know, and how frequent it is in closed ones may not change anybody's answer.
    """
    return "passage_fts" if is_public else "closed_passage_fts"


def _put_passages(
    connection: sqlite3.Connection, row: int, passages: Iterable[PassageRecord], *, is_public: bool
) -> None:
    table = words_of_passages(is_public=is_public)
    rows = [(row << PASSAGE_BITS | position, passage) for position, passage in enumerate(passages)]
    connection.executemany(
        f"INSERT INTO {table} (rowid, heading, text) VALUES (?, ?, ?)",  # noqa: S608 - our own names
        [(rowid, passage.heading, passage.text) for rowid, passage in rows],
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", [(rowid, *passage.columns) for rowid, passage in rows]
    )
    if is_public:
        _count_passages(connection, len(rows), sum(passage.length for _, passage in rows))


def _take_out(connection: sqlite3.Connection, row: int) -> None:
    """Undo `put`: a contentless FTS5 table wants the very terms it was given. Of articles that were lost the words stay until
    the record takes their place, or the next rebuild.
    """
    title, keywords, blob, acl, passages, words = connection.execute(
        "SELECT title, keywords, body, acl, passages, passage_words FROM docs WHERE id = ?", (row,)
    ).fetchone()
    body = unpack(blob)
    connection.execute(
        "INSERT INTO doc_fts (doc_fts, rowid, title, keywords, body) VALUES ('delete', ?, ?, ?, ?)",
        (row, *in_terms(title, keywords, body)),
    )
    connection.execute(
        "INSERT INTO title_fts (title_fts, rowid, title) VALUES ('delete', ?, ?)",
        (row, title_words(title)),
    )
    is_public = PUBLIC in json.loads(acl)
    if is_public:
        count_words(connection, dict.fromkeys(analysis.vocabulary(f"{title} {keywords} {body}"), -1))
        _count_passages(connection, -passages, -words)
    _take_out_passages(connection, row, is_public=is_public)
    connection.execute("DELETE FROM docs WHERE id = ?", (row,))


def _take_out_passages(connection: sqlite3.Connection, row: int, *, is_public: bool) -> None:
    table = words_of_passages(is_public=is_public)
    bounds = (row << PASSAGE_BITS, (row + 1) << PASSAGE_BITS)
    passages = connection.execute(
        "SELECT id, label, heading, text FROM passages WHERE id >= ? AND id < ?", bounds
    ).fetchall()
    connection.executemany(
        f"INSERT INTO {table} ({table}, rowid, heading, text) VALUES ('delete', ?, ?, ?)",  # noqa: S608 - our own names
        ((rowid, *in_terms(f"{label} {heading}", unpack(text))) for rowid, label, heading, text in passages),
    )
    connection.execute("DELETE FROM passages WHERE id >= ? AND id < ?", bounds)


def _count_passages(connection: sqlite3.Connection, passages: int, words: int) -> None:
    """Kept as a sum, of public documents: counting 250,000 passages took 20 ms of every search."""
    connection.execute("UPDATE public_totals SET passages = passages + ?, length = length + ?", (passages, words))


def count_words(connection: sqlite3.Connection, steps: Mapping[str, int]) -> None:
    """Count words of public documents in or out of the vocabulary that spelling may tell, each by so many documents."""
    connection.executemany(
        "INSERT INTO words (word, documents) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET documents = documents + ?",
        [(word, step, step) for word, step in steps.items()],
    )
