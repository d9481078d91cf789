"""Many documents at once are ranked exactly as FTS5 ranks them one by one, whatever is asked and however the index changed."""

from __future__ import annotations

import dataclasses
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import IndexDoc
from search.engines import bit_slices, sqlite_order
from search.engines.bits import members, to_bits
from search.engines.sqlite import SQLiteEngine
from search.query import All, Any_, AtLeast, Citation, Minus, Node, Phrase, Result, SearchQuery, Word

WORDS = ("anak", "sosial", "balai", "lansia", "pasal", "usaha", "menteri", "panti")
ONE_BY_ONE = 10**9

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12).map(" ".join)
records = st.builds(
    IndexDoc,
    key=st.integers(1, 25).map(lambda number: f"page:{number}"),
    kind=st.sampled_from(["uu", "pp"]),
    title=texts,
    url=st.just("/"),
    acl=st.sampled_from([("public",), ("g7",), ("public", "g7")]),
    body=texts,
    keywords=texts,
    number=st.sampled_from(["", "7", "11"]),
    year=st.sampled_from([None, 2009, 2020]),
    weight=st.sampled_from([0.8, 1.0, 1.3]),
)
leaves = words.map(Word) | st.lists(words, min_size=2, max_size=3).map(lambda said: Phrase(tuple(said)))
parts = st.lists(leaves, min_size=1, max_size=3).map(tuple)
groups = leaves | parts.map(All) | st.builds(lambda one, more: Any_((one, *more)), parts.map(All), parts)
trees: st.SearchStrategy[Node] = (
    groups
    | st.lists(groups, min_size=2, max_size=3).map(lambda each: All(tuple(each)))
    | st.builds(
        Minus,
        groups | st.lists(groups, min_size=2, max_size=3).map(lambda each: All(tuple(each))),
        leaves | parts.map(Any_),
    )
    | st.builds(lambda tree: Any_((Citation(number="7"), tree)), groups)
    | st.builds(lambda each: AtLeast(2, tuple(each)), st.lists(leaves, min_size=3, max_size=6, unique=True))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exact")


_folders = count()


def answer(engine: SQLiteEngine, query: SearchQuery) -> Result:
    return dataclasses.replace(engine.search(query), took_ms=0.0)


@given(
    docs=st.lists(records, min_size=5, max_size=40),
    changed=st.lists(records, max_size=4),
    gone=st.lists(st.integers(1, 25).map(lambda number: f"page:{number}"), max_size=3),
    asked=st.lists(trees, min_size=1, max_size=4),
    size=st.integers(1, 5),
    kinds=st.sampled_from([(), ("uu",)]),
)
@settings(max_examples=60, deadline=None)
def test_the_order_and_every_score_are_those_of_the_full_ranking(
    folder: Path,
    docs: list[IndexDoc],
    changed: list[IndexDoc],
    gone: list[str],
    asked: list[Node],
    size: int,
    kinds: tuple[str, ...],
) -> None:
    directory = folder / str(next(_folders))
    at_once, one_by_one = SQLiteEngine(directory, many=0), SQLiteEngine(directory, many=ONE_BY_ONE)
    at_once.apply(docs)
    queries = [
        SearchQuery(tree, audience=("public",), filters={"kind": kinds}, size=size, passages_per_hit=0)
        for tree in asked
    ]
    for apply in (lambda: None, lambda: at_once.apply(changed, gone)):
        apply()
        for query in queries:
            assert answer(at_once, query) == answer(one_by_one, query)
    at_once.close()
    one_by_one.close()


def test_a_word_of_a_branch_that_does_not_hold_is_no_reason_to_stand_first(tmp_path: Path) -> None:
    engine = SQLiteEngine(tmp_path, many=0)
    bodies = [
        "anak " * 9 + "usaha",
        "anak " * 8 + "usaha sosial",
        "usaha usaha sosial",
        "balai",
        "balai",
        "balai",
        "balai",
    ]
    engine.apply(
        [IndexDoc(f"page:{number}", "uu", "", "/", ("public",), body=body) for number, body in enumerate(bodies)]
    )
    tree = Any_((All((Word("anak"), Word("balai"))), Word("usaha")))

    found = engine.search(SearchQuery(tree, audience=("public",), size=1, passages_per_hit=0))

    assert [hit.key for hit in found.hits] == ["page:2"]
    engine.close()


def test_a_word_counts_beside_one_that_is_not_to_be_there(tmp_path: Path) -> None:
    """After a row with both words of a phrase apart, FTS5's bm25() takes «anak» for absent under NOT."""
    engine = SQLiteEngine(tmp_path, many=ONE_BY_ONE)
    bodies = ["balai x sosial usaha", "anak usaha", *["panti menteri"] * 17]
    engine.apply(IndexDoc(f"page:{row}", "uu", "", "/", ("public",), body=body) for row, body in enumerate(bodies))
    kept = All((Any_((Word("anak"), Phrase(("balai", "sosial")))), Word("usaha")))

    scores = [
        [hit.score for hit in engine.search(SearchQuery(tree, audience=("public",))).hits]
        for tree in (kept, Minus(kept, Word("lansia")))
    ]

    assert scores[0] == pytest.approx(scores[1])
    engine.close()


def test_a_rare_other_word_makes_no_equals_of_the_documents_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unit of the rare word is larger than all that the common one adds up to."""
    engine = SQLiteEngine(tmp_path, many=0)
    bodies = ["anak " * (1 + row % 40) + "usaha " * (1 + row % 13) for row in range(600)] + ["balai anak"] * 2
    engine.apply(IndexDoc(f"page:{row}", "uu", "", "/", ("public",), body=body) for row, body in enumerate(bodies))
    weighed = []
    choose = sqlite_order._candidates
    monkeypatch.setattr(sqlite_order, "_candidates", lambda *given: weighed.append(choose(*given)) or weighed[-1])

    engine.search(SearchQuery(Any_((Word("anak"), Word("balai"))), audience=("public",), size=5, passages_per_hit=0))

    assert weighed[0].bit_count() < len(bodies) / 2
    engine.close()


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255)), min_size=1, max_size=60), st.integers(1, 20))
def test_the_best_of_a_sum_are_found_by_slices(numbers: list[tuple[int, int]], wanted: int) -> None:
    one, other = (bit_slices.slices(bytearray(column)) for column in zip(*numbers, strict=True))
    sums = [left + right for left, right in numbers]
    everything = to_bits(range(len(sums)), len(sums))

    found = bit_slices.best(bit_slices.add(one, other), everything, wanted, slack=3)

    least = sorted(sums, reverse=True)[:wanted][-1] - 3
    assert members(found) == [row for row, number in enumerate(sums) if number >= least]


@given(st.sets(st.integers(0, 3_000)))
def test_a_set_gives_its_rows_back(rows: set[int]) -> None:
    assert members(to_bits(rows, 3_000)) == sorted(rows)
