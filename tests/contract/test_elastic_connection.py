"""What the portal sends to a search server, and what it does when the server fails. No server is needed: a stub answers."""

from __future__ import annotations

import base64
import contextlib
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings

from search import engines, service
from search.engines import elastic_rebuild, elastic_writing, patience
from search.engines.base import EngineUnavailable, UnusableIndex
from search.engines.breaker import PAUSE, Breaker, ServerDown, Untried
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.elastic_schema import signature
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN


class Stub(ThreadingHTTPServer):
    """Remembers who asked; answers 404 to everything, or 200 with a text of its own, or hangs for so many seconds, or sends a
    byte of its answer every so many seconds: of the body, or from the first line on.
    """

    daemon_threads = True

    def __init__(
        self, hang: float = 0.0, answers: Mapping[str, str] | None = None, drip: float = 0.0, whole: bool = False
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.authorizations: list[str] = []
        self.requests = 0
        self.hang = hang
        self.drip = drip
        self.whole = whole
        self.answers = answers or {}


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def _answer(self) -> None:
        self.server.requests += 1
        self.server.authorizations.append(self.headers.get("Authorization", ""))
        time.sleep(self.server.hang)
        if self.server.drip and self.server.whole:
            self._drip(b"HTTP/1.1 200 OK\r\n" + b"X-Elastic-Product: Elasticsearch\r\n" * 50)
        text = next((text for part, text in self.server.answers.items() if part in self.path), None)
        content = (text or "{}").encode()
        self.send_response(404 if text is None else 200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content) + 100 * bool(self.server.drip)))
        self.end_headers()
        if self.server.drip:
            self._drip(content + b" " * 100)
        self.wfile.write(content)

    def _drip(self, content: bytes) -> None:
        with contextlib.suppress(OSError):  # whoever asked may be gone
            for byte in content:
                self.wfile.write(bytes([byte]))
                time.sleep(self.server.drip)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def serving(stub: Stub) -> Iterator[int]:
    thread = threading.Thread(target=stub.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(stub.server_address[1])
    finally:
        stub.shutdown()
        stub.server_close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of a private authority for 127.0.0.1, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes((folder / "cert.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return both


@pytest.fixture
def tls_stub(certificate: Path) -> Iterator[tuple[Stub, int]]:
    stub = Stub()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    stub.socket = context.wrap_socket(stub.socket, server_side=True)
    with serving(stub) as port:
        yield stub, port


def test_user_and_password_are_sent_over_tls_to_a_server_of_a_private_authority(
    tls_stub: tuple[Stub, int], certificate: Path
) -> None:
    stub, port = tls_stub
    server = Server(Address(f"https://127.0.0.1:{port}", user="portal", password="rahasia", ca_file=str(certificate)))

    with pytest.raises(EngineUnavailable), server.reading() as client:
        client.info()
    server.close()

    assert stub.authorizations == ["Basic " + base64.b64encode(b"portal:rahasia").decode()]


def test_an_api_key_goes_before_user_and_password(tls_stub: tuple[Stub, int], certificate: Path) -> None:
    stub, port = tls_stub
    address = Address(
        f"https://127.0.0.1:{port}", user="portal", password="x", api_key="a2V5", ca_file=str(certificate)
    )
    server = Server(address)

    with pytest.raises(EngineUnavailable), server.reading() as client:
        client.info()
    server.close()

    assert stub.authorizations == ["ApiKey a2V5"]


def test_a_server_of_an_unknown_authority_gets_nothing(tls_stub: tuple[Stub, int]) -> None:
    stub, port = tls_stub
    server = Server(Address(f"https://127.0.0.1:{port}", user="portal", password="rahasia"))

    with pytest.raises(ServerDown), server.reading() as client:
        client.info()
    server.close()

    assert stub.requests == 0


def test_a_server_that_failed_is_left_alone_and_then_tried_once() -> None:
    now = [100.0]
    breaker = Breaker(pause=15, clock=lambda: now[0])
    tried: list[float] = []

    def ask(fails: bool) -> None:
        with breaker.guard():
            tried.append(now[0])
            if fails:
                raise ServerDown("down")

    with pytest.raises(ServerDown):
        ask(fails=True)
    for now[0] in (101.0, 114.0):
        with pytest.raises(EngineUnavailable):
            ask(fails=False)
    now[0] = 116.0
    ask(fails=False)
    ask(fails=False)

    assert tried == [100.0, 116.0, 116.0]


def about_to_try(now: list[float]) -> Breaker:
    """A breaker that has left a failed server alone for long enough, by a clock that the test sets."""
    now[0] = 100.0
    breaker = Breaker(pause=15, clock=lambda: now[0])
    with pytest.raises(ServerDown), breaker.guard():
        raise ServerDown("down")
    now[0] = 116.0
    return breaker


def test_while_one_tries_whether_the_server_is_back_the_others_go_on_without_it() -> None:
    now = [0.0]
    breaker = about_to_try(now)

    with breaker.guard():
        for now[0] in (116.0, 120.0):
            with pytest.raises(EngineUnavailable, match="left alone"), breaker.guard():
                pass

    with breaker.guard():
        pass


def test_a_server_that_is_back_without_its_indexes_may_get_others_at_once() -> None:
    breaker = about_to_try([0.0])
    with pytest.raises(UnusableIndex), breaker.guard():
        raise UnusableIndex("the index is gone")

    with breaker.guard():
        pass


def test_a_refused_request_does_not_stop_the_others() -> None:
    breaker = Breaker()

    with pytest.raises(EngineUnavailable), breaker.guard():
        raise EngineUnavailable("this one query is wrong")

    with breaker.guard():
        pass


@pytest.fixture
def portal_with(settings: Settings, tmp_path: Path, db: None) -> Callable[[str], None]:
    """Configures a search server and fills the embedded index."""

    def configure(url: str) -> None:
        settings.SEARCH_DIR = tmp_path / "search"
        settings.ELASTICSEARCH_URL = url
        engines.server.cache_clear()
        filled(engines.embedded(settings.SEARCH_DIR), GOLDEN)

    return configure


def test_without_its_server_the_portal_answers_from_the_embedded_index_and_says_so(
    portal_with: Callable[[str], None],
) -> None:
    portal_with("http://127.0.0.1:9")

    answer = service.ask("pemulung", audience=("public",)).result

    assert answer.total == 2
    assert answer.degraded
    assert answer.engine == "sqlite"


def test_a_hanging_server_costs_one_reader_two_seconds_and_the_next_ones_nothing(
    portal_with: Callable[[str], None],
) -> None:
    with serving(Stub(hang=30)) as port:
        portal_with(f"http://127.0.0.1:{port}")
        started = time.perf_counter()
        first = service.ask("", audience=("public",)).result
        waited = time.perf_counter() - started
        started = time.perf_counter()
        second = service.ask("", audience=("public",)).result
        later = time.perf_counter() - started

    assert first.total == second.total == 6
    assert waited < 4
    assert later < 0.5


@pytest.mark.parametrize("whole", [True, False])
def test_a_server_that_drips_is_not_waited_for_longer_than_one_that_hangs(whole: bool) -> None:
    with serving(Stub(drip=0.05, whole=whole)) as port:
        server = Server(Address(f"http://127.0.0.1:{port}"))
        started = time.perf_counter()
        with pytest.raises(ServerDown), server.reading() as client:
            client.info()
        waited = time.perf_counter() - started
        with pytest.raises(EngineUnavailable, match="left alone"), server.reading() as client:
            client.info()
        server.close()

    assert 1.5 < waited < 3.5


def test_the_time_of_a_request_over_tls_is_limited_too(certificate: Path) -> None:
    stub = Stub(drip=0.05)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    stub.socket = context.wrap_socket(stub.socket, server_side=True)
    with serving(stub) as port:
        server = Server(Address(f"https://127.0.0.1:{port}", ca_file=str(certificate)))
        started = time.perf_counter()
        with pytest.raises(ServerDown), server.reading() as client:
            client.info()
        server.close()

    assert time.perf_counter() - started < 3.5


def test_all_requests_of_one_answer_share_its_time() -> None:
    with serving(Stub(hang=0.3, answers={"": "{}"})) as port:
        server = Server(Address(f"http://127.0.0.1:{port}"))
        started = time.perf_counter()
        with patience.limited(60), patience.limited(1.0), server.reading() as client:
            client.info()
            client.info()
        with pytest.raises(ServerDown), patience.limited(0.8), server.reading() as client:
            _ = [client.info() for _ in range(10)]
        waited = time.perf_counter() - started
        server.close()

    assert waited < 2.5
    assert patience.left() > 1_000


def test_a_portal_that_used_up_the_time_itself_leaves_the_server_in_use() -> None:
    with serving(Stub(hang=0.1, answers={"": "{}"})) as port:
        server = Server(Address(f"http://127.0.0.1:{port}"))
        for seconds in (0.3, 0.35):  # over before it is asked, and in the middle of it
            with pytest.raises(Untried), patience.limited(seconds), server.reading() as client:
                asked_late(client)
        with server.reading() as client:
            client.info()
        server.close()


def asked_late(client: Elasticsearch) -> None:
    time.sleep(0.3)
    client.info()


def test_a_server_that_nobody_had_the_time_to_try_stays_as_it_was() -> None:
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    with pytest.raises(ServerDown), breaker.guard():
        raise ServerDown
    now = PAUSE + 1
    with pytest.raises(Untried), breaker.guard():
        raise Untried

    with pytest.raises(EngineUnavailable, match="left alone"), breaker.guard():
        pytest.fail("one call in every pause tries")


def test_a_configured_server_is_asked_before_the_embedded_index(portal_with: Callable[[str], None]) -> None:
    portal_with("http://127.0.0.1:9")

    first, last = engines.every()

    assert isinstance(first, ElasticEngine)
    assert last.name == "sqlite"


KNOWN = {"mappings": {"_meta": {"signature": signature()}}}
MAPPING = {f"portal-{name}-full-1": KNOWN for name in ("docs", "passages")}
DEEP = "[" * 100_000
NO_ANSWERS = (DEEP, '{"selamat": "datang"}', "[]", '"maaf"', "7", "{}", '{"responses": [7, 7]}', '{"responses": null}')


@pytest.mark.parametrize("text", NO_ANSWERS)
@pytest.mark.parametrize("knows_mapping", [True, False])
def test_a_server_that_answers_something_else_is_as_good_as_none(
    text: str, knows_mapping: bool, portal_with: Callable[[str], None]
) -> None:
    answers = {"_mapping": json.dumps(MAPPING)} if knows_mapping else {}
    with serving(Stub(answers=answers | {"": text})) as port:
        portal_with(f"http://127.0.0.1:{port}")

        answer = service.ask("pemulung", audience=("public",)).result
        near, alike = service.suggest("pemul", audience=("public",)), service.related("page:1", audience=("public",))
        health = engines.every()[0].health()

    assert (answer.total, answer.degraded, answer.engine) == (2, True, "sqlite")
    assert isinstance(near, tuple)
    assert isinstance(alike, tuple)
    assert not health.ok


NO_RESULTS = (*NO_ANSWERS, '{"docs": [{}], "items": [7]}', '{"docs": [], "items": [{"index": 7}]}', '{"docs": 7}')


@pytest.mark.parametrize("text", NO_RESULTS)
def test_a_write_that_is_answered_with_something_else_is_to_be_tried_again(text: str) -> None:
    answers = {"_mapping": json.dumps(MAPPING), "_settings": "{}", "": text}
    with serving(Stub(answers=answers)) as port:
        for write in WRITES.values():
            engine = ElasticEngine(Server(Address(f"http://127.0.0.1:{port}")))
            with pytest.raises(EngineUnavailable):
                write(engine)
            engine.close()


def rebuilt(engine: ElasticEngine) -> None:
    with patch.object(elastic_rebuild, "_remove_orphans"), patch.object(elastic_rebuild, "create_pair") as made:
        made.return_value = elastic_writing.aliases("portal")
        building = engine.rebuild()
    building.add(GOLDEN)
    building.swap()


WRITES: dict[str, Callable[[ElasticEngine], object]] = {
    "apply": lambda engine: engine.apply(GOLDEN, ["page:9"]),
    "rebuild": lambda engine: engine.rebuild().add(GOLDEN),
    "add": rebuilt,
}
