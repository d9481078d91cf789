"""A door before a real server: open, or failing as servers fail. Whoever comes meets what the door is at that moment."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from urllib.parse import urlsplit

_PIECE = 65_536
_SLOW_SECONDS, _DRIP_SECONDS = 1.0, 0.4
_PAGE = b"<html>Halaman perantara</html>"
_GARBAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(_PAGE), _PAGE)


class Way(Enum):
    """What happens to a request."""

    OPEN = "it reaches the server"
    SILENT = "it is taken and never answered, as by a process that was stopped"
    GARBAGE = "it is answered by somebody else"
    SHUT = "nobody takes it"
    SLOW = "it reaches the server a second later"
    DRIPPING = "its answer comes byte by byte"


class Door:
    """Use `door_to`. `visits`: how many connections came."""

    def __init__(self, url: str) -> None:
        self._upstream = urlsplit(url)
        self._way = Way.OPEN
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self.port = self.visits = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def turn(self, way: Way) -> None:
        """From now on; connections that are open end, but for a server that falls silent: it keeps them."""
        self._way = way
        if way is not Way.SILENT:
            asyncio.run_coroutine_threadsafe(self._end_all(), self._loop).result(10)

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        await self._end_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _end_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
        self._writers.clear()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        self._writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            match self._way:
                case Way.OPEN | Way.SLOW | Way.DRIPPING:
                    await self._lead_on(reader, writer)
                case Way.SILENT:
                    await reader.read()
                case Way.GARBAGE:
                    await reader.read(_PIECE)
                    writer.write(_GARBAGE)
                    await writer.drain()
        writer.transport.abort()
        self._writers.discard(writer)

    async def _lead_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._upstream.hostname, self._upstream.port)
        self._writers.add(back)
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer, is_answer=True))
        back.transport.abort()
        self._writers.discard(back)

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        while piece := await reader.read(_PIECE):
            if self._way is Way.SILENT:
                continue
            if self._way is Way.SLOW and not is_answer:
                await asyncio.sleep(_SLOW_SECONDS)
            is_dripping = self._way is Way.DRIPPING and is_answer
            for drop in (bytes([byte]) for byte in piece) if is_dripping else (piece,):
                writer.write(drop)
                await writer.drain()
                await asyncio.sleep(_DRIP_SECONDS if is_dripping else 0)
        writer.transport.abort()


@contextmanager
def door_to(url: str) -> Iterator[Door]:
    """An open door to the server at this address."""
    door = Door(url)
    thread = threading.Thread(target=door.run, name="door", daemon=True)
    thread.start()
    if not door._ready.wait(10):
        raise TimeoutError("the door did not open")
    try:
        yield door
    finally:
        door.close()
        thread.join(10)
