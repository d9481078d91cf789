"""A backup of everything that cannot be made again: the database and the files. Restored into a folder without either.

The search index, static files and compiled texts are made again from these two; a session's or upload's leftovers are not
worth keeping. The archive's last member lists all others with size and SHA-256, so that a damaged one is not taken for whole.
"""

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

DATABASE = "db.sqlite3"
FOLDERS = ("files", "media")
MANIFEST = "MANIFEST.json"
CHUNK = 1 << 20
LONGEST_WORK = dt.timedelta(days=1)
"""A half-done backup or restore that nobody has written to for longer was killed."""


class BackupError(Exception):
    """Says what stands in the way, and what to do."""


def write(target: Path) -> int:
    """Writes a .tar.gz while the portal runs, whole or not at all; its size in bytes.

    The database first, as it is at one moment (SQLite's online backup): every file its rows name was there already.
    """
    _check_is_sqlite()
    if target.exists():
        raise BackupError(_("%s sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.") % target)
    try:
        with _workplace(target.resolve().parent) as folder:
            snapshot, archive = folder / DATABASE, folder / target.name
            _copy_database(snapshot)
            # Readable by its owner only: it holds everything, personal data too.
            with os.fdopen(os.open(archive, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1, dereference=True) as tar:
                    _pack(tar, snapshot)
                file.flush()
                os.fsync(file.fileno())
            archive.rename(target)
        return target.stat().st_size
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise BackupError(
            _("Cadangan %(file)s tidak dapat ditulis: %(why)s") % {"file": target, "why": error}
        ) from error


def restore(source: Path) -> None:
    """Unpacks a backup into VAR_DIR; refused where a database or files are, so that nothing of today is lost by mistake.

    Nothing is put there before the whole archive was read, compared with its list, and its database found sound.
    """
    _check_is_sqlite()
    var_dir = Path(settings.VAR_DIR)
    _check_is_free(var_dir)
    try:
        _check_reads_to_its_end(source)
        with _workplace(var_dir) as folder:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
            _check_is_complete(folder, source)
            _check_is_sound(folder / DATABASE, source)
            # The database last: a portal that finds one finds its files too.
            for name in (*FOLDERS, DATABASE):
                _move(folder / name, var_dir / name)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(_("%(file)s tidak dapat dibaca: %(why)s") % {"file": source, "why": error}) from error


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder for what is half done, gone afterwards; what killed processes left of theirs goes first."""
    for folder in parent.glob(".backup-*"):
        with suppress(FileNotFoundError):  # one that is just being finished
            if _is_leftover(folder):
                shutil.rmtree(folder)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".backup-") as name:
        yield Path(name)


def _is_leftover(folder: Path) -> bool:
    """Ours, with a database in it, and of a process that was killed: untouched for longer than any work takes."""
    if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != os.geteuid():
        return False
    touched = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    return (folder / DATABASE).exists() and touched < time.time() - LONGEST_WORK.total_seconds()


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sha256.update(data)
        return data


def _pack(tar: tarfile.TarFile, snapshot: Path) -> None:
    listed = {}
    for name, path in _contents(snapshot):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            # Discarded since the folder was listed: no row of a moment later needs it.
            continue
        with file:
            member, hashed = tar.gettarinfo(arcname=name, fileobj=file), _Hashed(file)
            tar.addfile(member, hashed)
        listed[name] = {"size": member.size, "sha256": hashed.sha256.hexdigest()}
    data = json.dumps(listed).encode()
    manifest = tarfile.TarInfo(MANIFEST)
    manifest.size = len(data)
    tar.addfile(manifest, io.BytesIO(data))


def _contents(snapshot: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and place of everything that belongs there."""
    yield DATABASE, snapshot
    var_dir = Path(settings.VAR_DIR)
    for top in FOLDERS:
        for folder, _folders, names in os.walk(var_dir / top, onerror=_raise_unless_gone):
            for name in names:
                path = Path(folder) / name
                yield str(path.relative_to(var_dir)), path


def _raise_unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _check_is_free(var_dir: Path) -> None:
    # An old write-ahead log would be played into the restored database.
    names = (DATABASE, f"{DATABASE}-wal", *FOLDERS)
    there = [name for name in names if (var_dir / name).exists() and not _is_empty(var_dir / name)]
    if there:
        message = _(
            "Di %(folder)s masih ada %(names)s. Hentikan portal, pindahkan isi folder itu ke tempat lain, lalu ulangi."
        )
        raise BackupError(message % {"folder": var_dir, "names": ", ".join(there)})


def _check_reads_to_its_end(source: Path) -> None:
    """The checksum of gzip stands behind the last byte; tarfile stops before it, and takes a damaged header for the end."""
    try:
        with gzip.open(source) as stream:
            while stream.read(CHUNK):
                pass
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        message = _("%s rusak atau bukan cadangan: isinya tidak dapat dibaca sampai akhir. Pakai cadangan lain.")
        raise BackupError(message % source) from error


def _check_is_complete(folder: Path, source: Path) -> None:
    if not (folder / DATABASE).is_file():
        raise BackupError(_("%s bukan cadangan portal ini: tidak memuat basis data.") % source)
    manifest = folder / MANIFEST
    try:
        listed: Any = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
    except ValueError:
        listed = None
    if not isinstance(listed, dict):
        listed = {}  # a damaged list: no file is in it
    manifest.unlink(missing_ok=True)
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    wrong = sorted(name for name in listed.keys() | found.keys() if listed.get(name) != _entry(found.get(name)))
    if wrong:
        message = _(
            "%(file)s tidak utuh: %(count)s berkas tidak sesuai daftarnya, di antaranya %(name)s. Pakai cadangan lain."
        )
        raise BackupError(message % {"file": source, "count": len(wrong), "name": wrong[0]})


def _entry(path: Path | None) -> dict[str, Any] | None:
    """What the list says of a file, as it was unpacked."""
    if path is None:
        return None
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _check_is_sound(database: Path, source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?immutable=1", uri=True)) as opened:
            verdict = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        message = _("Basis data di dalam %(file)s rusak (%(why)s). Pakai cadangan lain.")
        raise BackupError(message % {"file": source, "why": verdict})


def _move(source: Path, target: Path) -> None:
    """Puts a file or the content of a folder in place; the folder may be there already, or be a disk of its own."""
    if source.is_dir():
        target.mkdir(exist_ok=True)
        for child in source.iterdir():
            shutil.move(child, target / child.name)
    elif source.exists():
        shutil.move(source, target)


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
