"""The bad line of the browser tests is as bad as it says."""

import http.client
import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from tests.slow_line import SlowLine, slow_line

SIZE, SMALL = 50_000, 2_000


ASKED: list[str] = []


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        self.send_response(200)
        size = SMALL if self.path == "/small" else SIZE
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def fetch(line: SlowLine, path: str = "/") -> int:
    """Bytes of the answer, 0 when the line broke."""
    connection = http.client.HTTPConnection("127.0.0.1", line.port, timeout=30)
    try:
        connection.request("GET", path)
        return len(connection.getresponse().read())
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        connection.close()


def test_it_takes_its_time(port: int) -> None:
    with slow_line(port, breaking=0) as line:
        began = time.monotonic()
        assert fetch(line) == SIZE
        took = time.monotonic() - began

    assert took >= SIZE * 8 / 200_000 + 0.4


def test_it_breaks_as_often_as_it_says_and_always_the_same_ones(port: int) -> None:
    runs = []
    for _run in range(2):
        with slow_line(port, bits_per_second=10**9, delay=0, breaking=0.3, seed=11) as line:
            runs.append([fetch(line) == SIZE for _request in range(20)])

    assert runs[0] == runs[1]
    assert 8 <= sum(runs[0]) <= 18


def test_connections_too_short_to_break_break_together(port: int) -> None:
    with slow_line(port, bits_per_second=10**9, delay=0, breaking=0.05) as line:
        whole = [fetch(line, "/small") == SMALL for _request in range(40)]

    assert line.broken >= 2
    assert whole.count(False) == line.broken


def test_nothing_passes_while_it_is_cut(port: int) -> None:
    with slow_line(port, bits_per_second=10**9, delay=0, breaking=0) as line:
        line.cut()
        assert fetch(line) == 0
        line.mend()
        assert fetch(line) == SIZE


def test_what_is_sent_arrives_although_its_answer_is_lost(port: int) -> None:
    with slow_line(port, bits_per_second=10**9, delay=0, breaking=0) as line:
        line.lose_answers()
        assert fetch(line, "/lost") == 0
        assert ASKED.count("/lost") == line.swallowed == 1
        line.mend()
        assert fetch(line) == SIZE
