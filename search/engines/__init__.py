"""Which engines this installation has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine


@cache
def embedded(directory: Path) -> SQLiteEngine:
    """The embedded engine over the index files of a directory."""
    return SQLiteEngine(directory)


def every() -> list[Engine]:
    """All engines, the one that answers first; the embedded one is always there as the answer of last resort."""
    return [embedded(Path(settings.SEARCH_DIR))]
