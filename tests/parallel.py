"""Forms that arrive at the same instant: each with a connection and a session of its own, as so many people would send them."""

import http.client
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.test import Client

from portal.core.models import User
from tests.visitors import Answer

PATIENCE_SECONDS = 120
_TOKEN = "a" * 32


@dataclass(frozen=True)
class Sent:
    """One form of one account."""

    user: User
    path: str
    form: dict[str, str]


def post_together(address: tuple[str, int], requests: Sequence[Sent]) -> list[Answer]:
    """Sends them all at once; the answers stand in the order of the requests."""
    barrier = threading.Barrier(len(requests))
    answers: dict[int, Answer] = {}
    sessions = {user.pk: session_of(user) for user in {sent.user for sent in requests}}

    def send(number: int, sent: Sent) -> None:
        barrier.wait()
        answers[number] = post(address, sent, sessions[sent.user.pk])

    threads = [threading.Thread(target=send, args=(number, sent)) for number, sent in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(requests))]


def post(address: tuple[str, int], sent: Sent, session: str) -> Answer:
    return _ask(address, "POST", sent.path, session, urlencode(sent.form))


def get(address: tuple[str, int], path: str, session: str) -> Answer:
    return _ask(address, "GET", path, session)


def _ask(address: tuple[str, int], method: str, path: str, session: str, body: str | None = None) -> Answer:
    connection = http.client.HTTPConnection(*address, timeout=PATIENCE_SECONDS)
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={_TOKEN}",
        "X-CSRFToken": _TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    finally:
        connection.close()
    return Answer(response.status, response.headers.get("Location", ""), text)


def session_of(user: User) -> str:
    """The key of a session that is logged in."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
