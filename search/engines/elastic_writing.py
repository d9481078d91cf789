"""Writing to Elasticsearch: changes into the indexes in use, and a whole new pair beside them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.documents import IndexDoc
from search.engines import elastic_schema as schema
from search.engines.base import EngineUnavailable
from search.engines.elastic_connection import Server

_CHUNK = 500
_CHUNK_BYTES = 10 * 1024 * 1024
_TOLD = 3
_SEPARATOR = "#"


class RecordsRefused(EngineUnavailable):
    """Some records were refused; `keys` says which. The others of the same call are in."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        told = "; ".join(f"{key}: {reason}" for key, reason in errors[:_TOLD])
        super().__init__(f"Elasticsearch refused {len(errors)} records: {told}")
        self.keys = tuple(dict.fromkeys(key.partition(_SEPARATOR)[0] for key, _ in errors))


@dataclass(frozen=True, slots=True)
class Names:
    """The pair of indexes, or of aliases, of one installation."""

    docs: str
    passages: str

    @property
    def both(self) -> str:
        return f"{self.docs},{self.passages}"


def aliases(prefix: str) -> Names:
    """The names everybody reads and writes through."""
    return Names(f"{prefix}-docs", f"{prefix}-passages")


def passage_id(key: str, position: int) -> str:
    """The id of an article: fixed, so that a record's old articles can be removed without a search."""
    return f"{key}{_SEPARATOR}{position}"


def create_pair(client: Elasticsearch, prefix: str, tag: str, *, in_use: bool) -> Names:
    """A new, empty pair of indexes; `in_use`: behind the aliases from the start. One that exists is taken as it is."""
    names = aliases(prefix)
    pair = Names(*(f"{name}-{schema.signature()}-{tag}" for name in (names.docs, names.passages)))
    records = (
        (pair.docs, names.docs, schema.DocumentRecord),
        (pair.passages, names.passages, schema.PassageRecord),
    )
    for index, alias, record in records:
        try:
            client.indices.create(index=index, aliases={alias: {}} if in_use else None, **schema.index_body(record))
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
    return pair


def write(
    client: Elasticsearch, names: Names, upserts: Iterable[IndexDoc], deletes: Iterable[str], *, refresh: bool
) -> None:
    """Replace and remove records with all their articles. Raises RecordsRefused after having written the rest."""
    docs = list(upserts)
    gone = list(deletes)
    before = _passage_counts(client, names, [*(doc.key for doc in docs), *gone])
    _bulk(client, _actions(names, docs, gone, before))
    if refresh:
        client.indices.refresh(index=names.both)


def fill(client: Elasticsearch, names: Names, docs: Iterable[IndexDoc]) -> int:
    """Put new records into a pair that has none of them; returns how many."""
    count = 0
    rest = iter(docs)
    while part := list(islice(rest, _CHUNK)):
        _bulk(client, _actions(names, part, [], {}))
        count += len(part)
    return count


def _passage_counts(client: Elasticsearch, names: Names, keys: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        found = client.mget(index=names.docs, ids=part, source_includes=["passages"]).body["docs"]
        counts.update({each["_id"]: each["_source"].get("passages", 0) for each in found if each.get("found")})
    return counts


def _actions(names: Names, docs: list[IndexDoc], gone: list[str], before: dict[str, int]) -> Iterator[dict[str, Any]]:
    """A document comes before its articles: whoever may not see it any more finds neither."""
    for key in gone:
        yield {"_op_type": "delete", "_index": names.docs, "_id": key}
        yield from _remove(names, key, 0, before.get(key, 0))
    for doc in docs:
        yield {"_op_type": "index", "_index": names.docs, "_id": doc.key, "_source": schema.document_source(doc)}
        passages = schema.passage_sources(doc)
        for position, source in enumerate(passages):
            yield {
                "_op_type": "index",
                "_index": names.passages,
                "_id": passage_id(doc.key, position),
                "_source": source,
            }
        yield from _remove(names, doc.key, len(passages), before.get(doc.key, 0))


def _remove(names: Names, key: str, first: int, end: int) -> Iterator[dict[str, Any]]:
    for position in range(first, end):
        yield {"_op_type": "delete", "_index": names.passages, "_id": passage_id(key, position)}


def _bulk(client: Elasticsearch, actions: Iterator[dict[str, Any]]) -> None:
    errors: list[tuple[str, str]] = []
    sent = streaming_bulk(
        client, actions, chunk_size=_CHUNK, max_chunk_bytes=_CHUNK_BYTES, raise_on_error=False, max_retries=2
    )
    for ok, item in sent:
        ((operation, result),) = item.items()
        if not ok and not (operation == "delete" and result.get("status") == 404):
            errors.append((str(result.get("_id")), str(result.get("error", result))))
    if errors:
        raise RecordsRefused(errors)


class ElasticRebuild:
    """A new pair of indexes being filled."""

    def __init__(self, server: Server, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        tag = f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:6]}"
        with server.writing() as client:
            self._pair = create_pair(client, prefix, tag, in_use=False)
            client.indices.put_settings(index=self._pair.both, settings={"refresh_interval": "-1"})
        self._in_use = False

    def add(self, docs: Iterable[IndexDoc]) -> int:
        with self._server.writing() as client:
            return fill(client, self._pair, docs)

    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = ()) -> None:
        with self._server.writing() as client:
            write(client, self._pair, upserts, deletes, refresh=False)

    def swap(self) -> None:
        """Both aliases move in one call; the pair before is removed."""
        names = aliases(self._prefix)
        with self._server.writing() as client:
            client.indices.put_settings(index=self._pair.both, settings={"refresh_interval": None})
            client.indices.refresh(index=self._pair.both)
            before = _behind(client, names)
            moves: list[dict[str, Any]] = [{"remove": {"index": index, "alias": alias}} for index, alias in before]
            moves += [{"add": {"index": self._pair.docs, "alias": names.docs}}]
            moves += [{"add": {"index": self._pair.passages, "alias": names.passages}}]
            client.indices.update_aliases(actions=moves)
            self._in_use = True
            for index, _ in before:
                client.indices.delete(index=index, ignore_unavailable=True)

    def abort(self) -> None:
        if not self._in_use:
            with self._server.writing() as client:
                client.indices.delete(index=self._pair.both, ignore_unavailable=True)


def _behind(client: Elasticsearch, names: Names) -> list[tuple[str, str]]:
    """The (index, alias) pairs now in use."""
    found = client.options(ignore_status=404).indices.get_alias(name=names.both).body
    return [
        (index, alias)
        for index, known in found.items()
        if isinstance(known, dict)
        for alias in known.get("aliases", {})
        if alias in (names.docs, names.passages)
    ]
