"""A word that only closed documents have costs an engine the same reads as a word that none has, so that time tells nothing of it.

All that takes its time (weighing, reading texts and articles, cutting excerpts, looking for other spellings) is done for
documents of the reader's own only, or asked of the words of public documents. Words of closed documents are not even looked up
for who sees none (`tests/search/engines/test_sqlite_memory.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search import analysis, engines, service
from search.documents import IndexDoc
from search.engines import elastic, elastic_results
from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine
from search.parsing import parse, relax
from tests.contract.golden import PUBLIC

SECRET, NOWHERE = "kelabu", "kelambu"
QUESTIONS = ("{}", "pemulung {}", "komunitas mesin {}", '"mesin {}"', "pemulung -{}", "usulan mesin komunitas {}")

LISTS = re.compile(r"\[[^\[\]]*\](?='\))")
Reads = list[object]


@pytest.fixture
def reads(golden: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], object]], Reads]]:
    """What an engine reads while something is done, the two words made alike."""
    noted: Reads = []
    monkeypatch.setattr(engines, "every", lambda: [golden])

    def alike(said: object) -> str:
        text = str(said)
        for make in (str, analysis.term):
            text = text.replace(make(NOWHERE), make(SECRET))
        return LISTS.sub("[]", text)  # the forms of a word that lack a letter

    if isinstance(golden, SQLiteEngine):
        with golden._reading() as (connection, _):
            pass
        connection.set_trace_callback(
            lambda statement: None if statement.startswith("--") else noted.append(alike(statement))
        )
        yield lambda done: _while(done, noted)
        connection.set_trace_callback(None)
    else:
        original = elastic.multi_search

        def search(client: Any, bodies: Any) -> Any:
            noted.append(alike(bodies))
            return original(client, bodies)

        monkeypatch.setattr(elastic, "multi_search", search)
        monkeypatch.setattr(elastic_results, "multi_search", search)
        yield lambda done: _while(done, noted)


def _while(done: Callable[[], object], noted: Reads) -> Reads:
    done()
    noted.clear()
    done()
    return list(noted)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_secret_word_costs_the_reads_of_a_word_that_stands_nowhere(
    reads: Callable[[Callable[[], object]], Reads], question: str
) -> None:
    secret, nowhere = (
        reads(lambda word=word: service.ask(question.format(word), audience=PUBLIC, literal=True))  # type: ignore[misc]  # a default binds the word
        for word in (SECRET, NOWHERE)
    )

    assert secret == nowhere != []


def test_suggestions_for_a_secret_word_cost_the_same(reads: Callable[[Callable[[], object]], Reads]) -> None:
    secret, nowhere = (
        reads(lambda word=word: service.suggest(word, audience=PUBLIC))  # type: ignore[misc]  # a default binds the word
        for word in (SECRET, NOWHERE)
    )

    assert len(secret) == len(nowhere) > 0


def test_documents_the_reader_does_not_see_are_not_weighed_however_many_they_are(tmp_path: Path) -> None:
    """Weighing thousands of closed documents would take a hundred times as long as looking for a word that stands nowhere."""
    closed = [IndexDoc(f"proposal:{row}", "usulan", "", "/", ("g7",), body=SECRET) for row in range(60)]
    open_ones = [IndexDoc(f"page:{row}", "uu", "", "/", PUBLIC, body="pemulung") for row in range(60)]
    for many in (20, 1_000):
        with closing(SQLiteEngine(tmp_path / str(many), many=many)) as engine:
            engine.apply([*closed, *open_ones])
            asked = [parse(text).query(audience=PUBLIC) for text in ("pemulung", SECRET, f"{SECRET} usulan mesin")]
            weighed = []
            for query in (*asked, replace(asked[2], tree=relax(asked[2].tree))):
                with engine._reading() as (connection, _):
                    pass
                statements: list[str] = []
                connection.set_trace_callback(statements.append)
                engine.search(query)
                connection.set_trace_callback(None)
                weighed.append(any("bm25" in each for each in statements))
        assert weighed == [True, False, False, False]
