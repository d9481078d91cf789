"""From the documents found in the embedded index to the hits of a page, with their articles and excerpts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

from search import ranking, snippets
from search.engines import sqlite_store as store
from search.engines.base import RESULT_WINDOW
from search.engines.bits import Bits, flags
from search.engines.passages import Scored
from search.engines.sqlite_match import Matched
from search.engines.sqlite_memory import Memory
from search.engines.sqlite_order import ordered
from search.engines.sqlite_passages import Passages
from search.engines.sqlite_records import unpack
from search.engines.sqlite_view import View
from search.query import Hit, PassageHit, SearchQuery

_THESE = "WHERE id IN (SELECT value FROM json_each(?))"
_HITS = f"SELECT id, key, title, url, kind, number, year, status, issuer, clusters, date FROM docs {_THESE}"  # noqa: S608 - constants
_LAST_PUBLISHED_FIRST = "SELECT published, id FROM docs WHERE published IS NOT NULL ORDER BY published DESC"
_BODIES = f"SELECT id, body FROM docs {_THESE}"  # noqa: S608 - constants


def page_of_hits(
    connection: sqlite3.Connection, known: Memory, query: SearchQuery, parts: Sequence[Matched], found: Bits
) -> tuple[Hit, ...]:
    """The hits of the page asked for, the best documents ordered anew by their best article."""
    view = known.view
    first = (query.page - 1) * query.size
    wanted = min(first + query.size, RESULT_WINDOW)
    if query.size <= 0 or first >= wanted or first >= found.bit_count():
        return ()
    passages = Passages(connection, known, query) if query.passages_per_hit and query.tree is not None else None
    reranked = passages is not None and query.sort == "relevance" and first < ranking.RERANKED
    if query.sort == "published":
        rows = [(row, 0.0) for row in islice(_last_published_first(connection, view, found), wanted)]
    else:
        rows = ordered(view, query, parts, found, max(wanted, ranking.RERANKED) if reranked else wanted)
    scored: dict[int, Scored[int]] = {}
    if passages and reranked:
        best, rest = rows[: ranking.RERANKED], rows[ranking.RERANKED :]
        scored = passages.of([row for row, _ in best])
        rows = ranking.fuse(best, {row: of.best for row, of in scored.items()}) + rest
    page = dict(rows[first:wanted])
    shown: dict[int, tuple[PassageHit, ...]] = {}
    if passages:
        scored |= passages.of([row for row in page if row not in scored])
        what = snippets.wanted(query.tree)
        shown = passages.show({row: scored[row] for row in page}, query.passages_per_hit, what)
    return _read_hits(connection, query, page, scored, shown)


def _last_published_first(connection: sqlite3.Connection, view: View, found: Bits) -> Iterator[int]:
    """The rows found, those published at once the newest first, those of which it is not known last."""
    inside = flags(found, view.highest)
    seen = (each for each in connection.execute(_LAST_PUBLISHED_FIRST) if inside[each[1]])
    told: set[int] = set()
    for _, together in groupby(seen, key=itemgetter(0)):
        rows = sorted((row for _, row in together), key=view.place)
        told.update(rows)
        yield from rows
    yield from (row for row in view.newest if inside[row] and row not in told)


def _read_hits(
    connection: sqlite3.Connection,
    query: SearchQuery,
    page: Mapping[int, float],
    scored: Mapping[int, Scored[int]],
    shown: Mapping[int, tuple[PassageHit, ...]],
) -> tuple[Hit, ...]:
    """The hits of a page, given as row → score. Only a document that shows no article needs its long body."""
    what = snippets.wanted(query.tree)
    read = {row: rest for row, *rest in connection.execute(_HITS, (json.dumps(list(page)),))}
    without_article = [row for row in page if query.excerpts and not shown.get(row)]
    bodies = dict(connection.execute(_BODIES, (json.dumps(without_article),)))

    def hit(row: int, score: float) -> Hit:
        key, title, url, kind, number, year, status, issuer, clusters, date = read[row]
        return Hit(
            key, title, snippets.mark(title, what), url, kind, number, year, status, issuer,
            tuple(json.loads(clusters)), store.to_date(date),
            snippets.excerpt(unpack(bodies[row]), what) if row in bodies else "", score, shown.get(row, ()),
            max(0, scored[row].equal - len(shown[row])) if row in shown else 0,
        )  # fmt: skip

    return tuple(hit(row, score) for row, score in page.items())
