"""What is remembered of one state of the index: of public documents, and of all others apart from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

from search.engines.bits import Bits
from search.engines.sqlite_facets import FacetCounts
from search.engines.sqlite_impacts import Impacts
from search.engines.sqlite_view import View

_MOST_COUNTED = 50_000


@dataclass(frozen=True, slots=True)
class Memory:
    """Who sees no closed document is answered from the public half alone: closed ones cost him no time."""

    public: Impacts
    closed: Impacts
    facets: FacetCounts
    _articles: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, view: View) -> Memory:
        """Nothing is remembered yet."""
        public = Impacts(view)
        return cls(public, Impacts(view, public), FacetCounts(view))

    @property
    def view(self) -> View:
        return self.public.view

    def halves(self, seen: Bits) -> list[Impacts]:
        """Those that have documents which this reader may see."""
        return [half for half in (self.public, self.closed) if half.rows & seen]

    def carried_to(self, view: View, connection: sqlite3.Connection, changed: Collection[int]) -> Memory:
        """The same for a newer view, put right for the documents that changed."""
        public = self.public.carried_to(view, connection, changed)
        return Memory(public, self.closed.carried_to(view, connection, changed, public), self.facets.carried_to(view))

    def articles_having(self, connection: sqlite3.Connection, term: str) -> int:
        """How many articles of public documents have a term: FTS5 goes through all its places, 15 ms for a common one."""
        if term not in self._articles:
            if len(self._articles) >= _MOST_COUNTED:
                self._articles.clear()
            found = connection.execute("SELECT doc FROM passage_terms WHERE term = ?", (term,)).fetchone()
            self._articles[term] = int(found[0]) if found else 0
        return self._articles[term]
