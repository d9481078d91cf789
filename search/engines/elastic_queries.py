"""The query tree as Elasticsearch's queries. No query string is ever parsed by the server, so nothing in it is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.function import FieldValueFactor
from elasticsearch.dsl.query import (
    Bool,
    CombinedFields,
    ConstantScore,
    DisMax,
    FunctionScore,
    MatchAll,
    MatchNone,
    MatchPhrase,
    Prefix,
    Query,
    Range,
    Term,
    Terms,
)

from search import analysis, ranking
from search.documents import PUBLIC, WEIGHTS, number_keys
from search.engines.base import CITED_BONUS, MAX_FACET_VALUES, NAMED_BONUS, RESULT_WINDOW
from search.query import All, Any_, AtLeast, Audience, Citation, Facet, Minus, Name, Node, Phrase, SearchQuery, Word

_FIELDS = [f"{name}^{weight:g}" for name, weight in WEIGHTS.items()]
_SAME_SCALE = 2.2
"""Lucene leaves out BM25's factor k1 + 1; with it the scores are of the size FTS5 gives, which the bonuses are made for."""

_PHRASE_BOOST = {"title": 2.0, "keywords": 1.5, "body": 1.0}
_SHOWN = ["key", "title", "url", "kind", "number", "year", "status", "issuer", "cluster", "date", "passages"]
_FACET_FIELD: Mapping[Facet, str] = {
    "kind": "kind",
    "year": "year",
    "status": "status",
    "cluster": "cluster",
    "issuer": "issuer",
}


def term_query(field: str, value: str | int) -> Query:
    return Term(field, {"value": value})


def readable_by(audience: Audience) -> Query:
    """Only what this audience may see; an empty audience sees nothing. Always a filter of the query, never after it."""
    return Terms("acl", list(audience))


def text_query(node: Node, fields: Sequence[str] = ()) -> Query | None:
    """A tree of words over the weighed texts (or only these fields), or None when a part of it is not about text."""
    match node:
        case Word(text):
            return _word(text, fields)
        case Phrase(words):
            return _phrase(words, fields)
        case All(parts):
            return _combined(parts, fields, every=True)
        case Any_(parts):
            return _combined(parts, fields, every=False)
        case Minus(keep, drop):
            kept, dropped = text_query(keep, fields), text_query(drop, fields)
            return Bool(must=[kept], must_not=[dropped]) if kept and dropped else None
    return None


def _word(text: str, fields: Sequence[str]) -> Query:
    if len(fields) == 1:
        return term_query(fields[0], analysis.term(text))
    return CombinedFields(query=text, fields=list(fields or _FIELDS), boost=_SAME_SCALE)


def _phrase(words: tuple[str, ...], fields: Sequence[str]) -> Query:
    said = " ".join(words)
    names = fields or tuple(_PHRASE_BOOST)
    return DisMax(
        queries=[
            MatchPhrase(name, {"query": said, "boost": _SAME_SCALE * _PHRASE_BOOST.get(name, 1.0)}) for name in names
        ],
        tie_breaker=0.3,
    )


def _combined(parts: tuple[Node, ...], fields: Sequence[str], *, every: bool) -> Query | None:
    compiled = [text_query(part, fields) for part in parts]
    present = [part for part in compiled if part is not None]
    if len(present) != len(compiled):
        return None
    return Bool(must=present) if every else Bool(should=present, minimum_should_match=1)


def tree_query(tree: Node) -> Query:
    """The documents a tree asks for, with their scores."""
    about_text, in_title = text_query(tree), text_query(tree, ("title",))
    if about_text is not None and in_title is not None:
        return Bool(must=[about_text], should=[ConstantScore(filter=in_title, boost=ranking.TITLE_BONUS)])
    match tree:
        case Citation():
            return ConstantScore(filter=_cited(tree), boost=CITED_BONUS)
        case AtLeast(count, parts):
            return Bool(should=[text_query(part) or tree_query(part) for part in parts], minimum_should_match=count)
        case Minus(keep, drop):
            return Bool(must=[tree_query(keep)], must_not=[tree_query(drop)])
        case All(parts):
            return Bool(must=[tree_query(part) for part in parts])
        case Any_(parts):
            return Bool(should=[tree_query(part) for part in parts], minimum_should_match=1)
    raise TypeError(f"not a node: {tree!r}")


def _cited(citation: Citation) -> Query:
    """The documents of this name; a citation without a number names none."""
    if not citation.number:
        return MatchNone()
    named: list[Query] = [term_query("number_keys", number_keys(citation.number)[0])]
    if citation.kinds:
        named.append(Terms("kind", list(citation.kinds)))
    if citation.year is not None:
        named.append(term_query("year", citation.year))
    return Bool(filter=named)


def _called(name: Name) -> Query:
    """The documents of this name, and of one of its kinds if it says any."""
    named = [term_query("name", name.key)]
    return Bool(filter=[*named, Terms("kind", list(name.kinds))] if name.kinds else named)


def page_search(query: SearchQuery, *, first: int, size: int) -> Search[Any]:
    """The page of documents; how many there are tells `facets_search`."""
    weighed = []
    if query.tree is not None:
        asked = tree_query(query.tree)
        if query.name is not None:
            asked = Bool(must=[asked], should=[ConstantScore(filter=_called(query.name), boost=NAMED_BONUS)])
        weighed = [FunctionScore(query=asked, functions=[_AUTHORITY], boost_mode="multiply")]
    search = Search().query(Bool(must=weighed, filter=[*_narrowing(query), *_choices(query).values()]))
    end = min(first + size, RESULT_WINDOW)
    if first >= end:
        first, end = 0, 0
    return search.extra(track_total_hits=False).sort(*_order(query)).source([*_SHOWN])[first:end]


def facets_search(query: SearchQuery) -> Search[Any]:
    """Total and facets. Apart from the page, for the server remembers such an answer as long as the index does not change,
    and works it out beside the page otherwise.
    """
    asked = [tree_query(query.tree)] if query.tree is not None else []
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
    held: list[Query] = [term_query("title.plain", word) for word in words[:-1]]
    held.append(Prefix("title.plain", {"value": words[-1]}))
    return (
        Search()
        .query(Bool(filter=[readable_by(audience), *held]))
        .sort({"weight": {"order": "desc"}}, {"day": {"order": "asc", "missing": "_first"}}, {"key": {"order": "asc"}})
        .source(["key", "title", "url"])[:limit]
    )


def near_words_search(word: str) -> Search[Any]:
    """Candidates for words near this one; their counts may be those of records that are gone."""
    options = {
        "field": "spelling",
        "suggest_mode": "always",
        "sort": "frequency",
        "max_edits": 2,
        "prefix_length": 0,
        "min_word_length": 1,
        "min_doc_freq": 0,
        "max_term_freq": 100_000_000,
        "max_inspections": 100,
        "accuracy": 0.0,
        "size": 500,
        "shard_size": 500,
        "string_distance": "damerau_levenshtein",
    }
    return Search().query(MatchNone()).suggest("near", word, term=options)[:0]


def public_counts_search(words: Iterable[str]) -> Search[Any]:
    """How many public documents have each word, counted now; `hits.total` is how many public documents there are."""
    search = Search().query(Bool(filter=[readable_by((PUBLIC,))])).extra(track_total_hits=True)[:0]
    filters = {word: term_query("spelling", word) for word in words}
    if filters:
        search.aggs.bucket("words", A("filters", filters=filters))
    return search
