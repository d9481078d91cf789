"""A connection to Elasticsearch on which a time-out is what it says: the time of the whole request.

urllib3's holds for each reading of the socket: a server that sends a byte now and then is waited for without end.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

import urllib3
from elastic_transport import ConnectionTimeout, HttpHeaders, NodeConfig, TransportError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType

from search.engines import patience


class OutOfTime(TransportError):
    """The time of whoever asks is over, and most of it was not spent on the server."""


class TimedNode(Urllib3HttpNode):
    """Ends a request with ConnectionTimeout after its time-out, or when the time that whoever asks has is over: with OutOfTime
    where a busy portal used that up itself.
    """

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        kind = self.pool.ConnectionCls
        self.pool.ConnectionCls = type(f"Timed{kind.__name__}", (kind,), {"response_class": _TimedResponse})

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> Any:
        if not isinstance(request_timeout, int | float):
            request_timeout = self.config.request_timeout
        seconds = patience.left() if request_timeout is None else min(request_timeout, patience.left())
        try:
            with patience.spending():
                return self._within(seconds, method, target, body, headers)
        except ConnectionTimeout as error:
            if patience.left() <= 0 and patience.went_elsewhere():
                raise OutOfTime(str(error)) from error
            raise

    def _within(
        self, seconds: float | None, method: str, target: str, body: bytes | None, headers: HttpHeaders | None
    ) -> Any:
        if seconds is not None and seconds <= 0:
            raise ConnectionTimeout("No time is left for this request")
        # `total`: connecting and reading each had as much
        whole: Any = urllib3.Timeout(total=seconds)
        return super().perform_request(method, target, body, headers, whole)


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedReader(sock))


class _TimedReader(io.RawIOBase):
    """Reads from a socket whose time-out holds for all readings together, from now on."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._seconds = sock.gettimeout()
        self._began = time.monotonic()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._seconds is None:
            return self._raw.readinto(buffer)
        left = self._seconds - (time.monotonic() - self._began)
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(left)
        try:
            return self._raw.readinto(buffer)
        finally:
            self._socket.settimeout(self._seconds)

    def close(self) -> None:
        self._raw.close()
        super().close()
