"""The inventory tells what is really stored: what was lost or changed inside of a record is noticed, and put right."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.engines.base import ALTERED, Engine
from search.engines.elastic import ElasticEngine
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_tables import PASSAGE_BITS
from search.parsing import parse
from tests.contract.golden import GOLDEN

KEY = "page:1"
WHOLE = {doc.key: doc.fingerprint() for doc in GOLDEN}
OF_KEY = f"id >> {PASSAGE_BITS} = (SELECT id FROM docs WHERE key = '{KEY}')"
EMPTY = zlib.compress(b"")


def in_file(engine: SQLiteEngine, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(engine._generations.current())) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


def lose_articles(engine: Engine) -> None:
    if isinstance(engine, SQLiteEngine):
        in_file(engine, f"DELETE FROM passages WHERE {OF_KEY}")
    else:
        for place in range(len(GOLDEN[0].passages)):
            on_server(engine, lambda client, names, id=f"{KEY}#{place}": client.delete(index=names.passages, id=id))  # type: ignore[misc]  # a default binds the place


def lose_one_article(engine: Engine) -> None:
    if isinstance(engine, SQLiteEngine):
        in_file(engine, f"DELETE FROM passages WHERE {OF_KEY} AND number = '2'")
    else:
        on_server(engine, lambda client, names: client.delete(index=names.passages, id=f"{KEY}#1"))


def empty_an_article(engine: Engine) -> None:
    if isinstance(engine, SQLiteEngine):
        in_file(engine, f"UPDATE passages SET text = ? WHERE {OF_KEY} AND number = '2'", EMPTY)
    else:
        on_server(engine, lambda client, names: client.update(index=names.passages, id=f"{KEY}#1", doc={"text": ""}))


def empty_the_body(engine: Engine) -> None:
    if isinstance(engine, SQLiteEngine):
        in_file(engine, "UPDATE docs SET body = ? WHERE key = ?", EMPTY, KEY)
    else:
        on_server(engine, lambda client, names: client.update(index=names.docs, id=KEY, doc={"body": ""}))


def let_others_read(engine: Engine) -> None:
    acl = ["public", "g9"]
    if isinstance(engine, SQLiteEngine):
        in_file(engine, "UPDATE docs SET acl = ? WHERE key = ?", json.dumps(acl), KEY)
    else:
        on_server(engine, lambda client, names: client.update(index=names.docs, id=KEY, doc={"acl": acl}))


def on_server(engine: Engine, change: Callable[[Elasticsearch, Any], object]) -> None:
    assert isinstance(engine, ElasticEngine)
    with engine._server.writing() as client:
        change(client, engine._names)
        client.indices.refresh(index=engine._names.both)


LOSSES = (lose_articles, lose_one_article, empty_an_article, empty_the_body, let_others_read)


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_what_is_lost_inside_of_a_record_is_told_and_comes_back_with_it(
    engine: Engine, lose: Callable[[Engine], None]
) -> None:
    asked = [parse(text).query(audience=("public",)) for text in ("sanksi administratif", "disfungsi", "sosial")]
    before = [replace(engine.search(query), took_ms=0.0) for query in asked]
    lose(engine)

    assert engine.inventory() == {**WHOLE, KEY: ALTERED}

    engine.apply([GOLDEN[0]])
    assert engine.inventory() == WHOLE
    found = [replace(engine.search(query), took_ms=0.0) for query in asked]
    assert [[hit.passages for hit in each.hits] for each in found] == [
        [hit.passages for hit in each.hits] for each in before
    ]


def test_records_that_are_written_one_by_one_or_changed_are_whole(empty_engine: Engine) -> None:
    for doc in GOLDEN:
        empty_engine.apply([doc])
    changed = replace(GOLDEN[0], weight=1, passages=GOLDEN[0].passages[:1], acl=("g7", "g9"))
    empty_engine.apply([changed])

    assert empty_engine.inventory() == {**WHOLE, KEY: changed.fingerprint()}
