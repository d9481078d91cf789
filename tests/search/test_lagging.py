"""An administrator whose search server is down reads so where the day begins."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.pages.structure import ensure_structure
from search import engines, outbox, rebuilding
from search.engines.elastic_connection import Address
from search.engines.sqlite import SQLiteEngine
from tests.factories import make_user
from tests.search.things import Things

pytestmark = pytest.mark.django_db


def start_page(role: str) -> str:
    ensure_structure()
    client = Client()
    client.force_login(make_user(role))
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.fixture
def kept_up(index: SQLiteEngine, things: Things) -> SQLiteEngine:
    rebuilding.rebuild(index)
    return index


def test_a_server_that_is_down_is_told_to_the_administrator_with_what_waits(
    kept_up: SQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = engines.server(Address("http://127.0.0.1:9"), "nobody")
    monkeypatch.setattr(engines, "every", lambda: [server, kept_up])
    outbox.note(["thing:1"])
    outbox.drain()

    html = start_page("admin_portal")

    assert "Peladen pencari tidak menjawab" in html
    assert "perubahan menunggu" in html
    assert "indeks yang lain menjawab" in html
    assert "Pencarian tertinggal" not in start_page("penelaah_hukum")


def test_a_worker_that_does_not_run_is_told(kept_up: SQLiteEngine) -> None:
    with time_machine.travel(timezone.now() - dt.timedelta(minutes=1)):
        outbox.note(["thing:1"])

    html = start_page("admin_portal")

    assert "Periksa apakah worker berjalan" in html
    assert "indeks yang lain menjawab" not in html


def test_nothing_is_told_while_the_search_keeps_up(kept_up: SQLiteEngine) -> None:
    ensure_structure()
    outbox.drain()

    assert "Pencarian tertinggal" not in start_page("admin_portal")
