"""Whole pages as a browser gets them: session, account, menu and all."""

import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.models import User


def queries(address: str, user: User | None) -> int:
    """How often the page asks the database. The second request counts: what is cached for everybody was read by the first."""
    client = _client(user)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            _get(client, address)
    return len(captured)


def milliseconds(address: str, user: User | None) -> float:
    """The quickest of three requests, after one that warms up: the page itself, without the network."""
    client = _client(user)
    _get(client, address)
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        _get(client, address)
        taken.append((time.perf_counter() - started) * 1_000)
    return min(taken)


def _client(user: User | None) -> Client:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if user is not None:
        client.force_login(user)
    return client


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise ValueError(f"{address} answered {response.status_code}")
