"""How the portal reaches Elasticsearch: address, credentials, time-outs, and what its failures mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from elasticsearch import ApiError, Elasticsearch
from elasticsearch import ConnectionError as NoConnection
from elasticsearch.exceptions import TransportError

from search.engines.base import EngineUnavailable, UnusableIndex
from search.engines.breaker import Breaker, ServerDown, Untried
from search.engines.elastic_node import OutOfTime, TimedNode

READ_SECONDS = 2.0
WRITE_SECONDS = 60.0
_DOWN = frozenset({429, 502, 503, 504})
INDEX_GONE = "index_not_found_exception"
"""Also what `require_alias` is refused with."""
_Asked = ParamSpec("_Asked")
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and who we are there. An API key goes before user and password."""

    url: str
    user: str = ""
    password: str = ""
    api_key: str = ""
    ca_file: str = ""

    def client(self) -> Elasticsearch:
        """A client that asks once: whoever waits for a search is better served by the embedded index."""
        options: dict[str, Any] = {"request_timeout": READ_SECONDS, "max_retries": 0, "retry_on_timeout": False}
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.user:
            options["basic_auth"] = (self.user, self.password)
        if self.ca_file:
            options["ca_certs"] = self.ca_file
        return Elasticsearch(self.url, node_class=TimedNode, **options)


class Server:
    """The client behind its circuit breaker. Every failure is an EngineUnavailable."""

    def __init__(self, address: Address, breaker: Breaker | None = None) -> None:
        self._client = address.client()
        self._writer = self._client.options(
            request_timeout=WRITE_SECONDS
        )  # a millisecond, for all that hangs on a client
        self._breaker = breaker or Breaker()

    @contextmanager
    def reading(self) -> Iterator[Elasticsearch]:
        """The client for a request a person waits for."""
        with self._breaker.guard(), _translated():
            yield self._client

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """The client for a request the worker waits for."""
        with self._breaker.guard(), _translated():
            yield self._writer

    def close(self) -> None:
        self._client.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except NoConnection as error:
        raise ServerDown(f"Elasticsearch does not answer: {error}") from error
    except ApiError as error:
        if error.status_code in _DOWN:
            raise ServerDown(f"Elasticsearch is busy or starting: {error}") from error
        if error.error == INDEX_GONE:
            raise UnusableIndex(f"the search index is gone: {error}") from error
        raise EngineUnavailable(f"Elasticsearch refused: {error}") from error
    except OutOfTime as error:
        raise Untried(f"no time was left for Elasticsearch: {error}") from error
    except TransportError as error:
        raise ServerDown(f"Elasticsearch does not answer: {error}") from error


def understood(read: Callable[_Asked, _Read]) -> Callable[_Asked, _Read]:
    """For what reads answers: one that has not the shape of an answer (a proxy's page, another product) is an EngineUnavailable.

    RecursionError is what lists within lists end with, a hundred thousand deep.
    """

    @wraps(read)
    def checked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Read:
        try:
            return read(*args, **kwargs)
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise EngineUnavailable(f"Elasticsearch's answer is not understood: {error!r}") from error

    return checked


def multi_search(client: Elasticsearch, bodies: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """Several searches in one request; raises EngineUnavailable when one of them failed."""
    if not bodies:
        return []
    lines: list[Mapping[str, Any]] = []
    for index, body in bodies:
        lines += [{"index": index}, body]
    answers: list[Mapping[str, Any]] = client.msearch(searches=lines).body["responses"]
    for answer in answers:
        check_taken(answer)
        if answer.get("timed_out") or answer["_shards"]["failed"]:
            raise EngineUnavailable("Elasticsearch answered only in part")
    return answers


def multi_get(client: Elasticsearch, **asked: Any) -> list[Mapping[str, Any]]:
    """Several records by their ids, those that exist; raises EngineUnavailable when one of them could not be read."""
    answers: list[Mapping[str, Any]] = client.mget(**asked).body["docs"]
    for answer in answers:
        check_taken(answer)
    return [answer for answer in answers if answer["found"]]


def check_taken(answer: Mapping[str, Any]) -> None:
    """For one answer of many in a response: raises UnusableIndex when its index is gone, EngineUnavailable for other errors."""
    if "error" in answer:
        if answer["error"]["type"] == INDEX_GONE:
            raise UnusableIndex(f"the search index is gone: {answer['error']}")
        raise EngineUnavailable(f"Elasticsearch refused a request: {answer['error']}")
