"""A backup of a portal in use, and a portal made from it; real processes, files and database."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from portal import backups
from tests.running_portal import RunningPortal


def said_when_refused(portal: RunningPortal, *arguments: str) -> str:
    with pytest.raises(AssertionError) as refused:
        portal.manage(*arguments)
    return str(refused.value)


@pytest.fixture
def archive(demo_portal: RunningPortal, tmp_path: Path) -> Path:
    target = tmp_path / "cadangan.tar.gz"
    demo_portal.manage("backup", str(target))
    return target


def test_a_portal_comes_back_with_its_cases_files_and_index(
    demo_portal: RunningPortal, archive: Path, tmp_path: Path
) -> None:
    another = RunningPortal(tmp_path / "another" / "var")
    another.manage("restore", str(archive))

    count = "from workflows.models import Proposal, Paper; print(Proposal.objects.count(), Paper.objects.count())"
    assert another.manage("shell", "--command", count) == demo_portal.manage("shell", "--command", count)
    assert files_below(another.var_dir / "files") == files_below(demo_portal.var_dir / "files") != set()
    assert hits(another) == hits(demo_portal) != []
    assert "masih ada db.sqlite3" in said_when_refused(another, "restore", str(archive))


def test_a_backup_is_its_owners_only_and_never_overwrites(demo_portal: RunningPortal, archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    assert "sudah ada" in said_when_refused(demo_portal, "backup", str(archive))
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".backup-")] == []


def test_something_else_is_not_restored(tmp_path: Path) -> None:
    portal = RunningPortal(tmp_path / "var")
    (tmp_path / "rusak.tar.gz").write_bytes(b"bukan arsip")
    with tarfile.open(tmp_path / "lain.tar.gz", "w:gz") as tar:
        tar.add(__file__, "catatan.py")
    assert "tidak dapat dibaca" in said_when_refused(portal, "restore", str(tmp_path / "rusak.tar.gz"))
    assert "bukan cadangan" in said_when_refused(portal, "restore", str(tmp_path / "lain.tar.gz"))
    assert "tidak dapat dibaca" in said_when_refused(portal, "restore", str(tmp_path / "tiada.tar.gz"))


@pytest.fixture
def small(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The VAR_DIR of a portal of one table and 40 files."""
    var_dir = tmp_path / "var"
    for number in range(40):
        file = var_dir / "files" / f"{number % 7}" / f"{number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(random.Random(number).randbytes(5_000))
    with closing(sqlite3.connect(var_dir / "db.sqlite3")) as database, database:
        database.execute("CREATE TABLE words (word TEXT UNIQUE)")
        rows = [(random.Random(number).randbytes(200).hex(),) for number in range(1_000)]
        database.executemany("INSERT INTO words VALUES (?)", rows)
    settings.VAR_DIR = var_dir
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(var_dir / "db.sqlite3"))
    return var_dir


@pytest.fixture
def small_archive(small: Path, tmp_path: Path) -> Path:
    target = tmp_path / "kecil.tar.gz"
    backups.write(target)
    return target


@pytest.fixture
def empty(small_archive: Path, settings: Any, tmp_path: Path) -> Path:
    """The VAR_DIR to restore into."""
    var_dir = tmp_path / "empty"
    var_dir.mkdir()
    settings.VAR_DIR = var_dir
    return var_dir


def refusal(archive: Path, var_dir: Path) -> str:
    """What `restore` says, having put nothing in place."""
    before = files_below(var_dir)
    with pytest.raises(backups.BackupError) as refused:
        backups.restore(archive)
    assert files_below(var_dir) == before
    assert [path.name for path in var_dir.iterdir() if path.is_dir()] == []
    return str(refused.value)


def packed_anew(archive: Path, target: Path, change: Callable[[Path], None]) -> Path:
    """An archive that gzip finds whole, of the changed content of another."""
    folder = target.parent / "packed-anew"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(target, "w:gz") as tar:
        for path in folder.iterdir():
            tar.add(path, path.name)
    return target


def test_what_is_restored_is_what_was_there(small: Path, small_archive: Path, empty: Path) -> None:
    (empty / "files").mkdir()  # an empty one may be there, a disk of its own for instance
    (empty / "db.sqlite3").touch()

    backups.restore(small_archive)

    assert {path.name for path in empty.iterdir()} == {"files", "db.sqlite3"}
    assert files_below(empty) == files_below(small)
    assert all(
        (empty / name).read_bytes() == (small / name).read_bytes() for name in files_below(small) - {"db.sqlite3"}
    )
    with closing(sqlite3.connect(empty / "db.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM words").fetchone() == (1_000,)


@pytest.mark.parametrize("percent", [1, 20, 50, 75, 90, 96, 99])
def test_a_damaged_archive_is_refused(percent: int, small_archive: Path, empty: Path) -> None:
    data = bytearray(small_archive.read_bytes())
    start = len(data) * percent // 100
    data[start : start + 40] = bytes(byte ^ 0x55 for byte in data[start : start + 40])
    small_archive.write_bytes(data)

    assert "tidak dapat dibaca sampai akhir" in refusal(small_archive, empty)


@pytest.mark.parametrize("length", [5, 5_000, -100, -8, -1])
def test_a_shortened_archive_is_refused(length: int, small_archive: Path, empty: Path) -> None:
    small_archive.write_bytes(small_archive.read_bytes()[:length])

    assert "tidak dapat dibaca sampai akhir" in refusal(small_archive, empty)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda folder: (folder / "files/3/3.pdf").unlink(), "files/3/3.pdf"),
        (lambda folder: (folder / "files/3/3.pdf").write_bytes(bytes(5_000)), "files/3/3.pdf"),
        (lambda folder: (folder / "files/3/baru.pdf").touch(), "files/3/baru.pdf"),
        (lambda folder: (folder / "MANIFEST.json").unlink(), "db.sqlite3"),
        (lambda folder: (folder / "MANIFEST.json").write_bytes(b"{\xff"), "db.sqlite3"),
        (lambda folder: (folder / "MANIFEST.json").write_text("[1]"), "db.sqlite3"),
    ],
    ids=["missing", "another", "unlisted", "no list", "no json", "another json"],
)
def test_an_archive_that_differs_from_its_list_is_refused(
    change: Callable[[Path], None], named: str, small_archive: Path, empty: Path, tmp_path: Path
) -> None:
    said = refusal(packed_anew(small_archive, tmp_path / "lain.tar.gz", change), empty)

    assert "tidak utuh" in said
    assert named in said


@pytest.mark.parametrize("start", [0, 5_000, 200_000])
def test_a_database_that_was_broken_when_it_was_kept_is_refused(
    start: int, small_archive: Path, empty: Path, tmp_path: Path
) -> None:
    def break_database(folder: Path) -> None:
        data = bytearray((folder / "db.sqlite3").read_bytes())
        data[start : start + 3_000] = bytes(3_000)
        (folder / "db.sqlite3").write_bytes(data)
        listed = json.loads((folder / "MANIFEST.json").read_text())
        listed["db.sqlite3"]["sha256"] = hashlib.sha256(data).hexdigest()
        (folder / "MANIFEST.json").write_text(json.dumps(listed))

    said = refusal(packed_anew(small_archive, tmp_path / "lain.tar.gz", break_database), empty)

    assert "Basis data di dalam" in said


def test_a_write_ahead_log_left_behind_is_never_played_into_the_restored_database(
    small_archive: Path, empty: Path
) -> None:
    (empty / "db.sqlite3-wal").write_bytes(b"halaman lama")

    assert "masih ada db.sqlite3-wal" in refusal(small_archive, empty)


def test_a_file_or_folder_that_goes_away_while_the_backup_is_written_is_passed_over(
    small: Path, small_archive: Path, empty: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.VAR_DIR = small
    lost = {name for name in files_below(small) if name.startswith("files/3/")} | {"files/5/5.pdf"}
    open_path = Path.open

    def open_while_others_delete(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "5.pdf":
            path.unlink()
        if path.name == "db.sqlite3":
            shutil.rmtree(small / "files/3")
        return open_path(path, *arguments, **options)

    expected = files_below(small) - lost
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "open", open_while_others_delete)
        backups.write(tmp_path / "sambil.tar.gz")
    settings.VAR_DIR = empty
    backups.restore(tmp_path / "sambil.tar.gz")

    assert files_below(empty) == expected


def test_every_other_error_of_a_backup_is_a_sentence_and_leaves_nothing(small: Path, tmp_path: Path) -> None:
    with pytest.raises(backups.BackupError, match="tidak dapat ditulis"):
        backups.write(tmp_path / "tiada" / "cadangan.tar.gz")
    (small / "db.sqlite3").write_bytes(b"bukan basis data" * 1_000)
    with pytest.raises(backups.BackupError, match="tidak dapat ditulis"):
        backups.write(tmp_path / "cadangan.tar.gz")

    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_folder_that_cannot_be_read_is_an_error_and_no_smaller_backup(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("/3"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(backups.BackupError, match="tidak dapat ditulis"):
        backups.write(tmp_path / "cadangan.tar.gz")


def test_what_a_killed_backup_left_is_removed_by_the_next_one_after_a_day(small: Path, tmp_path: Path) -> None:
    old, young, of_another = (tmp_path / name for name in (".backup-abcd1234", ".backup-efgh5678", ".backup-pribadi"))
    for folder in (old, young, of_another):
        folder.mkdir()
        name = "catatan.txt" if folder == of_another else "db.sqlite3"
        (folder / name).write_bytes(b"rahasia")
    two_days_ago = time.time() - 2 * 86_400
    for path in (old / "db.sqlite3", old, young, of_another / "catatan.txt", of_another):
        os.utime(path, (two_days_ago, two_days_ago))

    backups.write(tmp_path / "cadangan.tar.gz")

    assert sorted(path.name for path in tmp_path.glob(".backup-*")) == [".backup-efgh5678", ".backup-pribadi"]


def hits(portal: RunningPortal) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(portal.manage("search", "bantuan", "--json"))["hits"]
    return found


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
