"""What `make demo` refuses, and what it tells instead of hiding."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents.models import Regulation
from portal.core.models import User
from portal.demo import setup
from portal.pages.structure import ensure_structure
from search import engines

ROW = {"id": "Permen_Sos_2014_1", "type": "Permen_Sos", "number": "1", "year": 2014, "about": "Contoh", "text": ""}


@pytest.mark.django_db
def test_the_demo_does_not_touch_a_database_that_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")

    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo", "--setup-only")

    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_sample_that_comes_in_partly_is_told_and_tried_again(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_structure()
    settings.VAR_DIR = settings.PORTAL_CORPUS = tmp_path
    sample = tmp_path / "sample.jsonl"
    sample.write_text(json.dumps(ROW) + "\n{rusak\n")

    with caplog.at_level(logging.WARNING):
        setup.import_sample()

    assert "line 2: Baris ini bukan JSON" in caplog.text
    assert not (tmp_path / "sample_imported.stamp").exists()
    sample.write_text(json.dumps(ROW) + "\n")
    setup.import_sample()
    assert (tmp_path / "sample_imported.stamp").exists()
    assert Regulation.objects.count() == 1


@pytest.mark.django_db
def test_the_demo_fills_an_index_that_is_there_but_empty(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    engine = engines.embedded(settings.SEARCH_DIR)
    assert engine.health().needs_rebuild

    setup.fill_search_index()

    assert not engine.health().needs_rebuild
    engine.close()
