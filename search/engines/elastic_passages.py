"""The best articles of documents already found, in Elasticsearch: weighed by the same formula as in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from search import analysis, ranking
from search.engines.elastic_queries import leaf_terms, passages_search
from search.query import Phrase, SearchQuery, Word
from search.snippets import positive_leaves

_MAX_LEAVES = 12
_COMMON = 0.3
_PER_DOCUMENT = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """Articles of one document, the best first, as (id, score); `equal` have as many words as the best."""

    passages: tuple[tuple[str, float], ...] = ()
    equal: int = 0
    is_named: bool = False

    @property
    def best(self) -> float:
        return max((score for _, score in self.passages[:2]), default=0.0)


class Weigher:
    """Weighs the articles of documents for one query, from the statistics of all articles."""

    def __init__(self, query: SearchQuery, statistics: Mapping[str, Any]) -> None:
        self._query = query
        self._total = int(statistics["hits"]["total"]["value"])
        self._average = (statistics["aggregations"]["length"]["value"] or 0) / max(self._total, 1)
        counts = statistics["aggregations"].get("terms", {"buckets": {}})["buckets"]
        frequencies = {term: int(bucket["doc_count"]) for term, bucket in counts.items()}
        self._leaves = self._weighed(positive_leaves(query.tree), frequencies)

    def _weighed(
        self, leaves: Iterable[Word | Phrase], frequencies: Mapping[str, int]
    ) -> list[tuple[Word | Phrase, float]]:
        """The weight of each leaf; words that most articles have only when there is no other."""
        counted = {leaf: min((frequencies.get(term, 0) for term in leaf_terms(leaf)), default=0) for leaf in leaves}
        self.weights = {" ".join(leaf_terms(leaf)): ranking.idf(count, self._total) for leaf, count in counted.items()}
        rare = {leaf: count for leaf, count in counted.items() if 0 < count <= _COMMON * self._total}
        chosen = sorted((rare or counted).items(), key=lambda item: item[1])[:_MAX_LEAVES]
        return [(leaf, ranking.idf(count, self._total)) for leaf, count in chosen if count]

    def closeness(self, heading: str, text: str) -> float:
        """How well an article answers, read closely: the same figure as in the embedded engine."""
        order = [analysis.term(leaf.text) for leaf in positive_leaves(self._query.tree) if isinstance(leaf, Word)]
        return ranking.closeness(analysis.terms(f"{heading} {text}"), order, self.weights, self._average)

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask the articles."""
        return bool(self._leaves) or self._query.pasal is not None

    def body(self, key: str) -> dict[str, Any]:
        """The request for the articles of one document."""
        return passages_search(key, self._leaves, self._query.pasal, _PER_DOCUMENT).to_dict()

    def scored(self, hits: Iterable[Mapping[str, Any]]) -> Scored:
        """The articles of the answer; the one named in the query before all others."""
        named: list[tuple[str, float]] = []
        weighed: list[tuple[str, float, int]] = []
        for hit in hits:
            names = hit.get("matched_queries", ())
            weights = [self._leaves[int(name.removeprefix("leaf-"))][1] for name in names if name != "pasal"]
            if "pasal" in names and not named:
                named.append((hit["_id"], 0.0))
            if weights:
                score = ranking.passage_score(weights, hit["_source"]["length"], self._average)
                weighed.append((hit["_id"], score, len(weights)))
        weighed.sort(key=lambda each: -each[1])
        most = weighed[0][2] if weighed else 0
        equal = sum(1 for *_, count in weighed if count >= most)
        known = dict(named)
        return Scored(
            tuple(named + [(id_, score) for id_, score, _ in weighed if id_ not in known]), equal, bool(named)
        )
