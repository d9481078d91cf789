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
    """Every hit in the order of the days, without the score: a server counts what was deleted until it is merged away."""
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
def test_closed_documents_change_no_order_and_no_score_of_the_public(engines: Engines, question: str) -> None:
    asked = parse(question).query(audience=PUBLIC)
    for tree in (asked.tree, relax(asked.tree)):
        alone, beside = (
            [(hit.key, hit.score) for hit in each.search(replace(asked, tree=tree)).hits] for each in engines
        )

        assert beside == alone


@pytest.mark.parametrize("question", ["mesin", '"mesin cacah"', "mesin cacah"])
def test_a_closed_document_weighs_what_a_public_one_with_its_words_does(empty_engine: Engine, question: str) -> None:
    """Words that most closed documents have are rare all the same where public ones seldom have them."""
    common, rare = "hak anak " * 30, "hak anak " * 29 + "mesin cacah"
    docs = [IndexDoc(f"page:{each}", "uu", "Contoh", "/", PUBLIC, body=common) for each in range(30)]
    docs[0] = replace(docs[0], body=rare)
    docs += [IndexDoc(f"proposal:{each}", "usulan", "Contoh", "/", ("g7",), body=rare) for each in range(20)]
    empty_engine.apply(docs)

    hits = empty_engine.search(parse(question).query(audience=READERS, size=50)).hits

    assert len(hits) == 21
    assert [hit.score for hit in hits] == pytest.approx([hits[0].score] * 21)
    assert hits[0].score > 0.1


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


def test_titles_of_both_halves_are_suggested_to_who_may_read_them(engines: Engines) -> None:
    titles = [each.title for each in engines[1].suggest(f"mesin {SECRET[:3]}", audience=READERS)]

    assert titles == [each.title for each in engines[1].suggest(f"usulan {SECRET}", audience=READERS)]
    assert [f"Mesin {SECRET}" in title for title in titles] == [True]
    assert engines[1].suggest(f"mesin {SECRET[:3]}", audience=PUBLIC) == ()


def test_a_closed_document_is_shown_with_title_and_excerpt_and_has_others_alike(engines: Engines) -> None:
    shown = engines[1].search(replace(parse(SECRET).query(audience=READERS), passages_per_hit=0)).hits[0]

    assert f"<mark>{SECRET}</mark>" in shown.title_html
    assert f"<mark>{SECRET}</mark>" in shown.snippet_html
    assert engines[1].related(shown.key, audience=READERS)
    assert engines[1].related(shown.key, audience=PUBLIC) == ()


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
