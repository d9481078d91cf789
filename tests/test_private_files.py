"""What the portal writes is readable by its own account only, also where earlier versions left it open."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from portal.checks import check_var_dir
from portal.env import private_directory
from tests.running_portal import RunningPortal

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[Path]:
    return [path for path in [folder, *folder.rglob("*")] if path.lstat().st_mode & OTHERS]


@pytest.mark.usefixtures("open_umask")
def test_a_new_directory_and_what_is_written_afterwards_is_its_owners_alone(tmp_path: Path) -> None:
    made = private_directory(tmp_path / "new" / "var")
    (made / "letter").write_text("isi")

    assert not open_to_others(made)


@pytest.mark.usefixtures("open_umask")
def test_an_existing_directory_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    assert not private_directory(tmp_path).stat().st_mode & OTHERS


@pytest.mark.usefixtures("open_umask")
def test_a_directory_shared_by_all_is_left_alone_and_refused_in_production(tmp_path: Path, settings: Settings) -> None:
    tmp_path.chmod(0o1777)

    settings.VAR_DIR = private_directory(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert [found.id for found in check_var_dir(None)] == ["portal.E007"]
    tmp_path.chmod(0o700)
    assert check_var_dir(None) == []


def test_an_upload_to_the_media_folder_is_closed() -> None:
    name = default_storage.save("uji/gambar.png", ContentFile(b"x"))
    try:
        assert not Path(default_storage.path(name)).stat().st_mode & OTHERS
    finally:
        default_storage.delete(name)


@pytest.mark.usefixtures("open_umask")
def test_a_running_portal_writes_nothing_that_others_may_read(demo_portal: RunningPortal) -> None:
    """The demo's own set-up, then the web server and the worker, started from a shell with an open umask."""
    (demo_portal.var_dir / "db.sqlite3").chmod(0o600)  # the suite's own copy, not written by the portal
    assert not open_to_others(demo_portal.var_dir)
    demo_portal.var_dir.chmod(0o755)
    with demo_portal.serving():
        pass

    demo_portal.manage("search_rebuild")

    assert not open_to_others(demo_portal.var_dir)
