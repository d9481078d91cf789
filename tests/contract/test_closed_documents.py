"""What the public is shown of its own documents does not depend on what stands in documents closed to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.documents import IndexDoc
from search.engines.base import Engine
from search.parity import sample
from search.parsing import parse, relax
from search.query import Hit, SearchQuery
from tests.contract.conftest import ENGINES, PARAMETERS, discard, filled
from tests.contract.golden import PUBLIC, law

SECRET, NOWHERE = "kelabu", "kelambu"
READERS = ("public", "login", "g7")
PUBLIC_RECORDS, CLOSED_RECORDS = 60, 20
QUESTIONS = (
    f"pasal ayat {SECRET}",  # beside words that most articles have
    f"pasal ayat {NOWHERE}",
    f"menteri sosial {SECRET}",
    "pasal ayat huruf",
    "pelayanan kesejahteraan sosial",
    '"menteri sosial"',
    f'"menteri sosial" ayat {SECRET}',
    f"pasal -{SECRET}",
    "pelayanan kesejahteran",
    "pasal 2 pelayanan",
    "",
)
Engines = tuple[Engine, Engine]


@pytest.fixture(scope="module")
def open_records(corpus: Path) -> list[IndexDoc]:
    records = [each for each in sample.regulations(corpus / "sample.jsonl") if each.passages]
    return records[:PUBLIC_RECORDS]


@pytest.fixture(scope="module")
def closed_records(corpus: Path) -> list[IndexDoc]:
    """Other regulations and a proposal's papers: of many articles, with a word that stands nowhere else and with common ones."""
    records = [each for each in sample.regulations(corpus / "sample.jsonl") if each.passages]
    articles = [f"Pelayanan {SECRET} oleh menteri sosial, pasal dan ayat {number}." for number in range(40)]
    return [
        *(replace(each, acl=("g7",)) for each in records[PUBLIC_RECORDS : PUBLIC_RECORDS + CLOSED_RECORDS]),
        law("proposal:1", "usulan", "1", 2020, f"Mesin {SECRET}", *articles, acl=("g7",)),
        law("proposal:2", "usulan", "2", 2020, "Ayat", *["pelayanan"] * 300, acl=("g9",)),
    ]


@pytest.fixture(scope="module", params=PARAMETERS)
def engines(
    request: pytest.FixtureRequest, open_records: list[IndexDoc], closed_records: list[IndexDoc]
) -> Iterator[Engines]:
    """An engine with the public documents only, and one with the closed ones beside them."""
    make = ENGINES[request.param]
    alone, beside = make(request), make(request)
    yield filled(alone, open_records), filled(beside, [*open_records, *closed_records])
    discard(alone)
    discard(beside)


def shown(engine: Engine, query: SearchQuery) -> list[Hit]:
    """Every hit in the order of the days, without the score: BM25 of documents still counts every document of the index."""
    return [replace(hit, score=0.0) for hit in engine.search(replace(query, sort="newest", size=PUBLIC_RECORDS)).hits]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_public_is_shown_the_same_whatever_closed_documents_there_are(engines: Engines, question: str) -> None:
    alone, beside = engines
    asked = parse(question).query(audience=PUBLIC)
    for tree in (asked.tree, relax(asked.tree)):
        query = replace(asked, tree=tree)

        assert shown(beside, query) == shown(alone, query)
        assert beside.search(query).total == alone.search(query).total
        assert beside.search(query).facets == alone.search(query).facets


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_articles_of_the_best_documents_are_weighed_the_same(engines: Engines, question: str) -> None:
    query = parse(question).query(audience=PUBLIC, size=PUBLIC_RECORDS)

    without, with_closed = ({hit.key: replace(hit, score=0.0) for hit in each.search(query).hits} for each in engines)

    assert with_closed == without


@pytest.mark.parametrize("word", [SECRET, NOWHERE])
def test_a_word_of_closed_documents_only_leaves_the_articles_of_the_other_words(engines: Engines, word: str) -> None:
    query = parse(f"pasal ayat {word}").query(audience=PUBLIC)
    for engine in engines:
        hits = engine.search(replace(query, tree=relax(query.tree))).hits

        assert len(hits) == 20
        assert all(hit.passages and hit.more_passages for hit in hits)


def test_who_may_read_a_closed_document_finds_the_article_of_its_own_word(engines: Engines) -> None:
    hit = engines[1].search(parse(f"pasal ayat {SECRET}").query(audience=READERS)).hits[0]

    assert hit.key == "proposal:1"
    assert f"<mark>{SECRET}</mark>" in hit.passages[0].snippet_html


@pytest.mark.parametrize("question", QUESTIONS)
def test_documents_that_were_open_for_a_while_leave_nothing_behind(
    engines: Engines, closed_records: list[IndexDoc], question: str
) -> None:
    alone, beside = engines
    query = parse(question).query(audience=PUBLIC)

    beside.apply([replace(each, acl=PUBLIC) for each in closed_records])
    beside.apply(closed_records)

    assert shown(beside, query) == shown(alone, query)
