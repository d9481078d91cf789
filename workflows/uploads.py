"""What may be uploaded: hostile until shown otherwise. The content decides, never the name or the browser's word.

Papers are PDF or pictures (JPEG, PNG, and HEIC as phones take them, which becomes JPEG). A picture is drawn anew, which removes
EXIF (position, camera) and anything hidden behind it; a PDF stays bit for bit as it was (it may be signed) once a process
of its own has read it.
"""

import hashlib
import io
import struct
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from documents.text import extraction
from portal.core import isolated
from workflows import pictures
from workflows.coordinates import Point
from workflows.pictures import HEIC, JPEG, PNG

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
NAME_LENGTH = 120
# Of one web server process: a picture of the largest size takes half a gigabyte and four seconds.
_TURNS = isolated.Turns(at_once=2, patience=20)

PDF = "application/pdf"
LONGEST_TAIL = 64 * 1024
PDF_BLANKS = b"\0\t\n\f\r "
"""All that may stand behind the end mark of a PDF (some servers fill up with it)."""
_SUFFIX = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
# Not `filetype`, which names what a refused file is (documents/text/extraction.py): it takes a PDF that begins with a byte
# order mark or without the dash, and a PNG by half of its signature; each is a way for a second format to hide.
_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1"})


class UploadRefusedError(Exception):
    """The file is not kept; the message is a sentence for the person who chose it."""


class UploadBusyError(Exception):
    """Too many files are being looked into; nothing is wrong with this one. The message is a sentence."""

    def __init__(self) -> None:
        super().__init__(_("Portal sedang memeriksa banyak berkas. Unggah lagi sebentar lagi."))


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored: what is written is `content`, and the hash and size are those of `content`."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    point: Point | None = None
    """Where a photo was taken; the content itself tells it no more."""

    @property
    def suffix(self) -> str:
        """«.pdf», «.jpg» or «.png», by content."""
        return _SUFFIX[self.content_type]

    @property
    def size(self) -> int:
        return len(self.content)


def check(upload: "File[bytes]", *, account: int | None = None, pictures_only: bool = False) -> CheckedFile:
    """The file as it may be stored. `account` is whose turn it takes. Raises UploadRefusedError, UploadBusyError."""
    shown = clean_name(upload.name or "")
    check_size(shown, upload.size or 0)
    upload.seek(0)
    content = upload.read()
    content_type = _type_of(content)
    if content_type is None or (pictures_only and content_type == PDF):
        wanted = _("JPG, PNG, atau HEIC") if pictures_only else _("PDF, JPG, PNG, atau HEIC")
        raise UploadRefusedError(
            _("Berkas “%(name)s” bukan %(wanted)s. Jenis berkas dilihat dari isinya, bukan dari namanya.")
            % {"name": shown, "wanted": wanted}
        )
    point = None
    with _turn(account):
        if content_type == PDF:
            _check_pdf(content, shown)
        else:
            drawn = _draw_anew(content, content_type, shown)
            content, content_type, point = drawn.content, drawn.content_type, drawn.point
            check_size(shown, len(content))
    return CheckedFile(
        name=_with_suffix(shown, _SUFFIX[content_type]),
        content_type=content_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        point=point,
    )


def check_size(name: str, size: int) -> None:
    """Before anything is read, or sent: UploadRefusedError for an empty or too large file."""
    shown = clean_name(name)
    if size == 0:
        raise UploadRefusedError(_("Berkas “%s” kosong (0 bita). Pilih berkas yang benar lalu unggah lagi.") % shown)
    if size > MAX_BYTES:
        raise UploadRefusedError(
            _("Berkas “%(name)s” lebih dari %(limit)s MB. Perkecil ukurannya lalu unggah lagi.")
            % {"name": shown, "limit": MAX_BYTES // MEGABYTE}
        )


def type_by_name(name: str) -> str:
    """The type of a file that was stored under the name `check` gave it."""
    suffix = PurePosixPath(name).suffix.lower().replace(".jpeg", ".jpg")
    return next((kind for kind, end in _SUFFIX.items() if end == suffix), "application/octet-stream")


def _type_of(content: bytes) -> str | None:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


@contextmanager
def _turn(account: int | None) -> Iterator[None]:
    try:
        with _TURNS.turn(account):
            yield
    except isolated.BusyError as error:
        raise UploadBusyError from error


def _check_pdf(content: bytes, shown: str) -> None:
    """Refuses what is no whole PDF, is locked, or would harm a reader. Read in a process with limits of its own."""
    _before, mark, behind = content[-LONGEST_TAIL:].rpartition(b"%%EOF")
    if not mark:
        raise UploadRefusedError(
            _("Berkas PDF “%s” rusak atau terpotong. Simpan ulang sebagai PDF lalu unggah lagi.") % shown
        )
    if behind.strip(PDF_BLANKS) or _is_archive(content):
        raise UploadRefusedError(
            _("Berkas PDF “%s” membawa data lain di belakang isinya. Simpan ulang sebagai PDF lalu unggah lagi.")
            % shown
        )
    with tempfile.NamedTemporaryFile(suffix=".pdf", dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        copy.write(content)
        copy.flush()
        try:
            extraction.inspect_pdf(copy.name)
        except extraction.UnreadableFile as refused:
            raise UploadRefusedError(f"“{shown}”: {refused}") from refused


def _is_archive(content: bytes) -> bool:
    """Whether the same bytes open as a ZIP too, whose directory is read from the end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error):
        return False


def _draw_anew(content: bytes, content_type: str, shown: str) -> pictures.Drawn:
    try:
        return pictures.draw_anew(content, content_type, most_bytes=MAX_BYTES)
    except pictures.TooManyPixelsError as error:
        raise UploadRefusedError(
            _("Gambar “%(name)s” terlalu besar: lebih dari %(limit)s megapiksel. Perkecil gambarnya lalu unggah lagi.")
            % {"name": shown, "limit": pictures.MAX_PIXELS // 1_000_000}
        ) from error
    except pictures.BrokenPictureError as error:
        raise UploadRefusedError(
            _("Gambar “%s” rusak atau terpotong. Ambil atau simpan ulang gambarnya lalu unggah lagi.") % shown
        ) from error


def clean_name(name: str) -> str:
    """The name for the screen: no folders, no control or direction characters, one line, not too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    composed = unicodedata.normalize("NFC", last)
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in composed)
    return " ".join(visible.split()).strip(". ")[-NAME_LENGTH:] or _("berkas")


def _with_suffix(name: str, suffix: str) -> str:
    """«gaji.pdf.exe» becomes «gaji.pdf.exe.pdf»: the end of the name always tells the true type."""
    stem = PurePosixPath(name)
    if suffix == ".jpg" and stem.suffix.lower() in {".heic", ".heif", ".png"}:
        return f"{stem.stem}{suffix}"
    same = stem.suffix.lower() in ({".jpg", ".jpeg"} if suffix == ".jpg" else {suffix})
    return name if same else f"{name}{suffix}"
