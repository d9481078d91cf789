"""Reads an uploaded PDF without trusting it: the parsers run in a process of their own, with limits.

A 7 KB file can make a PDF parser take 3 GB and minutes; here such a file costs its own process and gets a sentence.
"""

import hashlib
import json
import subprocess
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import filetype

from portal.core import isolated

PDF = "application/pdf"
_WORKER = Path(__file__).with_name("pdf_worker.py")
_FEWEST_LETTERS = 40  # of a file that has a text
COVERS = 0.7
"""Share of a page's area. All pages of the scans in the corpus are above, all pages made from text below it."""
_GRACE_SECONDS = 5

SCAN_NOTE = "Berkas ini berupa gambar hasil pindai, jadi teksnya belum tersedia. Berkas tetap dapat diunduh dan dibaca."

_SENTENCES = {
    "missing": "Berkas tidak ditemukan di penyimpanan.",
    "empty": "Berkas ini kosong (0 bita). Unggah ulang berkas yang utuh.",
    "too_large": "Berkas ini {size} MB, melebihi batas {limit} MB. Perkecil atau pecah berkasnya, lalu unggah lagi.",
    "wrong_type": "Berkas ini bukan PDF ({found}). Simpan dokumennya sebagai PDF, lalu unggah lagi.",
    "encrypted": "PDF ini terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.",
    "broken": "PDF ini rusak dan tidak dapat dibaca. Simpan ulang dari dokumen aslinya, lalu unggah lagi.",
    "bomb": "PDF ini mengembang jauh melebihi ukuran wajar saat dibuka, sehingga ditolak demi keamanan.",
    "active": "PDF ini berisi perintah yang berjalan sendiri atau berkas lain di dalamnya. Buka PDF ini, pilih Cetak lalu "
    "“Simpan sebagai PDF”, dan unggah hasilnya.",
    "too_slow": "PDF ini terlalu berat untuk dibaca dalam {seconds} detik. Sederhanakan atau pecah berkasnya, lalu unggah lagi.",
    "no_pages": "PDF ini tidak berisi halaman.",
}


class UnreadableFile(ValueError):
    """The file is refused. `str()` is a sentence for the user; `code` says which of the reasons."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(_SENTENCES[code].format(**values))
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Memory and seconds hold for the reading process."""

    file_bytes: int = 200 * 1024 * 1024 - 1  # a file of 200 MB is refused
    memory_bytes: int = 512 * 1024 * 1024
    seconds: int = 30


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What is known of a readable PDF. `pages` is the text as extracted, `text` the same cleaned of page noise.

    `has_text` is False for an image-only scan; then `text` is "" and `note` says so in a sentence. `is_ocr`: most pages
    with words are pictures, so a machine read the words and may have misread some. `unsearchable` says of each page whether
    words may stand on it that are not in its text: it is a picture, with or without a caption or a machine's reading.
    """

    size: int
    sha256: str
    page_count: int
    pages: tuple[str, ...]
    text: str
    has_text: bool
    unsearchable: tuple[bool, ...] = ()
    is_ocr: bool = False
    note: str = ""


def inspect_pdf(path: str | Path, *, limits: Limits = Limits()) -> PdfReport:
    """Check and read the PDF at `path`; raises UnreadableFile with a sentence for the user."""
    file = Path(path)
    size = check_file(file, limits=limits)
    answer = _read(file, limits)
    pages, pictures = tuple(answer["pages"]), tuple(answer["pictures"])
    has_text = _is_text("".join(pages))
    return PdfReport(
        size=size,
        sha256=_sha256(file),
        page_count=len(pages),
        pages=pages,
        text=answer["text"] if has_text else "",
        has_text=has_text,
        unsearchable=tuple(map(_is_unsearchable, pages, pictures, answer["blank"])),
        is_ocr=has_text and _is_ocr(pages, pictures),
        note="" if has_text else SCAN_NOTE,
    )


def _is_text(words: str) -> bool:
    letters = (character for character in words if character.isalpha())
    return sum(1 for _ in islice(letters, _FEWEST_LETTERS)) == _FEWEST_LETTERS


def _is_unsearchable(words: str, picture: float, is_blank: bool) -> bool:
    """`picture` is the share of the page that is one; few letters beside one are its caption, or the number of the page."""
    if not words.strip():
        return not is_blank
    return picture > COVERS or (picture > 0 and not _is_text(words))


def _is_ocr(pages: tuple[str, ...], pictures: tuple[float, ...]) -> bool:
    with_words = [picture > COVERS for page, picture in zip(pages, pictures, strict=True) if page.strip()]
    return sum(with_words) * 2 > len(with_words)


def check_file(path: Path, *, limits: Limits = Limits()) -> int:
    """The size in bytes of a file that may be a PDF, judged by size and content, never by name; cheap, in process."""
    if not path.is_file():
        raise UnreadableFile("missing")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty")
    if size > limits.file_bytes:
        raise UnreadableFile("too_large", size=round(size / 2**20), limit=round(limits.file_bytes / 2**20))
    found = filetype.guess_mime(str(path))
    if found != PDF:
        raise UnreadableFile("wrong_type", found=f"isinya {found}" if found else "isinya tidak dikenali")
    return size


def _read(path: Path, limits: Limits) -> dict[str, Any]:
    """What the reading process answers (`pdf_worker`)."""
    arguments = (path.resolve(), limits.memory_bytes, limits.seconds)
    try:
        run = isolated.run(_WORKER, *arguments, seconds=limits.seconds + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_slow", seconds=limits.seconds) from None
    answer = _answer(run.stdout)
    if answer is None:
        # The worker died without a word: by its limits (a signal) or by an abort inside the PDF library.
        raise UnreadableFile("too_slow" if run.returncode in (-24, -9) else "bomb", seconds=limits.seconds)
    if error := answer.get("error"):
        raise UnreadableFile(str(error), seconds=limits.seconds)
    return answer


def _answer(output: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(output)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
