"""An index says by what it was made: whatever decides how a record lies in it is a part of its signature."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from search import analysis, stemming
from search.engines import elastic_schema, elastic_sources, sqlite_records, sqlite_tables
from search.engines.base import UnusableIndex
from search.engines.sqlite import SQLiteEngine
from search.parsing import parse
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN

SIGNATURES = (analysis.signature, sqlite_tables.signature, elastic_schema.signature)
Signature = Callable[[], str]


@pytest.fixture(autouse=True)
def made_anew() -> Iterator[Signature]:
    """Makes the signatures anew, as a process of another version does."""

    def forget() -> None:
        for each in (analysis.signature, sqlite_tables._own_signature, elastic_schema.signature):
            each.cache_clear()

    forget()
    yield forget  # type: ignore[misc]  # it is called for what it does
    forget()


def changed(file: str | Path, folder: Path) -> Path:
    """A copy that has one more line."""
    copy = folder / Path(file).name
    copy.write_text(Path(file).read_text(encoding="utf-8") + "# tambahan\n", encoding="utf-8")
    return copy


@pytest.mark.parametrize("signature", SIGNATURES, ids=["analysis", "embedded", "server"])
@pytest.mark.parametrize("name", ["stem_overrides.tsv", "folding.tsv", "stopwords.txt"])
def test_a_table_of_words_is_a_part_of_every_signature(
    signature: Signature, name: str, made_anew: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signature()
    data = shutil.copytree(analysis.DATA, tmp_path / "data")
    changed(data / name, data)
    monkeypatch.setattr(analysis, "DATA", data)
    made_anew()

    assert signature() != before


def test_the_synonyms_are_not_for_the_index_does_not_know_them(
    made_anew: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [signature() for signature in SIGNATURES]
    data = shutil.copytree(analysis.DATA, tmp_path / "data")
    changed(data / "synonyms.tsv", data)
    monkeypatch.setattr(analysis, "DATA", data)
    made_anew()

    assert [signature() for signature in SIGNATURES] == before


@pytest.mark.parametrize(
    ("signature", "module"),
    [
        (analysis.signature, analysis),
        (analysis.signature, stemming),
        (sqlite_tables.signature, stemming),
        (sqlite_tables.signature, sqlite_records),
        (elastic_schema.signature, stemming),
        (elastic_schema.signature, elastic_schema),
        (elastic_schema.signature, elastic_sources),
    ],
    ids=lambda each: each.__name__.rpartition(".")[2],
)
def test_the_code_that_makes_a_record_is_a_part(
    signature: Signature,
    module: ModuleType,
    made_anew: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = signature()
    monkeypatch.setattr(module, "__file__", str(changed(module.__file__ or "", tmp_path)))
    made_anew()

    assert signature() != before


@pytest.mark.parametrize(
    ("module", "name", "other"),
    [
        (sqlite_tables, "_SCHEMA", sqlite_tables._SCHEMA + "\n"),
        (sqlite_tables, "PASSAGE_BITS", 13),
        (sqlite_tables, "MAX_PASSAGES", 5),
        (elastic_schema, "MAX_PASSAGES", 5),
        (elastic_schema, "number_keys", lambda number: (number,)),
        (elastic_schema, "PassageRecord", elastic_schema.DocumentRecord),
    ],
    ids=["tables", "rows", "articles", "articles on the server", "numbers on the server", "mapping"],
)
def test_tables_mappings_and_limits_are_a_part(
    module: ModuleType,
    name: str,
    other: object,
    made_anew: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = module.signature()
    monkeypatch.setattr(module, name, other)
    made_anew()

    assert module.signature() != before


def test_an_index_of_other_tables_is_refused_and_wants_to_be_made_anew(
    made_anew: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(SQLiteEngine(tmp_path), GOLDEN).close()  # type: ignore[attr-defined]  # the embedded engine has it
    monkeypatch.setattr(sqlite_tables, "_SCHEMA", sqlite_tables._SCHEMA + "CREATE TABLE more (id INTEGER);\n")
    made_anew()
    engine = SQLiteEngine(tmp_path)

    with pytest.raises(UnusableIndex, match="another version"):
        engine.search(parse("sosial").query(audience=("public",)))
    with pytest.raises(UnusableIndex, match="another version"):
        engine.apply(GOLDEN)
    assert engine.health().needs_rebuild

    assert filled(engine, GOLDEN).search(parse("sosial").query(audience=("public",))).total > 0
    engine.close()
