"""Records that a test decides, in the place of the portal's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections

from search.documents import IndexDoc
from search.engines.base import Engine


class Things:
    """A source of records: those `present`, of which those `closed` are not for the public and those `broken` cannot be made."""

    prefix = "thing"

    def __init__(self) -> None:
        self.present: set[str] = set()
        self.dated: set[str] = set()
        self.broken: set[str] = set()
        self.closed: set[str] = set()

    def keys(self) -> Iterator[str]:
        yield from sorted(self.present)

    def load(self, keys: Any) -> dict[str, IndexDoc]:
        wanted = [key for key in keys if key in self.present]
        if not self.broken.isdisjoint(wanted):
            raise ValueError("no such sort of node: nonsense")
        return {
            key: IndexDoc(key, "berita", f"Benda {key}", "/", ("g7" if key in self.closed else "public",))
            for key in wanted
        }

    def restricted_keys(self) -> Iterator[str]:
        yield from sorted(self.present)

    def dated_keys(self) -> Iterator[str]:
        yield from sorted(self.dated)


def indexed(engine: Engine) -> set[str]:
    """The keys of what an index holds."""
    return set(engine.inventory())


def in_thread(work: Callable[[], object]) -> None:
    """Run with a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
