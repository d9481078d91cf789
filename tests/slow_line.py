"""A bad line between a browser and the portal: slow, far away, and breaking; which connections break follows from the seed."""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PIECE = 1_460
"""Bytes that travel at once: one packet."""
_BREAKS_WITHIN = 30_000
"""A connection that is to break does so somewhere among its first bytes, in whichever direction."""


class SlowLine:
    """A TCP proxy on a port of its own to `port` on this machine. Use `slow_line`; `cut`, `lose_answers` and `mend` are for its users."""

    def __init__(self, port: int, *, bits_per_second: int, delay: float, breaking: float, seed: int) -> None:
        self.upstream = port
        self.seconds_per_byte = 8 / bits_per_second
        self.delay = delay
        self.breaking = breaking
        self.chance = random.Random(seed)
        self.port = 0
        self.connections = self.broken = self.swallowed = 0
        self._owed: list[int] = []
        self._is_cut = self._loses_answers = False
        self._free_at = {"up": 0.0, "down": 0.0}
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Nothing passes any more: open connections end, new ones are refused."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._end_all)

    def lose_answers(self) -> None:
        """What is sent still arrives; a connection ends when its answer comes back: nobody learns what became of it."""
        self._loses_answers = True

    def mend(self) -> None:
        self._is_cut = self._loses_answers = False

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        self._end_all()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    def _end_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        # Asked in the order of the connections, so that the same seed breaks the same ones.
        budget = self.chance.randrange(_BREAKS_WITHIN) if self.chance.random() < self.breaking else None
        if budget is None and self._owed:
            budget = self._owed.pop()
        if self._is_cut:
            self._owe(budget)
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            await asyncio.sleep(self.delay)
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            self._owe(budget)
            writer.transport.abort()
            return
        self._open.add(there_writer)
        left = [budget]
        try:
            await asyncio.gather(
                self._pump(reader, there_writer, "up", left), self._pump(there_reader, writer, "down", left)
            )
        except (OSError, asyncio.CancelledError):
            # Broken, or the line itself is closed.
            pass
        finally:
            self._owe(left[0])
            for each in (writer, there_writer):
                self._open.discard(each)
                each.transport.abort()

    def _owe(self, budget: int | None) -> None:
        """One that was to break and ended before its time, being short or cut: the next one breaks in its place, so many bytes on."""
        if budget is not None and budget >= 0:
            self._owed.append(budget)

    def _breaks(self, left: list[int | None], size: int) -> bool:
        """Whether a connection with so many bytes `left` breaks in a packet of this size. It breaks once, whichever way sends on."""
        before = left[0]
        if before is None:
            return False
        left[0] = before - size
        self.broken += left[0] < 0 <= before
        return left[0] < 0

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: str, left: list[int | None]
    ) -> None:
        """Each packet waits its turn on the one line, then travels half the delay; those behind it are on their way meanwhile."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.ensure_future(self._deliver(on_the_way, sink))
        try:
            while packet := await source.read(_PIECE):
                if way == "down" and self._loses_answers:
                    self.swallowed += 1
                    raise ConnectionResetError
                now = self._loop.time()
                self._free_at[way] = max(now, self._free_at[way]) + len(packet) * self.seconds_per_byte
                if self._breaks(left, len(packet)):  # the packet in which it breaks is lost, be it the last one
                    await asyncio.sleep(max(0.0, self._free_at[way] - now))
                    raise ConnectionResetError
                on_the_way.put_nowait((self._free_at[way] + self.delay / 2, packet))
                await asyncio.sleep(max(0.0, self._free_at[way] - now))
            on_the_way.put_nowait((self._loop.time() + self.delay / 2, b""))
            await arriving
        finally:
            arriving.cancel()

    async def _deliver(self, on_the_way: "asyncio.Queue[tuple[float, bytes]]", sink: asyncio.StreamWriter) -> None:
        while True:
            at, packet = await on_the_way.get()
            await asyncio.sleep(max(0.0, at - self._loop.time()))
            if not packet:
                sink.write_eof()
                return
            sink.write(packet)
            await sink.drain()


@contextmanager
def slow_line(
    port: int, *, bits_per_second: int = 200_000, delay: float = 0.4, breaking: float = 0.05, seed: int = 7
) -> Iterator[SlowLine]:
    """200 kbit/s each way, 400 ms there and back, every twentieth connection breaks: what an island in the east has."""
    line = SlowLine(port, bits_per_second=bits_per_second, delay=delay, breaking=breaking, seed=seed)
    thread = threading.Thread(target=line.run, name="slow line", daemon=True)
    thread.start()
    if not line._ready.wait(10):
        raise TimeoutError("the slow line did not open")
    try:
        yield line
    finally:
        line.stop()
        thread.join(10)
