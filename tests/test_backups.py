"""A backup of a portal in use, and a portal made from it; real processes, files and database."""

import json
import tarfile
from pathlib import Path

import pytest

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


def hits(portal: RunningPortal) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(portal.manage("search", "bantuan", "--json"))["hits"]
    return found


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
