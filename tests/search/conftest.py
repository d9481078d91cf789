"""A page tree, an index of the test's own, and regulations made the way an import leaves them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from documents.actions import store_text
from documents.enums import TextOrigin
from documents.models import Regulation, RegulationIndex, RegulationType
from portal.pages.structure import ensure_structure
from search import documents, engines, outbox
from search.engines.sqlite import SQLiteEngine
from search.models import SearchChange
from tests.search.things import Things

_numbers = itertools.count(1)
TEXT = """MEMUTUSKAN:
Menetapkan: PERATURAN TENTANG CONTOH.

Pasal 1
Balai mendampingi pemulung di wilayahnya.

Pasal 2
Pengasuhan anak telantar dilakukan oleh keluarga pengganti.

Pasal 3
Pelanggaran dikenai sanksi administratif.
"""

MakeRegulation = Callable[..., Regulation]


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> Iterator[SQLiteEngine]:
    """An empty index of this test's own, in use by the whole process, as a first rebuild leaves it."""
    settings.SEARCH_DIR = tmp_path / "search"
    engine = engines.embedded(settings.SEARCH_DIR)
    engine.rebuild().swap()
    yield engine
    engine.close()


@pytest.fixture
def unfilled_index(settings: Settings, tmp_path: Path) -> Iterator[SQLiteEngine]:
    """The index of a portal that was never filled."""
    settings.SEARCH_DIR = tmp_path / "search"
    engine = engines.embedded(settings.SEARCH_DIR)
    yield engine
    engine.close()


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    """All that is to be found is what the test says."""
    SearchChange.objects.all().delete()  # migrations make role groups, which is a change of rights
    source = Things()
    monkeypatch.setattr(documents, "_SOURCES", {"thing": source})
    return source


@pytest.fixture
def make_regulation(index: SQLiteEngine, db: None) -> MakeRegulation:
    """Makes a published regulation; `outbox.drain()` brings it into the index."""
    ensure_structure()
    SearchChange.objects.all().delete()
    parent = RegulationIndex.objects.get()

    def make(about: str = "Contoh", *, text: str = TEXT, kind: str = "permensos", **fields: Any) -> Regulation:
        type_, _ = RegulationType.objects.get_or_create(
            code=kind, defaults={"name": "Peraturan Menteri Sosial", "abbreviation": "Permensos"}
        )
        regulation = Regulation(
            kind=type_, number=str(next(_numbers)), year=2020, about=about, issuer="Menteri Sosial",
            enacted_on=dt.date(2020, 5, 4), text=store_text(text=text, origin=TextOrigin.TYPED), live=False,
        )  # fmt: skip
        for name, value in fields.items():
            setattr(regulation, name, value)
        parent.add_child(instance=regulation)
        regulation.save_revision().publish()
        regulation.refresh_from_db()
        return regulation

    return make


@pytest.fixture
def find(index: SQLiteEngine) -> Callable[..., list[str]]:
    """Keys that the embedded index finds for a text, after draining."""
    from search import service

    def ask(text: str, audience: tuple[str, ...] = ("public",)) -> list[str]:
        outbox.drain()
        return [hit.key for hit in service.ask(text, audience=audience).result.hits]

    return ask
