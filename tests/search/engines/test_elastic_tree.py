"""The server weighs public documents as if there were no others, whatever is asked and whatever is closed."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import IndexDoc
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.query import Node, SearchQuery
from tests.search.test_exact_ranking import records, trees

PUBLIC = ("public",)


def order(url: str, docs: list[IndexDoc], asked: list[Node]) -> list[list[tuple[str, float]]]:
    """What the public is answered by a server that has these documents."""
    engine = ElasticEngine(Server(Address(url)), prefix=f"test-{uuid.uuid4().hex[:10]}")
    try:
        engine.apply(docs)
        answers = [engine.search(SearchQuery(tree, audience=PUBLIC, size=50)) for tree in asked]
        return [[(hit.key, hit.score) for hit in answer.hits] for answer in answers]
    finally:
        engine.remove()
        engine.close()


@pytest.mark.elasticsearch
@given(
    docs=st.lists(records, min_size=3, max_size=20, unique_by=lambda doc: doc.key),
    more=st.lists(records, min_size=1, max_size=20),
    asked=st.lists(trees, min_size=20, max_size=20),
)
@settings(max_examples=5, deadline=None)
def test_who_sees_no_closed_document_gets_every_score_as_if_there_were_none(
    elasticsearch: str, docs: list[IndexDoc], more: list[IndexDoc], asked: list[Node]
) -> None:
    public = [dataclasses.replace(doc, acl=PUBLIC) for doc in docs]
    closed = [dataclasses.replace(doc, key=f"closed:{place}", acl=("g7",)) for place, doc in enumerate(more)]

    assert order(elasticsearch, public + closed, asked) == order(elasticsearch, public, asked)
