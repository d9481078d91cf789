"""The result page as PostgreSQL answers it by itself: its `indonesian` stemming, tsvector and GIN, ts_rank and ts_headline.

The same page as ours: 20 hits for the public with the total, five facets, the best articles with excerpts. An article answers
only if it has every word, which is less work than ours does; there is no reading of articles anew to order the hits.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from benchmarks.search import PUBLIC, batches
from search.documents import IndexDoc

ARTICLES = 3
HITS = 20

_TABLES = """
CREATE TABLE docs (
  id integer PRIMARY KEY, title text, keywords text, body text, kind text, year text, status text, cluster text[],
  issuer text, acl text[], weight real, day date,
  tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('indonesian', title), 'A') || setweight(to_tsvector('indonesian', keywords), 'B')
    || setweight(to_tsvector('indonesian', body), 'D')) STORED);
CREATE TABLE passages (
  doc integer, label text, text text,
  tsv tsvector GENERATED ALWAYS AS (to_tsvector('indonesian', label || ' ' || text)) STORED);
"""
_INDEXES = """
CREATE INDEX ON docs USING gin (tsv);
CREATE INDEX ON passages (doc);
ANALYZE;
"""
_PAGE = """
WITH found AS MATERIALIZED (
  SELECT id, ts_rank(tsv, query) * weight AS score, day, kind, year, status, cluster, issuer
  FROM docs, websearch_to_tsquery('indonesian', %(text)s) query WHERE tsv @@ query AND acl && %(acl)s)
SELECT 'total', '', count(*) FROM found
UNION ALL SELECT 'kind', kind, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'year', year, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'status', status, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'cluster', each, count(*) FROM found, unnest(cluster) each GROUP BY 2
UNION ALL SELECT 'issuer', issuer, count(*) FROM found GROUP BY 2
UNION ALL (SELECT 'hit', '', id FROM found ORDER BY score DESC, day DESC, id LIMIT %(hits)s)
"""
_ARTICLES = """
SELECT doc, label, ts_headline('indonesian', text, query, 'MaxWords=35, MinWords=20') FROM (
  SELECT doc, label, text, query, row_number() OVER (PARTITION BY doc ORDER BY ts_rank(tsv, query) DESC) AS place
  FROM passages, websearch_to_tsquery('indonesian', %(text)s) query WHERE doc = ANY(%(docs)s) AND tsv @@ query) best
WHERE place <= %(articles)s
"""
_EXCERPTS = """
SELECT id, ts_headline('indonesian', body, websearch_to_tsquery('indonesian', %(text)s), 'MaxWords=35, MinWords=20')
FROM docs WHERE id = ANY(%(docs)s)
"""


class Postgres:
    """A database of its own name on a server whose role may make one."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._server = url
        self._database = f"portal_bench_{time.time_ns()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._database}"')
        self._connection = psycopg.connect(url.rpartition("/")[0] + "/" + self._database, autocommit=True)
        self._connection.execute("SET work_mem = '64MB'")

    @property
    def process(self) -> int:
        """The number of the server process that answers this connection."""
        return int(self._connection.info.backend_pid)

    def fill(self, docs: Iterable[IndexDoc]) -> float:
        """Seconds to put the documents in and make the indexes, the making of the documents not counted."""
        self._connection.execute(_TABLES)
        seconds, first = 0.0, 0
        for part in batches(docs):
            started = time.perf_counter()
            self._copy("docs", _DOCUMENT, [_document(first + place, doc) for place, doc in enumerate(part)])
            articles = [
                (first + place, each.label, each.text) for place, doc in enumerate(part) for each in doc.passages
            ]
            self._copy("passages", _PASSAGE, articles)
            seconds += time.perf_counter() - started
            first += len(part)
        started = time.perf_counter()
        for statement in _INDEXES.strip().splitlines():
            self._connection.execute(statement)
        return seconds + time.perf_counter() - started

    def page(self, text: str) -> int:
        """The page for this question; returns the total."""
        asked: dict[str, Any] = {"text": text, "acl": list(PUBLIC), "hits": HITS, "articles": ARTICLES}
        told = self._connection.execute(_PAGE, asked).fetchall()
        hits = [number for name, _, number in told if name == "hit"]
        articles = self._connection.execute(_ARTICLES, {**asked, "docs": hits}).fetchall()
        without = sorted(set(hits) - {doc for doc, *_ in articles})
        self._connection.execute(_EXCERPTS, {**asked, "docs": without}).fetchall()
        return int(told[0][2])

    def close(self) -> None:
        self._connection.close()
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{self._database}" WITH (FORCE)')

    def _copy(self, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


_DOCUMENT = "id, title, keywords, body, kind, year, status, cluster, issuer, acl, weight, day"
_PASSAGE = "doc, label, text"


def _document(number: int, doc: IndexDoc) -> tuple[Any, ...]:
    return (
        number, doc.title, doc.keywords, doc.body, doc.kind, str(doc.year or ""), doc.status, list(doc.clusters), doc.issuer,
        list(doc.acl), doc.weight, doc.date,
    )  # fmt: skip
