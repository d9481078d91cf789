"""Which engines this installation has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.sqlite import SQLiteEngine


@cache
def embedded(directory: Path) -> SQLiteEngine:
    """The embedded engine over the index files of a directory."""
    return SQLiteEngine(directory)


@cache
def server(address: Address, prefix: str) -> ElasticEngine:
    """The engine of the search server at this address; its indexes bear the installation's name, `prefix`."""
    return ElasticEngine(Server(address), prefix)


def address() -> Address | None:
    """Where the search server of the settings is; None when the installation has none."""
    if not settings.ELASTICSEARCH_URL:
        return None
    return Address(
        url=settings.ELASTICSEARCH_URL,
        user=settings.ELASTICSEARCH_USER,
        password=settings.ELASTICSEARCH_PASSWORD,
        api_key=settings.ELASTICSEARCH_API_KEY,
        ca_file=settings.ELASTICSEARCH_CA_FILE,
    )


def every() -> list[Engine]:
    """All engines, the one that answers first; the embedded one is always there as the answer of last resort."""
    last = embedded(Path(settings.SEARCH_DIR))
    named = address()
    return [server(named, settings.ELASTICSEARCH_PREFIX), last] if named else [last]
