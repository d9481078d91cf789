"""A backup of everything that cannot be made again: the database and the files. Restored into a folder without either.

The search index, static files and compiled texts are made again from these two; a session's or upload's leftovers are not
worth keeping.
"""

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

DATABASE = "db.sqlite3"
FOLDERS = ("files", "media")


class BackupError(Exception):
    """Says what stands in the way, and what to do."""


def write(target: Path) -> int:
    """Writes a .tar.gz while the portal runs, whole or not at all; its size in bytes.

    The database first, as it is at one moment (SQLite's online backup): every file its rows name was there already.
    """
    _check_is_sqlite()
    if target.exists():
        raise BackupError(_("%s sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.") % target)
    var_dir = Path(settings.VAR_DIR)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".backup-") as folder:
        snapshot, archive = Path(folder) / DATABASE, Path(folder) / target.name
        _copy_database(snapshot)
        # Readable by its owner only: it holds everything, personal data too.
        with os.fdopen(os.open(archive, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
                tar.add(snapshot, DATABASE)
                for name in FOLDERS:
                    if (var_dir / name).is_dir():
                        tar.add(var_dir / name, name)
            file.flush()
            os.fsync(file.fileno())
        archive.rename(target)
    return target.stat().st_size


def restore(source: Path) -> None:
    """Unpacks a backup into VAR_DIR; refused where a database or files are, so that nothing of today is lost by mistake."""
    _check_is_sqlite()
    var_dir = Path(settings.VAR_DIR)
    # An old write-ahead log would be played into the restored database.
    names = (DATABASE, f"{DATABASE}-wal", *FOLDERS)
    there = [name for name in names if (var_dir / name).exists() and not _is_empty(var_dir / name)]
    if there:
        message = _(
            "Di %(folder)s masih ada %(names)s. Hentikan portal, pindahkan isi folder itu ke tempat lain, lalu ulangi."
        )
        raise BackupError(message % {"folder": var_dir, "names": ", ".join(there)})
    try:
        with tarfile.open(source) as tar:
            if DATABASE not in tar.getnames():
                raise BackupError(_("%s bukan cadangan portal ini: tidak memuat basis data.") % source)
            tar.extractall(var_dir, filter="data")
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupError(_("%(file)s tidak dapat dibaca: %(why)s") % {"file": source, "why": error}) from error


def _is_empty(path: Path) -> bool:
    return not any(path.iterdir()) if path.is_dir() else path.stat().st_size == 0


def _copy_database(target: Path) -> None:
    source = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as ours, closing(sqlite3.connect(target)) as copy:
        ours.backup(copy)


def _check_is_sqlite() -> None:
    if connection.vendor != "sqlite":
        raise BackupError(
            _("Basis data portal ini PostgreSQL: cadangkan dengan pg_dump, dan salin folder %s.")
            % " + ".join(str(Path(settings.VAR_DIR) / name) for name in FOLDERS)
        )
