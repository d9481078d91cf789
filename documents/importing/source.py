"""Opening what is imported: plain or gzip, read line by line, with the share that has been read."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

GZIP_MAGIC = b"\x1f\x8b"


class UnreadableSource(Exception):
    """The file cannot be read; the message is a sentence for the operator."""


@dataclass(slots=True)
class Source:
    """Lines with their number (from 1)."""

    _raw: IO[bytes]
    _lines: IO[bytes]
    _size: int

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        try:
            yield from enumerate(self._lines, start=1)
        except (EOFError, OSError, gzip.BadGzipFile) as error:
            raise UnreadableSource(f"Berkas gzip rusak atau terpotong: {error}") from error

    @property
    def share_read(self) -> float:
        """From 0 to 1, measured in bytes of the file on disk."""
        return min(1.0, self._raw.tell() / self._size) if self._size else 1.0


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The lines of a file; gzip is known by its content, not by its name."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UnreadableSource(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error
    with raw:
        is_gzip = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        lines = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_gzip else raw
        yield Source(raw, lines, path.stat().st_size)
