"""Closed documents change nothing for who may not see them, and weigh by the same words for who may."""

from __future__ import annotations

import dataclasses
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import IndexDoc, PassageDoc
from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine
from search.query import Node, SearchQuery, Word
from tests.search.test_exact_ranking import records, trees

PUBLIC = ("public",)
CLOSED = "g7"

_folders = count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("halves")


def filled(directory: Path, docs: list[IndexDoc], many: int) -> SQLiteEngine:
    engine = SQLiteEngine(directory, many=many)
    rebuild = engine.rebuild()
    rebuild.add(docs)
    rebuild.swap()
    return engine


def order(engine: Engine, tree: Node, *tokens: str) -> list[tuple[str, float]]:
    found = engine.search(SearchQuery(tree, audience=tokens, size=50))
    return [(hit.key, hit.score) for hit in found.hits]


@given(
    docs=st.lists(records, min_size=3, max_size=20, unique_by=lambda doc: doc.key),
    more=st.lists(records, max_size=10),
    asked=st.lists(trees, min_size=1, max_size=4),
    many=st.sampled_from([0, 10**9]),
)
@settings(max_examples=40, deadline=None)
def test_who_sees_no_closed_document_gets_every_score_as_if_there_were_none(
    folder: Path, docs: list[IndexDoc], more: list[IndexDoc], asked: list[Node], many: int
) -> None:
    """Whether they came with the index or later, and were public before."""
    public = [dataclasses.replace(doc, acl=PUBLIC) for doc in docs]
    closed = [dataclasses.replace(doc, key=f"closed:{place}", acl=(CLOSED,)) for place, doc in enumerate(more)]
    without = filled(folder / str(next(_folders)), public, many)
    beside = filled(folder / str(next(_folders)), public + closed[::2], many)
    for tree in asked:
        order(beside, tree, "public")  # what is remembered has to follow
    beside.apply(dataclasses.replace(doc, acl=PUBLIC) for doc in closed)
    for tree in asked:
        order(beside, tree, "public")
    beside.apply(closed)

    for tree in asked:
        assert order(beside, tree, "public") == order(without, tree, "public")
    for engine in (without, beside):
        engine.close()


def test_a_closed_document_is_weighed_as_a_public_one_with_its_words_would_be(tmp_path: Path) -> None:
    """Words that most closed documents have are rare all the same where public ones seldom have them."""
    public = [IndexDoc(f"page:{each}", "uu", "Contoh", "/", PUBLIC, body="hak anak " * 30) for each in range(30)]
    public[0] = dataclasses.replace(public[0], body="hak anak " * 29 + "mesin cacah")
    closed = [
        IndexDoc(f"proposal:{each}", "proposal", "Contoh", "/", (CLOSED,), body="hak anak " * 29 + "mesin cacah")
        for each in range(20)
    ]
    engine = filled(tmp_path / "one", public + closed, 10**9)

    found = dict(order(engine, Word("mesin"), "public", CLOSED))

    assert len(found) == 21
    assert found["proposal:3"] == pytest.approx(found["page:0"])
    engine.close()


def test_the_words_of_closed_documents_are_not_looked_up_for_who_sees_none(tmp_path: Path) -> None:
    """However long that may take, it is nobody's time but that of their readers."""
    docs = [
        IndexDoc(
            "page:1", "uu", "Mesin cacah", "/", PUBLIC, passages=(PassageDoc("1", "Pasal 1", "pasal-1", "mesin"),)
        ),
        IndexDoc("proposal:1", "proposal", "Mesin cacah", "/", (CLOSED,), body="mesin"),
    ]
    engine = filled(tmp_path / "one", docs, 10**9)

    assert not any("closed" in each for each in statements(engine, "public"))
    assert any("closed" in each for each in statements(engine, "public", CLOSED))
    engine.close()


def statements(engine: SQLiteEngine, *tokens: str) -> list[str]:
    with engine._reading() as (connection, _):
        pass
    said: list[str] = []
    connection.set_trace_callback(said.append)
    order(engine, Word("mesin"), *tokens)
    engine.suggest("mes", audience=tokens)
    engine.related("page:1", audience=tokens)
    engine.similar_words("mesim", audience=tokens)
    connection.set_trace_callback(None)
    return said


def test_a_reader_of_closed_documents_finds_suggestions_in_both_halves(tmp_path: Path) -> None:
    docs = [
        IndexDoc("page:1", "uu", "Mesin", "/", PUBLIC),
        IndexDoc("proposal:1", "proposal", "Mesin cacah", "/", (CLOSED,)),
    ]
    engine = filled(tmp_path / "one", docs, 10**9)

    assert {each.key for each in engine.suggest("mes", audience=("public", CLOSED))} == {"page:1", "proposal:1"}
    assert [each.key for each in engine.suggest("mes", audience=PUBLIC)] == ["page:1"]
    engine.close()


def test_how_many_articles_have_a_word_follows_every_change(tmp_path: Path) -> None:
    one, other = (
        IndexDoc(f"page:{n}", "uu", "Mesin", "/", PUBLIC, passages=(PassageDoc("1", "Pasal 1", "pasal-1", "mesin"),))
        for n in (1, 2)
    )
    engine = filled(tmp_path / "one", [one], 10**9)

    def articles() -> int:
        with engine._reading() as (connection, known):
            return known.articles_having(connection, "mesin")

    assert articles() == 1
    engine.apply([other])
    assert articles() == 2
    engine.apply([dataclasses.replace(one, acl=(CLOSED,))], ["page:2"])
    assert articles() == 0
    engine.close()
