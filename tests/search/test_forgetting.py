"""The embedded index holds no word of a record that changed or went: not in its pages, not in its journal, not in older files."""

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from search import documents, outbox, rebuilding
from search.documents import IndexDoc
from search.engines.base import GRACE_SECONDS, EngineUnavailable
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from search.parsing import parse
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN

SECRET = "zuleikhah"
OFFICIALS = ("g7",)


def record(title: str, *, acl: tuple[str, ...] = OFFICIALS) -> IndexDoc:
    return IndexDoc("proposal:1", "usulan", title, "/kerja/usulan/1/", acl, body="Sentra Contoh")


@pytest.fixture
def engine(tmp_path: Path) -> SQLiteEngine:
    """Filled once more, so that there is a generation before; with a record that names somebody."""
    made = filled(filled(SQLiteEngine(tmp_path), [*GOLDEN, record(f"Mesin untuk {SECRET}")]), GOLDEN)
    made.apply([record(f"Mesin untuk {SECRET}")])
    return made


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


@pytest.mark.parametrize("is_deleted", [True, False])
def test_words_that_went_are_in_no_file(engine: SQLiteEngine, tmp_path: Path, is_deleted: bool) -> None:
    assert SECRET.encode() in bytes_of(tmp_path)
    if is_deleted:
        engine.apply([], ["proposal:1"])
    else:
        engine.apply([record("Mesin untuk [dihapus]")])

    engine.forget()

    assert SECRET.encode() not in bytes_of(tmp_path)
    assert len(list(tmp_path.glob("index-*.sqlite3"))) == 1
    assert engine.search(parse("pengasuhan").query(audience=("public",))).total == 2


def test_spelling_forgets_words_that_no_public_record_has_any_more(tmp_path: Path) -> None:
    engine = filled(SQLiteEngine(tmp_path), GOLDEN)
    named = [replace(record(f"Kisah {SECRET}", acl=("public",)), key=f"page:{each}") for each in range(900, 902)]
    engine.apply(named)
    assert engine.similar_words(SECRET[:-1], audience=("public",))

    engine.apply([], [doc.key for doc in named])
    engine.forget()

    assert SECRET.encode() not in bytes_of(tmp_path)
    assert SECRET[:-1].encode() not in bytes_of(tmp_path)
    assert not engine.similar_words(SECRET[:-1], audience=("public",))
    engine.apply(named)
    assert engine.similar_words(SECRET[:-1], audience=("public",))


def test_the_generation_before_is_there_until_its_grace_ends(engine: SQLiteEngine, tmp_path: Path) -> None:
    engine.end_grace()
    assert len(list(tmp_path.glob("index-*.sqlite3"))) == 2

    long_ago = time.time() - GRACE_SECONDS - 1
    os.utime(tmp_path / "current", (long_ago, long_ago))
    for path in tmp_path.glob("index-*.sqlite3"):
        os.utime(path, (long_ago - 1, long_ago - 1))
    engine.end_grace()
    assert len(list(tmp_path.glob("index-*.sqlite3"))) == 1
    assert engine.search(parse("pengasuhan").query(audience=("public",))).total == 2


def test_a_rebuild_under_way_keeps_its_file(engine: SQLiteEngine) -> None:
    building = engine.rebuild()
    building.add(GOLDEN)

    engine.forget()
    building.swap()

    assert engine.health(thorough=True).ok


def test_with_a_reader_in_the_middle_of_a_search_it_is_tried_again(engine: SQLiteEngine, tmp_path: Path) -> None:
    current = tmp_path / (tmp_path / "current").read_text()
    with closing(sqlite3.connect(current, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM docs").fetchone()
        engine.apply([], ["proposal:1"])

        with pytest.raises(EngineUnavailable):
            engine.forget()

    engine.forget()
    assert SECRET.encode() not in bytes_of(tmp_path)


@pytest.mark.django_db
def test_the_outbox_brings_the_wish_to_every_engine_after_the_changes(
    engine: SQLiteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "load", lambda keys: {})
    SearchChange.objects.all().delete()
    outbox.note([outbox.FORGOTTEN, "proposal:1"])

    assert outbox.drain_engine(engine) == 2

    assert SECRET.encode() not in bytes_of(tmp_path)


@pytest.mark.django_db
def test_a_rebuild_that_replays_the_wish_leaves_it_for_the_files_before(
    engine: SQLiteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchChange.objects.all().delete()
    monkeypatch.setattr(documents, "all_keys", lambda: outbox.note([outbox.FORGOTTEN]) or iter(()))

    rebuilding.rebuild(engine)
    outbox.drain_engine(engine)

    assert SECRET.encode() not in bytes_of(tmp_path)


def test_another_title_is_found_by_its_own_words(engine: SQLiteEngine) -> None:
    engine.apply([replace(record("Mesin pres"), acl=("public",))])
    engine.forget()

    assert "proposal:1" in {hit.key for hit in engine.search(parse("mesin").query(audience=("public",))).hits}
    assert engine.search(parse(SECRET).query(audience=(*OFFICIALS, "public"))).total == 0
