"""Somebody at a real portal over real HTTP, without a browser: cookies, form tokens, and bodies too large to hold in memory."""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

BOUNDARY = "batas-antar-isian-0123456789"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass(frozen=True)
class BigFile:
    """A file of `size` bytes that begins with `head` and goes on with zeros; never held whole."""

    name: str
    head: bytes
    size: int

    def pieces(self) -> Iterator[bytes]:
        yield self.head
        rest = self.size - len(self.head)
        while rest > 0:
            yield bytes(min(PIECE, rest))
            rest -= PIECE


@dataclass
class Visitor:
    """Keeps its cookies from request to request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """An ordinary form, with the token that the browser was given."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form | self._token()).encode(), headers)

    def upload(self, path: str, form: dict[str, str], files: dict[str, BigFile]) -> Answer:
        """A form with files, streamed."""
        parts = [_part(name, value.encode()) for name, value in (form | self._token()).items()]
        heads = {name: _head(f'name="{name}"; filename="{file.name}"') for name, file in files.items()}
        end = f"--{BOUNDARY}--\r\n".encode()
        size = sum(map(len, parts)) + sum(len(heads[name]) + file.size + 2 for name, file in files.items()) + len(end)

        def body() -> Iterator[bytes]:
            yield from parts
            for name, file in files.items():
                yield heads[name]
                yield from file.pieces()
                yield b"\r\n"
            yield end

        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(size)}
        return self._ask("POST", path, body(), headers)

    def log_in(self, address: str, password: str) -> None:
        self.get("/akun/masuk/")
        answer = self.post("/akun/masuk/", {"login": address, "password": password})
        assert answer.status == 302, answer.text

    def _token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}

    def _ask(self, method: str, path: str, body: bytes | Iterator[bytes] | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = {"Cookie": cookies, "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            connection.request(method, path, body, headers | origin)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, response.headers.get("Location", ""), text)


def hidden_fields(page: str) -> dict[str, str]:
    """Name and value of every hidden field of a page."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def _head(disposition: str) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()


def _part(name: str, value: bytes) -> bytes:
    return _head(f'name="{name}"') + value + b"\r\n"
