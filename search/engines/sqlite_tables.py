"""The tables of an embedded index. What goes into them: `sqlite_store`.

The words of public documents have tables of their own. How frequent a word is among them everybody may know; how frequent it
is in closed ones may change nobody's order, and how long they take to find nobody's time.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search import analysis
from search.documents import MAX_PASSAGES
from search.engines import sqlite_records
from search.engines.base import UnusableIndex

PASSAGE_BITS = 12
"""A passage's row is `document << PASSAGE_BITS | n`: the passages of a document are one range of rows."""


@dataclass(frozen=True, slots=True)
class WordTables:
    """Where the words stand: of documents, of their articles, and of their titles as written."""

    docs: str
    passages: str
    titles: str


_PUBLIC = WordTables("doc_fts", "passage_fts", "title_fts")
_CLOSED = WordTables("closed_doc_fts", "closed_passage_fts", "closed_title_fts")

FTS_TABLES = tuple(table for each in (_PUBLIC, _CLOSED) for table in (each.docs, each.passages, each.titles))

_WORDS = "".join(
    f"""
CREATE VIRTUAL TABLE {each.docs} USING fts5(title, keywords, body, content='', tokenize='ascii');
CREATE VIRTUAL TABLE {each.passages} USING fts5(heading, text, content='', tokenize='ascii');
CREATE VIRTUAL TABLE {each.titles} USING fts5(title, content='', tokenize='ascii', prefix='2 3 4');"""
    for each in (_PUBLIC, _CLOSED)
)
_SCHEMA = f"""
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
{_WORDS}
CREATE VIRTUAL TABLE passage_terms USING fts5vocab({_PUBLIC.passages}, row);
"""  # noqa: S608 - our own names


def words_of(*, is_public: bool) -> WordTables:
    """The tables with the words of public documents, or of all others."""
    return _PUBLIC if is_public else _CLOSED


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
