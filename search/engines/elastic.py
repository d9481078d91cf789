"""The Elasticsearch engine, for installations with a search server (`ELASTICSEARCH_URL`)."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch

from search import analysis, ranking, related
from search.documents import PUBLIC, IndexDoc
from search.engines import elastic_forgetting as forgetting
from search.engines import elastic_queries as queries
from search.engines import elastic_rebuild as rebuilding
from search.engines import elastic_words as public_words
from search.engines import elastic_writing as writing
from search.engines.base import GRACE_SECONDS, EngineUnavailable, Health, UnusableIndex
from search.engines.elastic_connection import Server, multi_get, multi_search, understood
from search.engines.elastic_inventory import stored_fingerprints
from search.engines.elastic_passages import Passages, passage_statistics
from search.engines.elastic_results import Page, facet_counts
from search.engines.elastic_schema import signature
from search.engines.elastic_sources import both, text_of
from search.query import Audience, Hit, Result, SearchQuery, Suggestion, WordCount

_TRUST_SECONDS = 30.0


class ElasticEngine:
    """Two indexes behind aliases named after `prefix`. Safe to share between threads."""

    name = "elastic"

    def __init__(self, server: Server, prefix: str = "portal") -> None:
        self._server = server
        self.prefix = prefix
        self._names = writing.aliases(prefix)
        self._checked = -_TRUST_SECONDS
        self._is_whole = False
        self._index = ""
        self._lock = threading.Lock()

    # Reading

    @understood
    def search(self, query: SearchQuery) -> Result:
        started = time.perf_counter()
        reranked = query.sort == "relevance" and query.tree is not None and query.passages_per_hit > 0
        first = max(query.page - 1, 0) * max(query.size, 0)
        reranked = reranked and query.size > 0 and first < ranking.RERANKED
        wide = max(ranking.RERANKED, first + query.size) if reranked else max(query.size, 0)
        page_search = queries.page_search(query, first=0 if reranked else first, size=wide)
        bodies = [(self._names.docs, search.to_dict()) for search in (page_search, queries.facets_search(query))]
        if query.passages_per_hit and query.tree is not None and query.size > 0:
            bodies.append((self._names.passages, passage_statistics(query.tree).to_dict()))
        with self._reading() as client:
            answer, counted, *statistics = multi_search(client, bodies)
            page = Page(client, self._names, query, answer)
            if statistics:
                page.weigh(Passages(query, statistics[0]), first if reranked else 0, rerank=reranked)
            hits = page.hits()
        took = (time.perf_counter() - started) * 1000
        total, facets = int(counted["hits"]["total"]["value"]), facet_counts(query, counted)
        return Result(total, hits, facets, self.name, took, preparing=not self._is_whole)

    @understood
    def suggest(self, prefix: str, *, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        words = analysis.plain_words(analysis.clean(prefix[:200]))[:8]
        if not words:
            return ()
        (answer,) = self._ask(queries.suggestion_search(words, audience, limit))
        found = [hit["_source"] for hit in answer["hits"]["hits"]]
        return tuple(Suggestion(each["key"], text_of(each, "title"), each.get("url", "")) for each in found)

    @understood
    def related(self, key: str, *, audience: Audience, limit: int = 6) -> tuple[Hit, ...]:
        with self._reading() as client:
            asked_for = ["acl", *both("title"), *both("keywords"), *both("body")]
            found = multi_get(client, index=self._names.docs, ids=[key], source_includes=asked_for)
        source = found[0]["_source"] if found else {}
        if not set(source.get("acl", ())) & set(audience):
            return ()
        title, keywords, body = (text_of(source, name) for name in ("title", "keywords", "body"))

        tree = related.likeness(title, keywords, body, partial(public_words.counts, self._ask))
        if tree is None:
            return ()
        query = SearchQuery(tree, audience=audience, facets=(), size=limit + 1, passages_per_hit=0, excerpts=False)
        return tuple(hit for hit in self.search(query).hits if hit.key != key)[:limit]

    def similar_words(self, word: str, *, audience: Audience) -> tuple[WordCount, ...]:
        return self.similar_to_each([word], audience=audience)[word]

    @understood
    def similar_to_each(self, words: Iterable[str], *, audience: Audience) -> Mapping[str, tuple[WordCount, ...]]:
        return public_words.similar_to_each(self._ask, words) if PUBLIC in audience else dict.fromkeys(words, ())

    @understood
    def is_index(self, name: str) -> bool:
        with self._server.reading() as client:
            self._check(client)
            if self._index != name:  # a rebuild may have been quicker than what is believed for half a minute
                self._trust_no_more()
                self._check(client)
        return self._index == name

    def mark(self) -> None:
        """None is kept: the index is believed by its name (`Engine.mark`)."""

    @understood
    def inventory(self) -> Mapping[str, str]:
        with self._reading() as client:
            return stored_fingerprints(client, self._names)

    @understood
    def analyzed(self, text: str, *, stemmed: bool) -> list[str]:
        """The words of a text as the server cuts them, to be compared with `search.analysis`."""
        with self._reading() as client:
            answer = client.indices.analyze(
                index=self._names.docs, analyzer="id_index" if stemmed else "id_plain", text=text
            )
            return [token["token"] for token in answer.body["tokens"]]

    def health(self, *, thorough: bool = False) -> Health:
        self._trust_no_more()
        try:
            documents, needs_rebuild = self._state()
        except EngineUnavailable as error:
            return Health(False, self.name, 0, str(error), needs_rebuild=isinstance(error, UnusableIndex))
        return Health(True, self.name, documents, needs_rebuild=needs_rebuild)

    def check(self) -> None:
        """The server looks after its files itself."""

    # Writing

    @understood
    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        with self._writing() as client:
            self._check(client, make=True)
            writing.write(client, self._names, upserts, deletes, refresh=True)

    @understood
    def forget(self) -> None:
        """Drops older indexes now; records within the index in use follow in the rounds of the worker (`end_grace`)."""
        with self._writing() as client:
            forgetting.wish(client, self._names)
            rebuilding.remove_before(client, self._names)

    @understood
    def end_grace(self) -> None:
        with self._writing() as client:
            rebuilding.remove_before(client, self._names, seconds=GRACE_SECONDS)
            forgetting.fulfil(client, self._names)

    @understood
    def rebuild(self) -> rebuilding.ElasticRebuild:
        return rebuilding.ElasticRebuild(self._server, self.prefix)

    def remove(self) -> None:
        """Delete every index of this engine's name: for measurements and tests, which leave nothing behind."""
        with self._server.writing() as client:
            for index in client.indices.get(index=f"{self.prefix}-*", expand_wildcards="all").body:
                client.indices.delete(index=index)

    def close(self) -> None:
        """Close the connections; the next request opens others."""
        self._server.close()

    # Inside

    @contextmanager
    def _reading(self) -> Iterator[Elasticsearch]:
        with self._distrusted_when_unusable(), self._server.reading() as client:
            self._check(client)
            yield client

    @contextmanager
    def _writing(self) -> Iterator[Elasticsearch]:
        with self._distrusted_when_unusable(), self._server.writing() as client:
            yield client

    @contextmanager
    def _distrusted_when_unusable(self) -> Iterator[None]:
        try:
            yield
        except UnusableIndex:
            self._trust_no_more()
            raise

    def _trust_no_more(self) -> None:
        with self._lock:
            self._checked = -_TRUST_SECONDS

    @understood
    def _state(self) -> tuple[int, bool]:
        """How many documents there are, and whether the indexes were never filled as a whole."""
        with self._reading() as client:
            return int(client.count(index=self._names.docs).body["count"]), not self._is_whole

    def _ask(self, *searches: Any) -> list[Mapping[str, Any]]:
        """The answers to searches of the documents, in one request."""
        with self._reading() as client:
            return multi_search(client, [(self._names.docs, search.to_dict()) for search in searches])

    @understood
    def _check(self, client: Elasticsearch, *, make: bool = False) -> None:
        """The indexes are there and of this version; believed for half a minute. Raises UnusableIndex.

        `make`: where there is none an empty pair is made, which takes longer than a reader may wait.
        """
        with self._lock:
            if time.monotonic() - self._checked < _TRUST_SECONDS:
                return
        found = self._found(client)
        if not found and make:
            writing.create_pair(client, self.prefix, f"first-{uuid.uuid4().hex[:6]}", in_use=True)
            found = self._found(client)
        if len(found) != 2 or not found.keys().isdisjoint((self._names.docs, self._names.passages)):
            raise UnusableIndex("the search index is not there: run manage.py search_rebuild")
        made_by = {index["mappings"].get("_meta", {}).get("signature") for index in found.values()}
        if made_by != {signature()}:
            raise UnusableIndex("the search index was made by another version: run manage.py search_rebuild")
        with self._lock:
            self._is_whole = rebuilding.is_filled(found)
            self._index = next((index for index in found if index.startswith(self._names.docs)), "")
            if self._is_whole:  # the end of a rebuild is to be noticed at once
                self._checked = time.monotonic()

    def _found(self, client: Elasticsearch) -> Mapping[str, Any]:
        """The indexes behind the aliases, or of their names, with their mappings."""
        found: Mapping[str, Any] = client.indices.get_mapping(index=self._names.both, ignore_unavailable=True).body
        return found
