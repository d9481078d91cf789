"""What Elasticsearch is asked about documents. What is asked of their texts: `elastic_tree`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.function import FieldValueFactor
from elasticsearch.dsl.query import Bool, ConstantScore, FunctionScore, MatchAll, Query, Range, Terms

from search.engines.base import MAX_FACET_VALUES, NAMED_BONUS, RESULT_WINDOW
from search.engines.elastic_sources import both
from search.engines.elastic_tree import Texts, term_query
from search.query import Audience, Facet, Name, SearchQuery

_FACET_FIELD: Mapping[Facet, str] = {
    "kind": "kind",
    "year": "year",
    "status": "status",
    "cluster": "cluster",
    "issuer": "issuer",
}


def readable_by(audience: Audience) -> Query:
    """Only what this audience may see; an empty audience sees nothing. Always a filter of the query, never after it."""
    return Terms("acl", list(audience))


def _called(name: Name) -> Query:
    """The documents of this name, and of one of its kinds if it says any."""
    named = [term_query("name", name.key)]
    return Bool(filter=[*named, Terms("kind", list(name.kinds))] if name.kinds else named)


def page_search(query: SearchQuery, *, first: int, size: int) -> Search[Any]:
    """The keys of the documents of a page, and how many articles each has; how many there are tells `facets_search`.

    Read from the columns: to order thirty documents none of their texts has to be unpacked.
    """
    weighed = []
    if query.tree is not None:
        asked = Texts(query.audience).query(query.tree)
        if query.name is not None:
            asked = Bool(must=[asked], should=[ConstantScore(filter=_called(query.name), boost=NAMED_BONUS)])
        weighed = [FunctionScore(query=asked, functions=[_AUTHORITY], boost_mode="multiply")]
    search = Search().query(Bool(must=weighed, filter=[*_narrowing(query), *_choices(query).values()]))
    end = min(first + size, RESULT_WINDOW)
    if first >= end:
        first, end = 0, 0
    return from_columns(search.extra(track_total_hits=False).sort(*_order(query)), "key", "passages")[first:end]


def from_columns(search: Search[Any], *names: str) -> Search[Any]:
    """The same, giving back these values of a hit and nothing of its source."""
    return search.source(False).extra(stored_fields="_none_", docvalue_fields=[*names])


def facets_search(query: SearchQuery) -> Search[Any]:
    """Total and facets. Apart from the page, for the server remembers such an answer as long as the index does not change,
    and works it out beside the page otherwise.
    """
    asked = [Texts(query.audience).query(query.tree)] if query.tree is not None else []
    search = Search().query(Bool(filter=[*asked, *_narrowing(query)])).extra(track_total_hits=True)[:0]
    chosen = _choices(query)
    if chosen:
        search = search.post_filter(Bool(filter=list(chosen.values())))
    for facet in query.facets:
        others = [choice for other, choice in chosen.items() if other != facet]
        counted = search.aggs.bucket(facet, A("filter", Bool(filter=others or [MatchAll()])))
        counted.bucket("values", A("terms", field=_FACET_FIELD[facet], size=MAX_FACET_VALUES))
    return search


def _narrowing(query: SearchQuery) -> list[Query]:
    """What holds for hits and for every facet: who reads, and the years."""
    narrowing: list[Query] = [readable_by(query.audience)]
    if query.year_from is not None or query.year_to is not None:
        narrowing.append(Range("year", {"gte": query.year_from or 0, "lte": query.year_to or 9999}))
    return narrowing


def _choices(query: SearchQuery) -> dict[Facet, Query]:
    """What was chosen in each facet."""
    return {facet: _chosen(facet, values) for facet, values in query.filters.items() if values}


_AUTHORITY = FieldValueFactor(field="weight", factor=1.0, modifier="none", missing=1.0)


def _chosen(facet: Facet, values: Iterable[str]) -> Query:
    wanted: list[str | int] = list(values)
    if facet == "year":
        wanted = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 6]
    return Terms(_FACET_FIELD[facet], wanted)


def _order(query: SearchQuery) -> list[dict[str, Any]]:
    """Equal scores newest first, then in a fixed order, so that pages neither repeat nor lose a document.

    A document without a day stands last whichever way the days run.
    """
    by_day = {
        "day": {
            "order": "asc" if query.sort == "oldest" else "desc",
            "missing": "_last",
        }
    }
    ties: list[dict[str, Any]] = [by_day, {"key": {"order": "asc"}}]
    if query.sort == "published":
        return [{"published": {"order": "desc", "missing": "_last"}}, *ties]
    return [{"_score": {"order": "desc"}}, *ties] if query.sort == "relevance" else ties


def suggestion_search(words: Sequence[str], audience: Audience, limit: int) -> Search[Any]:
    """Titles that hold all words, the last one possibly unfinished."""
    return (
        Search()
        .query(Bool(filter=[readable_by(audience), *Texts(audience).titled(words)]))
        .sort({"weight": {"order": "desc"}}, {"day": {"order": "asc", "missing": "_first"}}, {"key": {"order": "asc"}})
        .source(["key", *both("title"), "url"])[:limit]
    )
