"""Writing to Elasticsearch: records with their articles into a pair of indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.documents import IndexDoc
from search.engines import elastic_schema as schema
from search.engines.base import EngineUnavailable, RecordsRefused, UnusableIndex
from search.engines.elastic_connection import INDEX_GONE, multi_get
from search.engines.elastic_sources import sources

_CHUNK = 500
_CHUNK_BYTES = 10 * 1024 * 1024
_WAIT_AND_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_BLOCKED = "cluster_block_exception"
"""The whole index takes nothing now, for want of disk space or by an administrator's hand: no record is at fault."""

_REFUSED = "refused"
FILLING = "-filling"
"""The end of the alias of an index that was never in use."""

_SEPARATOR = "#"


@dataclass(frozen=True, slots=True)
class Names:
    """The pair of indexes, or of aliases, of one installation."""

    docs: str
    passages: str

    @property
    def both(self) -> str:
        return f"{self.docs},{self.passages}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A record and its articles as they are sent."""

    key: str
    source: bytes
    passages: tuple[bytes, ...]


def ready(docs: list[IndexDoc]) -> list[Ready]:
    """Half of the work of a rebuild; another process may do it."""
    return [Ready(doc.key, *sources(doc)) for doc in docs]


def aliases(prefix: str) -> Names:
    """The names everybody reads and writes through."""
    return Names(f"{prefix}-docs", f"{prefix}-passages")


def filling(pair: Names) -> Names:
    """The aliases through which a pair is filled that is not in use yet: they go with it, and nothing that is written later
    makes the server create an index of its own in its place.
    """
    return Names(f"{pair.docs}{FILLING}", f"{pair.passages}{FILLING}")


def passage_id(key: str, position: int) -> str:
    """The id of an article: fixed, so that a record's old articles can be removed without a search."""
    return f"{key}{_SEPARATOR}{position}"


def create_pair(client: Elasticsearch, prefix: str, tag: str, *, in_use: bool) -> Names:
    """A new, empty pair of indexes; `in_use`: behind the aliases from the start, otherwise behind those of `filling`. No pair
    had this tag.
    """
    names = aliases(prefix)
    docs, passages = (f"{name}-{schema.signature()}-{tag}" for name in (names.docs, names.passages))
    pair = Names(docs, passages)
    through = names if in_use else filling(pair)
    records = (
        (pair.docs, through.docs, schema.DocumentRecord),
        (pair.passages, through.passages, schema.PassageRecord),
    )
    for index, alias, record in records:
        client.indices.create(index=index, aliases={alias: {}}, **schema.index_body(record))
    return pair


def write(
    client: Elasticsearch, names: Names, upserts: Iterable[IndexDoc], deletes: Iterable[str], *, refresh: bool
) -> None:
    """Replace and remove records with all their articles. Raises RecordsRefused after having written the rest.

    `refresh`: found by whoever searches afterwards. What fits into one request asks for that itself: a request of its own costs
    a round trip, and time for the index that got nothing. Many requests would each pay for it.
    """
    docs = ready(list(upserts))
    gone = list(deletes)
    before = _passage_counts(client, names, [*(doc.key for doc in docs), *gone])
    actions = _actions(names, docs, gone, before)
    first = list(islice(actions, _CHUNK + 1))
    at_once = refresh and len(first) <= _CHUNK
    refused = _bulk(client, chain(first, actions), refresh=at_once)
    _take_back(client, names, docs, refused, before, refresh=at_once)
    if refresh and not at_once:
        client.indices.refresh(index=names.both)
    if refused:
        raise RecordsRefused({key: reason for key, (reason, _) in refused.items()})


def fill(client: Elasticsearch, names: Names, docs: list[Ready]) -> dict[str, str]:
    """Put new records into a pair that has none of them; returns the key of each that was refused, and why."""
    refused = _bulk(client, _actions(names, docs, [], {}), refresh=False)
    _take_back(client, names, docs, refused, {}, refresh=False)
    return {key: reason for key, (reason, _) in refused.items()}


def _take_back(
    client: Elasticsearch,
    names: Names,
    docs: list[Ready],
    refused: dict[str, tuple[str, bool]],
    before: dict[str, int],
    *,
    refresh: bool,
) -> None:
    """A refused document goes altogether: its old version may show what nobody may see any more. Where only articles
    were refused the document stays, with a fingerprint that no record has."""
    actions: list[dict[str, Any]] = []
    for doc in docs:
        _, is_whole = refused.get(doc.key, ("", None))
        if is_whole:
            actions.append({"_op_type": "delete", "_index": names.docs, "_id": doc.key})
            actions += _remove(names, doc.key, 0, max(before.get(doc.key, 0), len(doc.passages)))
        elif is_whole is not None:
            marked = {"fingerprint": _REFUSED}
            actions.append({"_op_type": "update", "_index": names.docs, "_id": doc.key, "doc": marked})
    if actions:
        _bulk(client, iter(actions), refresh=refresh)


def _passage_counts(client: Elasticsearch, names: Names, keys: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        found = multi_get(client, index=names.docs, ids=part, source_includes=["passages"])
        counts.update({each["_id"]: each["_source"].get("passages", 0) for each in found})
    return counts


def _actions(names: Names, docs: list[Ready], gone: list[str], before: dict[str, int]) -> Iterator[dict[str, Any]]:
    """A document comes before its articles: whoever may not see it any more finds neither."""
    for key in gone:
        yield {"_op_type": "delete", "_index": names.docs, "_id": key}
        yield from _remove(names, key, 0, before.get(key, 0))
    for doc in docs:
        yield {"_op_type": "index", "_index": names.docs, "_id": doc.key, "_source": doc.source}
        for position, source in enumerate(doc.passages):
            yield {
                "_op_type": "index",
                "_index": names.passages,
                "_id": passage_id(doc.key, position),
                "_source": source,
            }
        yield from _remove(names, doc.key, len(doc.passages), before.get(doc.key, 0))


def _remove(names: Names, key: str, first: int, end: int) -> Iterator[dict[str, Any]]:
    for position in range(first, end):
        yield {"_op_type": "delete", "_index": names.passages, "_id": passage_id(key, position)}


def _bulk(client: Elasticsearch, actions: Iterator[dict[str, Any]], *, refresh: bool) -> dict[str, tuple[str, bool]]:
    """Send actions, to aliases only. Returns the keys refused for good, with the reason and whether the document itself was.

    Raises EngineUnavailable when the server was only too busy: then everything is worth another try. Raises UnusableIndex
    when the index is gone; without `require_alias` the server would make one of the same name that takes anything.
    """
    refused: dict[str, tuple[str, bool]] = {}
    sent = streaming_bulk(
        client,
        actions,
        chunk_size=_CHUNK,
        max_chunk_bytes=_CHUNK_BYTES,
        raise_on_error=False,
        max_retries=2,
        require_alias=True,
        refresh=refresh,
    )
    for ok, item in sent:
        ((operation, result),) = item.items()
        error = result.get("error", result)
        kind = error.get("type") if isinstance(error, dict) else None
        reason = str(error)
        if kind == INDEX_GONE:
            raise UnusableIndex(f"the search index is gone: {reason}")
        if ok or (operation == "delete" and result.get("status") == 404):
            continue
        if kind == _BLOCKED or result.get("status") in _WAIT_AND_TRY_AGAIN:
            raise EngineUnavailable(f"Elasticsearch could not take a record now: {reason}")
        key, separator, _ = str(result.get("_id")).partition(_SEPARATOR)
        known = refused.get(key, (reason, False))
        refused[key] = (known[0], known[1] or not separator)
    return refused
