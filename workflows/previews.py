"""Papers as pictures for the screen. A stranger's file never reaches the browser as it is: what is shown was drawn here.

Each page is drawn when it is asked for, in a process of its own with limits, and kept nowhere on the server: there is no
second copy of personal data that somebody would have to take away.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal.core import isolated
from portal.core.files import private_storage
from portal.core.isolated import BusyError, Turns
from portal.core.models import User
from workflows.models import Paper

CONTENT_TYPE = "image/webp"
MOST_PAGES = 500
"""Pages that can be leafed through; a longer paper is downloaded."""

_WORKER = Path(__file__).with_name("preview_worker.py")
_MEMORY, _SECONDS = 768 * 1024 * 1024, 10
_GRACE_SECONDS = 15
"""The seconds are of the processor; on a busy machine they take longer on the clock."""
# Of one web server process: more at a time would only take the machine from those who work without pictures.
_TURNS = Turns(at_once=2, patience=20)
_REMEMBERED_SECONDS = 24 * 3600
_PASSING = frozenset({"busy", "gone"})
"""Reasons that may be over at the next look; a broken or heavy file stays one."""


class Size(StrEnum):
    """How large a page is drawn."""

    READING = "baca"
    LARGE = "besar"

    @property
    def longest_side(self) -> int:
        """Pixels: an A4 page is 100 and 200 dots per inch."""
        return {Size.READING: 1_170, Size.LARGE: 2_340}[self]

    @property
    def most_bytes(self) -> int:
        """A page to read comes over a line of 200 kbit/s within three seconds."""
        return {Size.READING: 60_000, Size.LARGE: 400_000}[self]


class NoPreviewError(Exception):
    """The paper cannot be shown as a picture; the message is a sentence that says what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(_sentence(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Drawing:
    """How many pages the paper has, and one of them as WebP (empty if none was asked for)."""

    pages: int
    content: bytes


def page_count(paper: Paper, *, by: User) -> int:
    """Pages that can be shown. Raises NoPreviewError. Found out once per content and process."""
    key = f"workflows.previews:{paper.sha256}"
    known = cache.get(key)
    if known is None:
        with _failing_once(key):
            known = _run(paper, by=by, page=0, size=Size.READING).pages
        cache.set(key, known, _REMEMBERED_SECONDS)
    return min(int(known), MOST_PAGES)


def draw(paper: Paper, page: int, size: Size, *, by: User) -> bytes:
    """One page, from 1, as WebP. Raises NoPreviewError."""
    if not 1 <= page <= MOST_PAGES:
        raise NoPreviewError("missing_page")
    with _failing_once(f"workflows.previews:{paper.sha256}:{page}:{size}"):
        return _run(paper, by=by, page=page, size=size).content


@contextmanager
def _failing_once(key: str) -> Iterator[None]:
    """What fails for good costs the machine its seconds once; whoever asks again gets the same answer at once."""
    failure = f"{key}:failure"
    if known := cache.get(failure):
        raise NoPreviewError(known)
    try:
        yield
    except NoPreviewError as error:
        if error.code not in _PASSING:
            cache.set(failure, error.code, _REMEMBERED_SECONDS)
        raise


def _run(paper: Paper, *, by: User, page: int, size: Size) -> Drawing:
    path = Path(private_storage().path(str(paper.file.name)))
    if not paper.file or not path.is_file():
        raise NoPreviewError("gone")
    limits = (_MEMORY, _SECONDS, page, size.longest_side, size.most_bytes)
    try:
        with _TURNS.turn(by.pk):
            run = isolated.run(_WORKER, path, *limits, seconds=_SECONDS + _GRACE_SECONDS)
    except (BusyError, subprocess.TimeoutExpired) as error:
        # Its own seconds were not even used up: the machine had no time for it.
        raise NoPreviewError("busy") from error
    return _answer(run.stdout)


def _answer(output: bytes) -> Drawing:
    line, _newline, content = output.partition(b"\n")
    try:
        answer = json.loads(line)
        pages = int(answer.get("pages", 0))
    except (ValueError, AttributeError) as error:
        # The worker died without a word: by its limits, or by an abort inside a library.
        raise NoPreviewError("too_heavy") from error
    if not pages:
        raise NoPreviewError(str(answer.get("error", "broken")))
    if content and not (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        raise NoPreviewError("broken")
    return Drawing(pages, content)


def _sentence(code: str) -> str:
    return {
        "locked": _("Berkas ini terkunci kata sandi, sehingga tidak dapat ditampilkan di sini. Unduh berkasnya."),
        "too_heavy": _("Berkas ini terlalu berat untuk ditampilkan di sini. Unduh berkasnya."),
        "busy": _(
            "Portal sedang menyiapkan banyak gambar. Muat ulang halaman ini sebentar lagi, atau unduh berkasnya."
        ),
        "gone": _("Berkas ini tidak lagi tersimpan."),
        "missing_page": _("Halaman itu tidak ada di berkas ini."),
    }.get(
        code, _("Berkas ini rusak atau bukan PDF dan gambar biasa, sehingga tidak dapat ditampilkan. Unduh berkasnya.")
    )
