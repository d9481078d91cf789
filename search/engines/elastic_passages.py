"""The best articles of documents already found, in Elasticsearch: weighed by the same formula as in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from search.engines.elastic_queries import passages_search
from search.engines.elastic_writing import passage_id
from search.engines.passages import Scored, Weigher
from search.query import SearchQuery


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

    def body(self, key: str) -> dict[str, Any]:
        """The request for the articles of one document."""
        return passages_search(key, [leaf for leaf, _ in self.weigher.leaves], self._pasal).to_dict()

    def scored(self, key: str, hits: Iterable[Mapping[str, Any]]) -> Scored[str]:
        """The articles of the answer; the one named in the query before all others."""
        named: str | None = None
        having: dict[str, tuple[int, list[int]]] = {}
        for hit in hits:
            id_ = passage_id(key, int(hit["fields"]["position"][0]))
            names = hit.get("matched_queries", ())
            if "pasal" in names and named is None:
                named = id_
            if places := [int(name.removeprefix("leaf-")) for name in names if name != "pasal"]:
                having[id_] = (int(hit["fields"]["length"][0]), places)
        return self.weigher.scored(having, named)
