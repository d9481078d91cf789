"""From Elasticsearch's answers to hits: rank again by the best article, fetch the texts shown, cut excerpts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch

from search import ranking, snippets
from search.engines.elastic_connection import multi_get, multi_search
from search.engines.elastic_passages import Passages
from search.engines.elastic_schema import both, text_of
from search.engines.elastic_writing import Names
from search.engines.passages import Scored
from search.query import Facet, FacetCount, Hit, PassageHit, SearchQuery

_READ = ("label", "anchor", "heading", "text", "length")
_NOTHING: Scored[str] = Scored()


class Page:
    """One page of an answer on its way to hits."""

    def __init__(self, client: Elasticsearch, names: Names, query: SearchQuery, answer: Mapping[str, Any]) -> None:
        self._client = client
        self._names = names
        self._query = query
        self._found: list[Mapping[str, Any]] = list(answer["hits"]["hits"])
        self._scores = [float(hit["_score"] or 0.0) for hit in self._found]
        self._scored: dict[str, Scored[str]] = {}
        self._passages: Passages | None = None

    def weigh(self, passages: Passages, first: int, *, rerank: bool) -> None:
        """Weigh the articles of the hits; `rerank`: order the best documents anew, then keep the page from `first`."""
        self._passages = passages
        asked = self._found[: ranking.RERANKED] if rerank else self._found
        self._weigh(passages, asked)
        if rerank:
            self._rerank()
            self._keep(first)
            self._weigh(passages, [hit for hit in self._found if hit["_id"] not in self._scored])

    def _weigh(self, passages: Passages, found: list[Mapping[str, Any]]) -> None:
        sizes = {hit["_id"]: int(hit["_source"].get("passages", 0)) for hit in found}
        self._scored |= dict.fromkeys(sizes, _NOTHING)
        with_articles = {key: size for key, size in sizes.items() if size and passages.asks}
        bodies = [(self._names.passages, body) for body in passages.requests(with_articles)]
        answers = multi_search(self._client, bodies)
        self._scored |= passages.scored(hit for answer in answers for hit in answer["hits"]["hits"])

    def _rerank(self) -> None:
        pairs = list(enumerate(self._scores))
        best = {
            row: self._scored.get(hit["_id"], _NOTHING).best for row, hit in enumerate(self._found[: ranking.RERANKED])
        }
        ordered = ranking.fuse(pairs[: ranking.RERANKED], best) + pairs[ranking.RERANKED :]
        self._found = [self._found[row] for row, _ in ordered]
        self._scores = [score for _, score in ordered]

    def _keep(self, first: int) -> None:
        self._found = self._found[first : first + self._query.size]
        self._scores = self._scores[first : first + self._query.size]

    def hits(self) -> tuple[Hit, ...]:
        """The hits of the page, with excerpts by the portal's own highlighter."""
        if not self._found:
            return ()
        read = self._query.passages_per_hit + ranking.READ_CLOSELY if self._query.passages_per_hit else 0
        candidates = {hit["_id"]: self._scored.get(hit["_id"], _NOTHING).passages[:read] for hit in self._found}
        texts = self._texts(candidates)
        shown = {key: self._closest(key, passages, texts) for key, passages in candidates.items()}
        what = snippets.wanted(self._query.tree)
        return tuple(
            self._hit(hit["_source"], score, shown[hit["_id"]], texts, what)
            for hit, score in zip(self._found, self._scores, strict=True)
        )

    def _closest(
        self, key: str, passages: tuple[tuple[str, float], ...], texts: Mapping[str, Mapping[str, Any]]
    ) -> tuple[tuple[str, float], ...]:
        """The articles to show, of the candidates read closely; the one named in the query stays first."""
        if self._passages is None:
            return ()
        sources = [texts.get(id_, {}) for id_, _ in passages]
        places = self._passages.weigher.closest(
            [(f"{source.get('heading', '')} {source.get('text', '')}", source.get("length", 0)) for source in sources],
            is_named=self._scored.get(key, _NOTHING).is_named,
        )
        return tuple(passages[place] for place in places[: self._query.passages_per_hit])

    def _texts(self, shown: Mapping[str, tuple[tuple[str, float], ...]]) -> dict[str, Mapping[str, Any]]:
        """The sources of the articles shown, and the bodies of documents that show none, in one request."""
        docs: list[dict[str, Any]] = []
        for key, passages in shown.items():
            if not passages and self._query.excerpts:
                docs.append({"_index": self._names.docs, "_id": key, "_source": [*both("body")]})
            docs += [{"_index": self._names.passages, "_id": id_, "_source": [*_READ]} for id_, _ in passages]
        found = multi_get(self._client, docs=docs) if docs else []
        return {each["_id"]: each["_source"] for each in found}

    def _hit(
        self,
        source: Mapping[str, Any],
        score: float,
        passages: tuple[tuple[str, float], ...],
        texts: Mapping[str, Mapping[str, Any]],
        what: snippets.Wanted,
    ) -> Hit:
        shown = tuple(
            PassageHit(text["label"], text["anchor"], self._excerpt(text.get("text", ""), what))
            for text in (texts.get(id_) for id_, _ in passages)
            if text is not None
        )
        key, title = source["key"], text_of(source, "title")
        body = text_of(texts.get(key, {}), "body")
        equal = self._scored.get(key, _NOTHING).equal
        return Hit(
            key, title, snippets.mark(title, what), source.get("url", ""), source.get("kind", ""), source.get("number", ""),
            source.get("year"), source.get("status", ""), source.get("issuer", ""), tuple(source.get("cluster", ())),
            dt.date.fromisoformat(source["date"]) if source.get("date") else None,
            "" if shown else self._excerpt(body, what), score, shown, max(0, equal - len(shown)),
        )  # fmt: skip

    def _excerpt(self, text: str, what: snippets.Wanted) -> str:
        return snippets.excerpt(text, what) if self._query.excerpts else ""


def facet_counts(query: SearchQuery, answer: Mapping[str, Any]) -> dict[Facet, tuple[FacetCount, ...]]:
    """The values of each facet asked for, the most frequent first."""
    counts: dict[Facet, tuple[FacetCount, ...]] = {}
    for facet in query.facets:
        buckets = answer["aggregations"][facet]["values"]["buckets"]
        values = [FacetCount(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
        counts[facet] = tuple(sorted(values, key=lambda each: (-each.count, each.value)))
    return counts
