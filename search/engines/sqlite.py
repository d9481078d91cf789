"""The embedded engine: SQLite FTS5 in a file of its own. Needs no server and no package."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from search import analysis, related
from search.documents import PUBLIC, IndexDoc
from search.engines import sqlite_store as store
from search.engines import sqlite_tables as tables
from search.engines import sqlite_view
from search.engines.base import GRACE_SECONDS, NAMED_BONUS, EngineUnavailable, Health, UnusableIndex
from search.engines.bits import Bits, all_of, any_of, to_bits
from search.engines.sqlite_files import Generations, connect, file_number, overwrite_journal
from search.engines.sqlite_hits import page_of_hits
from search.engines.sqlite_match import MANY, Evaluation
from search.engines.sqlite_memory import Memory
from search.engines.sqlite_rebuild import SQLiteRebuild, apply_to
from search.engines.sqlite_records import unpack
from search.engines.sqlite_view import View
from search.nearness import is_near
from search.query import Audience, Hit, Name, Result, SearchQuery, Suggestion, WordCount

_NAMED = "SELECT id FROM docs WHERE name = ? AND name != ''"
_SIMILAR = (
    "SELECT DISTINCT w.word, w.documents FROM misspellings m JOIN words w ON w.id = m.word"
    " WHERE m.form IN (SELECT value FROM json_each(?)) AND w.documents >= 2"
    " ORDER BY w.documents DESC, w.word"
)
_COUNTED = "SELECT word, documents FROM words WHERE word IN (SELECT value FROM json_each(?))"
_MAX_SIMILAR = 20


class SQLiteEngine:
    """One directory, one index in use. Safe to share between threads; processes meet in the file.

    More documents than `many` are not scored one by one; the order is the same.
    """

    name = "sqlite"

    def __init__(self, directory: Path, *, many: int = MANY) -> None:
        self._generations = Generations(directory, tables.create)
        self._many = many
        self._local = threading.local()
        self._known: dict[Path, Memory] = {}
        self._place: tuple[Path, int] | None = None
        self._lock = threading.Lock()

    # Reading

    def search(self, query: SearchQuery) -> Result:
        started = time.perf_counter()
        with self._reading() as (connection, known):
            view = known.view
            scored = query.sort == "relevance" and query.size > 0
            seen = view.visible(query.audience)
            parts = [
                Evaluation(connection, half, scored=scored, many=self._many, seen=seen).of(query.tree)
                for half in known.halves(seen)
            ]
            if scored and query.name:
                named = _called(connection, view, query.name)
                parts = [matched.with_bonus(named, NAMED_BONUS) for matched in parts]
            allowed = any_of(matched.bits for matched in parts) & seen & view.years(query)
            chosen = {facet: view.chosen(facet, values) for facet, values in query.filters.items() if values}
            found = all_of(allowed, chosen.values())
            hits = page_of_hits(connection, known, query, parts, found)
            facets = known.facets.of(query.facets, allowed, chosen)
            is_whole = store.is_filled(connection)
        took = (time.perf_counter() - started) * 1000
        return Result(found.bit_count(), hits, facets, self.name, took, preparing=not is_whole)

    def suggest(self, prefix: str, *, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        words = analysis.plain_words(analysis.clean(prefix[:200]))[:8]
        if not words:
            return ()
        expression = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
        with self._reading() as (connection, known):
            seen = known.view.visible(audience)
            titled = any_of(half.titled(connection, expression) for half in known.halves(seen))
            return tuple(self._suggestion(connection, row) for row in known.view.weightiest(titled & seen, limit))

    def related(self, key: str, *, audience: Audience, limit: int = 6) -> tuple[Hit, ...]:
        with self._reading() as (connection, known):
            view = known.view
            found = connection.execute("SELECT id, title, keywords, body FROM docs WHERE key = ?", (key,)).fetchone()
            if not found or not view.visible(audience) >> found[0] & 1:
                return ()

            def statistics(words: Sequence[str]) -> tuple[Mapping[str, int], int]:
                counted = dict(connection.execute(_COUNTED, (json.dumps(words),)).fetchall())
                return counted, view.public.bit_count()

            tree = related.likeness(found[1], found[2], unpack(found[3]), statistics)
        if tree is None:
            return ()
        query = SearchQuery(tree, audience=audience, facets=(), size=limit + 1, passages_per_hit=0, excerpts=False)
        return tuple(hit for hit in self.search(query).hits if hit.key != key)[:limit]

    def similar_words(self, word: str, *, audience: Audience) -> tuple[WordCount, ...]:
        if PUBLIC not in audience:
            return ()
        folded = analysis.fold(word[: analysis.MAX_WORD])
        forms = json.dumps(sorted(analysis.deletions(folded)))
        with self._reading() as (connection, _):
            found = (WordCount(*row) for row in connection.execute(_SIMILAR, (forms,)))
            return tuple(islice((each for each in found if is_near(folded, each.word)), _MAX_SIMILAR))

    def similar_to_each(self, words: Iterable[str], *, audience: Audience) -> Mapping[str, tuple[WordCount, ...]]:
        return {word: self.similar_words(word, audience=audience) for word in words}

    def is_index(self, name: str) -> bool:
        with self._generations.understood():
            return self._generations.current().name == name

    def mark(self) -> str:
        with self._generations.understood():
            try:
                return store.mark_of(self._connection()[0])
            except BaseException:
                self.close()  # it may be what broke
                raise

    def inventory(self) -> Mapping[str, str]:
        with self._reading() as (connection, _):
            return dict(store.inventory(connection))

    def health(self, *, thorough: bool = False) -> Health:
        try:
            with self._reading() as (connection, _):
                documents = connection.execute("SELECT count(*) FROM docs").fetchone()[0]
                needs_rebuild = not store.is_filled(connection)
            if thorough:
                self.check()
        except EngineUnavailable as error:
            return Health(False, self.name, 0, str(error), needs_rebuild=isinstance(error, UnusableIndex))
        if self._generations.is_damaged():
            return Health(False, self.name, int(documents), "the search index is damaged", needs_rebuild=True)
        return Health(True, self.name, int(documents), needs_rebuild=needs_rebuild)

    def check(self) -> None:
        with self._generations.understood(), closing(connect(self._generations.current())) as connection:
            store.check_soundness(connection)

    # Writing

    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        with self._generations.understood(), closing(connect(self._generations.current())) as connection:
            apply_to(connection, upserts, deletes, mark)

    def forget(self) -> None:
        """FTS5 keeps deleted words until its segments are merged; freed pages and the journal keep them until overwritten."""
        with self._generations.understood(), closing(connect(self._generations.current())) as connection:
            store.forget_words(connection)
            overwrite_journal(connection)
        self._generations.remove_older()

    def end_grace(self) -> None:
        with self._generations.understood():
            self._generations.remove_older(seconds=GRACE_SECONDS)

    def rebuild(self) -> SQLiteRebuild:
        return SQLiteRebuild(self._generations)

    # Inside

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, Memory]]:
        """A connection within one read transaction and what is remembered of exactly that state."""
        with self._generations.understood():
            connection, path = self._connection()
            connection.execute("BEGIN")
            try:
                yield connection, self._remembered(connection, path)
            except BaseException:
                self.close()  # it may be what broke
                raise
            connection.execute("COMMIT")

    def _connection(self) -> tuple[sqlite3.Connection, Path]:
        """This thread's connection to the generation in use."""
        path = self._generations.current()
        place = path, file_number(path)
        if getattr(self._local, "place", None) != place:
            self.close()
            try:
                connection = connect(path)
            except UnusableIndex:  # a rebuild may have taken its place this very moment
                path = self._generations.current()
                connection = connect(path)
            tables.check_version(connection)
            self._local.connection, self._local.place = connection, (path, file_number(path))
            with self._lock:
                if self._place != self._local.place:  # also when an older copy was put in its place under its name
                    self._known.clear()
                    self._place = self._local.place
        return self._local.connection, path

    def close(self) -> None:
        """Close this thread's connection; the next read opens another."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local.__dict__.clear()

    def _remembered(self, connection: sqlite3.Connection, path: Path) -> Memory:
        with self._lock:
            known = self._known.get(path)
            newest = sqlite_view.newest_change(connection)
            if known is not None and known.view.seq == newest:
                return known
            if known is not None and known.view.seq > newest:  # this transaction began before the last change
                return Memory.of(sqlite_view.load(connection))
            changed = sqlite_view.changed_since(connection, known.view) if known else None
            if known is None or changed is None:
                known = Memory.of(sqlite_view.load(connection))
            else:
                known = known.carried_to(sqlite_view.follow(known.view, connection, changed), connection, changed)
            self._known = {path: known}
            return known

    def _suggestion(self, connection: sqlite3.Connection, row: int) -> Suggestion:
        return Suggestion(*connection.execute("SELECT key, title, url FROM docs WHERE id = ?", (row,)).fetchone())


def _called(connection: sqlite3.Connection, view: View, name: Name) -> Bits:
    """The documents of this name, and of one of its kinds if it says any."""
    rows = to_bits((row for (row,) in connection.execute(_NAMED, (name.key,))), view.highest)
    return rows & view.chosen("kind", name.kinds) if name.kinds else rows
