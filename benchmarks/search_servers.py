"""The Elasticsearch to measure on: `ELASTICSEARCH_URL_FOR_TESTS`, or what the command `ELASTICSEARCH_START` prints as its last line."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.processors import is_here
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server


@dataclass(frozen=True, slots=True)
class SearchServer:
    """`is_ours`: started for the measurement, so that it may be frozen. `processes`: its number, if it is on this machine."""

    url: str
    is_ours: bool
    processes: tuple[int, ...]

    @contextmanager
    def engine(self) -> Iterator[ElasticEngine]:
        """An engine of its own name there, which leaves nothing behind."""
        engine = ElasticEngine(Server(Address(self.url)), prefix=f"bench-{uuid.uuid4().hex[:8]}")
        try:
            yield engine
        finally:
            engine.remove()
            engine.close()


def named_server() -> SearchServer | None:
    """The server that the environment names; without one the rows of Elasticsearch are left out, which is said."""
    if url := os.environ.get("ELASTICSEARCH_URL_FOR_TESTS"):
        return SearchServer(url, False, _processes(url))
    if command := os.environ.get("ELASTICSEARCH_START"):
        started = subprocess.run(shlex.split(command), check=True, stdout=subprocess.PIPE, text=True)
        url = started.stdout.strip().splitlines()[-1]
        return SearchServer(url, True, _processes(url))
    print("Left out without ELASTICSEARCH_URL_FOR_TESTS or ELASTICSEARCH_START: the rows of Elasticsearch")
    return None


def _processes(url: str) -> tuple[int, ...]:
    with urllib.request.urlopen(f"{url}/_nodes/_local/process", timeout=10) as answer:
        nodes = json.load(answer)["nodes"].values()
    return tuple(number for node in nodes if is_here(number := int(node["process"]["id"]), "elasticsearch"))
