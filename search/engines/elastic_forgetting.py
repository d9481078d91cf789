"""Making Elasticsearch forget: a deleted record stays in the files until its segment is merged, and a merge keeps what was
deleted while another copy of the index might want to hear of it («retention lease»).

The server moves its lease every thirty seconds. So the wish is noted on the index, as the name of an alias with the number of
the last operation, and the merge begins in a later round of the worker, when the lease has passed that number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elastic_writing import Names

_WISH = "-forget-"
_EVERY_SEGMENT = {"index.merge.policy.expunge_deletes_allowed": 0}
"""Lucene leaves a segment alone of which less than a tenth is deleted."""


def wish(client: Elasticsearch, names: Names) -> None:
    """Note that everything deleted or changed until now is to be forgotten."""
    in_use = client.indices.get_alias(name=names.both).body
    client.indices.put_settings(index=names.both, settings=_EVERY_SEGMENT)
    for index, known in in_use.items():
        last = _shard(client, index)["seq_no"]["max_seq_no"]
        for alias in known["aliases"]:
            client.indices.put_alias(index=index, name=f"{alias}{_WISH}{last}")


def fulfil(client: Elasticsearch, names: Names) -> None:
    """Begin the merges whose time has come; the server goes on by itself, for longer than a request may wait."""
    pattern = f"{names.docs}{_WISH}*,{names.passages}{_WISH}*"
    found = client.options(ignore_status=404).indices.get_alias(name=pattern).body
    for index, known in found.items():
        if isinstance(known, dict):
            retained = _retained_from(_shard(client, index))
            ripe = [alias for alias in known["aliases"] if int(alias.rpartition(_WISH)[2]) < retained]
            if ripe:
                client.indices.flush(index=index)
                client.indices.forcemerge(index=index, only_expunge_deletes=True, wait_for_completion=False)
                client.indices.delete_alias(index=index, name=ripe)


def _shard(client: Elasticsearch, index: str) -> dict[str, Any]:
    shards = client.indices.stats(index=index, level="shards").body["indices"][index]["shards"]
    primary: dict[str, Any] = next(copy for copy in shards["0"] if copy["routing"]["primary"])
    return primary


def _retained_from(shard: dict[str, Any]) -> int:
    leases: Iterable[dict[str, Any]] = shard["retention_leases"]["leases"]
    return min((int(lease["retaining_seq_no"]) for lease in leases), default=0)
