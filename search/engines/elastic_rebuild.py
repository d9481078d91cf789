"""A whole new pair of indexes in Elasticsearch beside the one in use, and what becomes of the pair before."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch

from search.documents import IndexDoc
from search.engines.base import GRACE_SECONDS, RecordsRefused
from search.engines.elastic_connection import Server, understood
from search.engines.elastic_writing import (
    FILLING,
    Names,
    Ready,
    aliases,
    create_pair,
    fill,
    filling,
    ready,
    write,
)
from search.engines.preparing import Preparation

_REBUILT = "full-"
_BEFORE = "-before-"
"""In the alias of an index out of use; what follows it is since when, in seconds since 1970."""


class ElasticRebuild:
    """A new pair of indexes being filled."""

    @understood
    def __init__(self, server: Server, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        tag = f"{_REBUILT}{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:6]}"
        with server.writing() as client:
            _remove_orphans(client, prefix)
            self._pair = create_pair(client, prefix, tag, in_use=False)
            client.indices.put_settings(index=self._pair.both, settings={"refresh_interval": "-1"})
        self._through = filling(self._pair)
        self.index = self._pair.docs
        self._in_use = False
        self._preparation = Preparation(ready)
        self._refused: dict[str, str] = {}

    @understood
    def add(self, docs: Iterable[IndexDoc]) -> int:
        given = list(docs)
        self._fill(self._preparation.take(given))
        return len(given)

    @understood
    def settle(self) -> None:
        self._fill(self._preparation.rest())
        self._preparation.close()
        with self._server.writing() as client:
            client.indices.put_settings(index=self._pair.both, settings={"refresh_interval": None})
            client.indices.refresh(index=self._pair.both)
        if refused := self._refused:
            self._refused = {}
            raise RecordsRefused(refused)

    @understood
    def apply(self, upserts: Iterable[IndexDoc], deletes: Iterable[str] = (), mark: str = "") -> None:
        self._fill(self._preparation.rest())
        with self._server.writing() as client:
            write(client, self._through, upserts, deletes, refresh=False)

    @understood
    def swap(self) -> None:
        """Both aliases move in one call, which also notes since when the pair before is out of use."""
        self.settle()
        with self._server.writing() as client:
            client.indices.update_aliases(actions=self._moves(client))
            self._in_use = True

    @understood
    def abort(self) -> None:
        self._preparation.close()
        if not self._in_use:
            with self._server.writing() as client:
                _delete(client, self._pair.docs, self._pair.passages)

    def _fill(self, batches: Iterable[list[Ready]]) -> None:
        for batch in batches:
            with self._server.writing() as client:
                self._refused |= fill(client, self._through, batch)

    def _moves(self, client: Elasticsearch) -> list[dict[str, Any]]:
        names = aliases(self._prefix)
        moves: list[dict[str, Any]] = []
        for index, alias in _behind(client, names):
            since = f"{alias}{_BEFORE}{int(time.time())}"
            moves += [{"remove": {"index": index, "alias": alias}}, {"add": {"index": index, "alias": since}}]
        pair, through = self._pair, self._through
        for index, alias, filled in (
            (pair.docs, names.docs, through.docs),
            (pair.passages, names.passages, through.passages),
        ):
            # whoever took this pair for an orphan has taken the first of these away: then it is not put into use any more
            moves += [
                {"remove": {"index": index, "alias": filled, "must_exist": True}},
                {"add": {"index": index, "alias": alias}},
            ]
        return moves


def is_filled(indexes: Iterable[str]) -> bool:
    """Whether indexes of these names were once filled as a whole; a pair made because none was there was not."""
    return all(f"-{_REBUILT}" in index for index in indexes)


def remove_before(client: Elasticsearch, names: Names, *, seconds: float = 0.0) -> None:
    """The pairs that went out of use so long ago; without `seconds` all, whatever a clock that was moved says."""
    pattern = f"{names.docs}{_BEFORE}*,{names.passages}{_BEFORE}*"
    found = client.options(ignore_status=404).indices.get_alias(name=pattern).body
    for index, known in found.items():
        if isinstance(known, dict):
            since = max(float(alias.rpartition(_BEFORE)[2]) for alias in known["aliases"])
            if not seconds or time.time() - since >= seconds:
                _delete(client, index)


def _remove_orphans(client: Elasticsearch, prefix: str) -> None:
    """What a rebuild left behind that ended without a word, and an index that stands where an alias has to be: the server
    makes one when something is written to the name of a pair that is gone. Only one rebuild runs at a time
    (`search.rebuilding`).
    """
    names = aliases(prefix)
    remove_before(client, names, seconds=GRACE_SECONDS)
    ours = f"{names.both},{names.docs}-*,{names.passages}-*"
    found = client.indices.get(index=ours, ignore_unavailable=True).body
    for index, known in found.items():
        if (
            index in (names.docs, names.passages)
            or not known["aliases"]
            or (all(alias.endswith(FILLING) for alias in known["aliases"]) and _is_given_up(client, index))
        ):
            _delete(client, index)


def _is_given_up(client: Elasticsearch, index: str) -> bool:
    """Whether an orphan can not be put into use any more. The swap of a process that was killed may be carried out late: either
    that takes away the alias through which the index was filled, or this does, and only one of the two.
    """
    moves = [{"remove": {"index": index, "alias": f"{index}{FILLING}", "must_exist": True}}]
    return bool(client.options(ignore_status=404).indices.update_aliases(actions=moves).body.get("acknowledged"))


def _delete(client: Elasticsearch, *indexes: str) -> None:
    """One by one: an index that is gone already keeps no other. The last wish of a process that was killed may be granted between
    our question and ours, and then `ignore_unavailable` does not help.
    """
    for index in indexes:
        client.options(ignore_status=404).indices.delete(index=index)


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
