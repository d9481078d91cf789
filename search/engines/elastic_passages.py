"""The best articles of documents already found, in Elasticsearch: weighed by the same formula as in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.query import Bool, MatchPhrase, Query, Term, Terms

from search import analysis
from search.documents import MAX_PASSAGES
from search.engines.elastic_queries import from_columns
from search.engines.elastic_tree import term_query
from search.engines.elastic_writing import passage_id
from search.engines.passages import Leaf, Scored, Weigher, leaf_terms
from search.query import Node, Phrase, SearchQuery, Word
from search.snippets import positive_leaves

_AT_ONCE = 400
"""Articles of documents that are asked in one search: less than what a search gives back at most."""


class Passages:
    """Asks for the articles of documents, for one query, with the statistics of the articles of public documents."""

    def __init__(self, query: SearchQuery, statistics: Mapping[str, Any]) -> None:
        counts = statistics["aggregations"].get("terms", {"buckets": {}})["buckets"]
        total = int(statistics["hits"]["total"]["value"])
        words = statistics["aggregations"]["length"]["value"] or 0
        self._pasal = query.pasal
        self.weigher = Weigher(query, total, words, lambda term: int(counts.get(term, {"doc_count": 0})["doc_count"]))

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask the articles."""
        return bool(self.weigher.leaves) or self._pasal is not None

    def requests(self, sizes: Mapping[str, int]) -> list[dict[str, Any]]:
        """The requests for the articles of documents, given how many each has: short ones together, so that a page of them
        costs one search and a long law one of its own.
        """
        leaves = [leaf for leaf, _ in self.weigher.leaves]
        return [passages_search(keys, leaves, self._pasal).to_dict() for keys in _together(sizes)]

    def scored(self, hits: Iterable[Mapping[str, Any]]) -> dict[str, Scored[str]]:
        """Document → its articles in the answers; the one named in the query before all others."""
        named: dict[str, str] = {}
        having: dict[str, dict[str, tuple[int, list[int]]]] = {}
        for hit in hits:
            key, length, position = (hit["fields"][name][0] for name in ("doc", "length", "position"))
            id_ = passage_id(key, int(position))
            names = hit.get("matched_queries", ())
            if "pasal" in names:
                named.setdefault(key, id_)
            places = [int(name.removeprefix("leaf-")) for name in names if name != "pasal"]
            articles = having.setdefault(key, {})
            if places:
                articles[id_] = (int(length), places)
        return {key: self.weigher.scored(articles, named.get(key)) for key, articles in having.items()}


def _together(sizes: Mapping[str, int]) -> list[list[str]]:
    """Keys in groups that have at most `_AT_ONCE` articles, unless one has more."""
    groups: list[list[str]] = []
    room = 0
    for key, size in sizes.items():
        if size > room or not groups:
            groups.append([])
            room = _AT_ONCE
        groups[-1].append(key)
        room -= size
    return groups


def passage_statistics(tree: Node | None) -> Search[Any]:
    """How many articles of public documents have each term of the tree, how many there are, and how long they are."""
    terms = dict.fromkeys(term for leaf in positive_leaves(tree) for term in leaf_terms(leaf))
    search = Search().query(Bool(filter=[Term("is_public", {"value": True})])).extra(track_total_hits=True)[:0]
    search.aggs.metric("length", A("sum", field="length"))
    if terms:
        search.aggs.bucket("terms", A("filters", filters={term: _in_passage(Word(term), term) for term in terms}))
    return search


def _in_passage(leaf: Leaf, term: str = "", **named: Any) -> Query:
    fields = ("heading", "text")
    if isinstance(leaf, Phrase):
        said = " ".join(leaf.words)
        places: list[Query] = [MatchPhrase(field, {"query": said}) for field in fields]
    else:
        places = [term_query(field, term or analysis.term(leaf.text)) for field in fields]
    return Bool(should=places, minimum_should_match=1, **named)


def passages_search(keys: Sequence[str], leaves: Sequence[Leaf], pasal: str | None) -> Search[Any]:
    """All articles of some documents that have words of the query, in their order; which ones, by name, is in `matched_queries`.

    Read from the columns: the texts of the articles would have to be unpacked for their length and place.
    """
    asked: list[Query] = [_in_passage(leaf, _name=f"leaf-{place}") for place, leaf in enumerate(leaves)]
    if pasal is not None:
        asked.append(Term("number", {"value": pasal, "_name": "pasal"}))
    query = Bool(filter=[Terms("doc", list(keys)), Bool(should=asked, minimum_should_match=1)])
    search = Search().query(query).sort({"position": {"order": "asc"}})
    return from_columns(search, "doc", "length", "position")[:MAX_PASSAGES]
