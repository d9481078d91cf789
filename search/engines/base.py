"""What an engine is. Everything above this file is written once, for every engine.

Promises every engine keeps, held by `tests/contract/`: for the same records and the same query the
same set of documents, the same total, the same facet counts; nothing of a record whose `acl` has no
token of the audience, on any surface; near-identical order for discriminating words only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from search.documents import IndexDoc
from search.query import Audience, Hit, Result, SearchQuery, Suggestion, WordCount

CITED_BONUS = 10_000.0
"""Added to the score of a document matched by a `Citation`: who names a regulation wants it first."""

NAMED_BONUS = 5_000.0
"""Added to the score of a document that is called what was asked (`SearchQuery.name`)."""


ALTERED = "altered"
"""In place of the fingerprint of a record whose stored content is not what was written. No record has it."""


class EngineUnavailable(Exception):
    """The engine cannot answer now. The portal says so and goes on."""


class UnusableIndex(EngineUnavailable):
    """The index is gone, damaged, or made by another version of the analysis or the tables: a rebuild heals it."""


class RecordsRefused(Exception):
    """The engine will never take some records as they are; `keys` says which. The others of the same call are in.

    The refused ones are not found any more, or are marked as outdated: `search_check` tells of them.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        told = "; ".join(f"{key}: {reason}" for key, reason in list(reasons.items())[:3])
        super().__init__(f"{len(reasons)} records refused: {told}")
        self.keys = tuple(reasons)


GRACE_SECONDS = 300.0
"""So long the index that a rebuild took out of use stays: for readers in the middle of a search."""

MAX_FACET_VALUES = 200
"""So many values of a facet are counted, the most frequent first, equal ones in alphabetical order."""

RESULT_WINDOW = 50_000
"""So many hits of an answer can be paged through; what lies beyond is counted only."""


@dataclass(frozen=True, slots=True)
class Health:
    """`ok` false: reads fail; `detail` says why, in English, for operators.

    `needs_rebuild`: the index cannot be used, is damaged, or was never filled as a whole; the worker rebuilds it.
    """

    ok: bool
    engine: str
    documents: int
    detail: str = ""
    needs_rebuild: bool = False


class Rebuild(Protocol):
    """A new index being filled beside the one in use. `index` is its name, as `Engine.is_index` takes it."""

    index: str

    def add(self, docs: Iterable[IndexDoc]) -> int:
        """Put in records and return how many. Never called twice with the same key."""
        ...

    def settle(self) -> None:
        """All were added: do what takes long now. Changes may still be replayed, and follow quickly.

        Raises RecordsRefused where some were not taken; all else is done then.
        """
        ...

    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        """Replay changes that came while it was filled; `mark` as of `Engine.apply`."""
        ...

    def swap(self) -> None:
        """Put it into use in one step; readers in mid-request finish on the old one."""
        ...

    def abort(self) -> None:
        """Throw it away. Harmless after `swap`."""
        ...


class Engine(Protocol):
    """Finds, suggests, relates. Reads raise only `EngineUnavailable`; no query text makes them raise."""

    name: str

    def search(self, query: SearchQuery) -> Result:
        """A page of hits with total and facets; excerpts and passages made by `search.snippets`."""
        ...

    def suggest(self, prefix: str, *, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles that hold every word of `prefix`, the last one possibly unfinished."""
        ...

    def related(self, key: str, *, audience: Audience, limit: int = 6) -> tuple[Hit, ...]:
        """Documents about the same; empty when the audience may not see `key` itself."""
        ...

    def similar_words(self, word: str, *, audience: Audience) -> tuple[WordCount, ...]:
        """Words of **public** documents near `word` (`search.nearness`), itself included when it occurs.

        Lower case and folded, not stemmed, at most 20, the most frequent first. Words only restricted
        documents have are never told, whoever asks.
        """
        ...

    def similar_to_each(self, words: Iterable[str], *, audience: Audience) -> Mapping[str, tuple[WordCount, ...]]:
        """Word → `similar_words` of it, for all words at the cost of one or two requests."""
        ...

    def is_index(self, name: str) -> bool:
        """Whether the index in use is the one of this name (`Rebuild.index`). Raises EngineUnavailable."""
        ...

    def mark(self) -> str | None:
        """What the index in use says of itself: the mark that it was last given with changes, empty when it never was.

        None: this engine keeps no marks, and its index is believed by its name alone. So does Elasticsearch: an older snapshot
        put back there under its own name is not noticed, and `search_rebuild` is to be run. Raises EngineUnavailable.
        """
        ...

    def inventory(self) -> Mapping[str, str]:
        """Key → fingerprint of every record, `ALTERED` where what is stored, articles included, is not what was written.

        Everything is read: seconds, and some hundred bytes of memory a record. For `search_check` only, never for people.
        """
        ...

    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        """Replace and remove records, all or nothing; afterwards a search finds the new state.

        `mark`: what the index is to say of itself from then on (`mark`), written with the records; empty: what it said before.
        """
        ...

    def forget(self) -> None:
        """Overwrite or drop what changed and deleted records left in the engine's files. May take minutes, and
        rounds of `end_grace`.
        """
        ...

    def end_grace(self) -> None:
        """Remove indexes that rebuilds took out of use more than `GRACE_SECONDS` ago, and go on with what is to be forgotten."""
        ...

    def rebuild(self) -> Rebuild:
        """Begin a new index beside the one in use. `search.rebuilding` sees to it that there is one at a time.

        What a rebuild that crashed left behind is removed, now or at the swap.
        """
        ...

    def health(self, *, thorough: bool = False) -> Health:
        """Whether reads work and the index was made by this version of the analysis. Never raises. `thorough`: with `check`."""
        ...

    def check(self) -> None:
        """Look at every part of the index, which takes seconds. Raises UnusableIndex where one is broken."""
        ...
