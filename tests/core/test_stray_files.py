"""Files without a row are found; no other file ever is."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from documents.models import DocumentFile
from portal.core.stray_files import stray_files

pytestmark = pytest.mark.django_db

TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES_DIR = tmp_path
    return tmp_path


def put(path: Path, *, age: float = TWO_DAYS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"isi")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_only_old_files_that_no_row_names_are_strays(root: Path) -> None:
    document = DocumentFile(sha256="a" * 64, size=3, original_name="naskah.pdf")
    document.file.save("naskah.pdf", ContentFile(b"isi"))
    put(root / document.file.name)
    stray = put(root / "papers" / "2026" / "01" / "sisa.pdf")
    put(root / "papers" / "2026" / "01" / "baru.pdf", age=0)
    put(root / "uploading" / "dikelola-sendiri")

    assert [each.path for each in stray_files()] == [stray]


def test_nothing_is_removed_without_being_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stray = put(root / "letters" / "2026" / "sisa.pdf")

    call_command("stray_files")
    assert stray.exists()
    assert "1 berkas tanpa data ditemukan" in capsys.readouterr().out

    call_command("stray_files", "--delete")
    assert not stray.exists()
