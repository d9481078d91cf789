"""Facets count what is there, whether a value has few documents or many, and follow every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from search.documents import IndexDoc
from search.engines import sqlite_facets
from search.engines.sqlite import SQLiteEngine
from search.query import SearchQuery

EVERYTHING = SearchQuery(audience=("public",), facets=("kind", "issuer", "year"), size=0)
_MANY = 900


def record(number: int) -> IndexDoc:
    """Two kinds that share most, and rare ones; an issuer for every seven."""
    kind = f"langka-{number}" if number % 100 == 0 else ("uu", "pp")[number % 2]
    return IndexDoc(
        f"page:{number}",
        kind,
        f"Nomor {number}",
        "/",
        ("public",),
        year=1945 + number % 80,
        issuer=f"Dinas {number // 7}",
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SQLiteEngine]:
    with closing(SQLiteEngine(tmp_path)) as engine:
        engine.apply([record(number) for number in range(_MANY)])
        yield engine


def counted(engine: SQLiteEngine, query: SearchQuery, facet: str) -> dict[str, int]:
    return {count.value: count.count for count in engine.search(query).facets[facet]}  # type: ignore[index]  # a name of a facet


def test_rare_and_common_values_are_counted(engine: SQLiteEngine) -> None:
    expected = Counter(record(number).kind for number in range(_MANY))

    assert counted(engine, EVERYTHING, "kind") == expected
    assert sum(counted(engine, EVERYTHING, "year").values()) == _MANY


def test_a_changed_document_counts_under_its_new_values_at_once(engine: SQLiteEngine) -> None:
    counted(engine, EVERYTHING, "kind")

    engine.apply([replace(record(100), kind="uu"), replace(record(3), kind="langka-200")], ["page:300"])

    found = counted(engine, EVERYTHING, "kind")
    assert "langka-100" not in found
    assert "langka-300" not in found
    assert found["langka-200"] == 2


def test_a_value_chosen_narrows_every_facet_but_its_own(engine: SQLiteEngine) -> None:
    chosen = replace(EVERYTHING, filters={"kind": ("uu",)})

    assert counted(engine, chosen, "kind") == counted(engine, EVERYTHING, "kind")
    even = Counter(str(1945 + number % 80) for number in range(_MANY) if record(number).kind == "uu")
    assert counted(engine, chosen, "year") == even


def test_counts_asked_for_again_are_those_of_the_present_documents(engine: SQLiteEngine) -> None:
    first = counted(engine, EVERYTHING, "kind")
    assert counted(engine, EVERYTHING, "kind") == first

    engine.apply([], ["page:100", "page:1"])

    expected = Counter(record(number).kind for number in range(_MANY) if number not in {1, 100})
    assert counted(engine, EVERYTHING, "kind") == expected


def test_no_more_sets_of_documents_are_remembered_than_there_is_room_for(
    engine: SQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_facets, "_MOST_REMEMBERED", 2)
    years = [replace(EVERYTHING, year_from=year) for year in range(1950, 1956)]

    found = [sum(counted(engine, query, "year").values()) for query in [*years, *years]]

    with engine._reading() as (_, known):
        assert len(known.facets._counted) <= 2
    assert found[:6] == found[6:]
    assert found[0] > found[5] > 0
