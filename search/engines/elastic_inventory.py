"""What Elasticsearch really stores, compared with what was written there: for `search_check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from search.engines.base import ALTERED
from search.engines.elastic_sources import DIGEST, digest_of
from search.engines.elastic_writing import Names

_DOCUMENTS_AT_ONCE = 200
_PASSAGES_AT_ONCE = 1_000


def stored_fingerprints(client: Elasticsearch, names: Names) -> dict[str, str]:
    """Key → fingerprint of every record, `ALTERED` where its source or those of its articles are not what was written.

    Both indexes are read from end to end, in whatever order the server has them: digests add up.
    """
    fingerprints: dict[str, str] = {}
    rest: dict[str, int] = {}
    for hit in _all(client, names.docs, _DOCUMENTS_AT_ONCE):
        source = dict(hit["_source"])
        written = int(source.pop(DIGEST, "0"), 16)
        fingerprints[hit["_id"]] = source.get("fingerprint", ALTERED)
        rest[hit["_id"]] = written - digest_of(source)
    for hit in _all(client, names.passages, _PASSAGES_AT_ONCE):
        key = hit["_source"].get("doc")
        if key in rest:
            rest[key] -= digest_of(hit["_source"])
    return {key: fingerprint if rest[key] == 0 else ALTERED for key, fingerprint in fingerprints.items()}


def _all(client: Elasticsearch, index: str, at_once: int) -> Iterable[Mapping[str, Any]]:
    return scan(client, index=index, query={"query": {"match_all": {}}}, size=at_once)
