"""The best articles of documents already found, in Elasticsearch: weighed by the same formula as in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from search.engines.elastic_queries import passages_search
from search.engines.elastic_writing import passage_id
from search.engines.passages import Scored, Weigher
from search.query import SearchQuery

_AT_ONCE = 400
"""Articles of documents that are asked in one search: less than what a search gives back at most."""


class Passages:
    """Asks for the articles of documents, for one query, with the statistics of all articles."""

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
