"""From Elasticsearch's answers to hits: rank again by the best article, fetch the texts shown, cut excerpts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import Elasticsearch

from search import ranking, snippets
from search.engines.elastic_connection import multi_get, multi_search
from search.engines.elastic_passages import Passages
from search.engines.elastic_sources import both, text_of
from search.engines.elastic_writing import Names
from search.engines.passages import Scored
from search.query import Facet, FacetCount, Hit, PassageHit, SearchQuery

_SHOWN = ("key", *both("title"), "url", "kind", "number", "year", "status", "issuer", "cluster", "date", "acl")
_NOTHING: Scored[str] = Scored()
_GONE: Mapping[str, Any] = {"acl": ()}


@dataclass(frozen=True, slots=True)
class _Found:
    """A document found, with how many articles it has."""

    key: str
    score: float
    size: int


class Page:
    """One page of an answer on its way to hits."""

    def __init__(self, client: Elasticsearch, names: Names, query: SearchQuery, answer: Mapping[str, Any]) -> None:
        self._client = client
        self._names = names
        self._query = query
        self._found = [
            _Found(hit["fields"]["key"][0], float(hit["_score"] or 0.0), int(hit["fields"].get("passages", (0,))[0]))
            for hit in answer["hits"]["hits"]
        ]
        self._scored: dict[str, Scored[str]] = {}
        self._passages: Passages | None = None

    def weigh(self, passages: Passages, first: int, *, rerank: bool) -> None:
        """Weigh the articles of the hits; `rerank`: order the best documents anew, then keep the page from `first`."""
        self._passages = passages
        asked = self._found[: ranking.RERANKED] if rerank else self._found
        self._weigh(passages, asked)
        if rerank:
            best = self._reranked(self._found[: ranking.RERANKED])
            self._found = [*best, *self._found[ranking.RERANKED :]][first : first + self._query.size]
            self._weigh(passages, [each for each in self._found if each.key not in self._scored])

    def _weigh(self, passages: Passages, found: list[_Found]) -> None:
        self._scored |= dict.fromkeys((each.key for each in found), _NOTHING)
        with_articles = {each.key: each.size for each in found if each.size and passages.asks}
        bodies = [(self._names.passages, body) for body in passages.requests(with_articles)]
        answers = multi_search(self._client, bodies)
        self._scored |= passages.scored(hit for answer in answers for hit in answer["hits"]["hits"])

    def _reranked(self, found: list[_Found]) -> list[_Found]:
        best = {row: self._scored.get(each.key, _NOTHING).best for row, each in enumerate(found)}
        fused = ranking.fuse([(row, each.score) for row, each in enumerate(found)], best)
        return [replace(found[row], score=score) for row, score in fused]

    def hits(self) -> tuple[Hit, ...]:
        """The hits of the page, with excerpts by the portal's own highlighter. What has gone meanwhile, or may not be seen any
        more, is none.
        """
        if not self._found:
            return ()
        read = self._query.passages_per_hit + ranking.READ_CLOSELY if self._query.passages_per_hit else 0
        candidates = {each.key: self._scored.get(each.key, _NOTHING).passages[:read] for each in self._found}
        texts = self._texts(candidates)
        what = snippets.wanted(self._query.tree)
        return tuple(
            self._hit(texts[each.key], each.score, self._closest(each.key, candidates[each.key], texts), texts, what)
            for each in self._found
            if not set(texts.get(each.key, _GONE)["acl"]).isdisjoint(self._query.audience)
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

    def _texts(self, candidates: Mapping[str, tuple[tuple[str, float], ...]]) -> dict[str, Mapping[str, Any]]:
        """The sources of the documents and of their articles, in one request; bodies of documents that have none."""
        docs: list[dict[str, Any]] = []
        for key, passages in candidates.items():
            with_body = self._query.excerpts and not passages
            shown = [*_SHOWN, *both("body")] if with_body else [*_SHOWN]
            docs.append({"_index": self._names.docs, "_id": key, "_source": shown})
            docs += [{"_index": self._names.passages, "_id": id_} for id_, _ in passages]
        return {each["_id"]: each["_source"] for each in multi_get(self._client, docs=docs)}

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
