"""What a killed web server leaves of an upload lies in the portal's own folder, closed to others, and goes."""

import os
import time
from pathlib import Path

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from pytest_django import Settings

from portal.core import coming_in


def test_a_large_upload_lies_in_the_portals_own_folder_while_it_comes_in(settings: Settings) -> None:
    handler = TemporaryFileUploadHandler()
    handler.new_file("file", "surat.pdf", "application/pdf", 0)

    folder = Path(handler.file.temporary_file_path()).parent

    assert folder.parent == settings.VAR_DIR
    assert folder.stat().st_mode & 0o777 == 0o700
    handler.file.close()


def test_what_nobody_writes_to_any_more_is_swept_and_an_upload_under_way_is_not(
    settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    lost, going_on = tmp_path / "lost.upload", tmp_path / "going-on.upload"
    for path in (lost, going_on):
        path.write_bytes(b"%PDF-")
    long_ago = time.time() - coming_in.LONGEST_SILENCE.total_seconds() - 1
    os.utime(lost, (long_ago, long_ago))

    assert coming_in.sweep() == 1
    assert [path.name for path in tmp_path.iterdir()] == ["going-on.upload"]
