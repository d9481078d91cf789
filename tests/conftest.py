"""What every test may ask for. Servers come from tests/servers.py, a whole portal in processes of its own from tests/running_portal.py.

`make test` runs the suite twice: on SQLite, and the tests that ask for `postgres` on PostgreSQL (Wagtail's models depend on the kind
of database they were loaded with). `postgres` is a fresh, migrated database that is Django's default one, in this process and
its threads; `postgres.url` gives the same database to a portal in processes of its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
REAL_SERVERS = ["postgres", "elasticsearch", "browser"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`pytest -m postgres` and the like: a test carries the mark of each server among its fixtures."""
    for item in items:
        for name in REAL_SERVERS:
            if name in getattr(item, "fixturenames", []):
                item.add_marker(name)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real regulations and PDFs (`PORTAL_CORPUS`)."""
    folder = Path(os.environ.get("PORTAL_CORPUS", ROOT / "../shared/corpus")).resolve()
    if not (folder / "sample.jsonl").is_file():
        servers.missing("No corpus of real regulations", get_it_by="PORTAL_CORPUS=/path/of/the/corpus make test")
    return folder


@pytest.fixture(scope="session")
def elasticsearch() -> str:
    """The URL of a real Elasticsearch 8.19. Use index names of your own and remove them."""
    return servers.elasticsearch_url()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Playwright runs an event loop in this thread, where Django would refuse the ORM; nothing here is asynchronous."""
    program = servers.chromium_program()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=program, args=servers.CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class PostgresDatabase:
    url: str


@pytest.fixture(scope="session")
def postgres_template(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a migrated database that each test gets a copy of: 0.1 s instead of half a minute of migrations."""
    if connections["default"].vendor != "postgresql":
        servers.missing(
            "This run is on SQLite", get_it_by=".venv/bin/python -m tests.servers .venv/bin/pytest -m postgres"
        )
    name = f"portal_template_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}"')
    with django_db_blocker.unblock(), _as_default_database(name):
        call_command("migrate", verbosity=0)
    yield name
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres(postgres_template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[PostgresDatabase]:
    """A fresh PostgreSQL database as Django's default one. Do not add the `django_db` mark."""
    name = f"portal_test_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    try:
        with django_db_blocker.unblock(), _as_default_database(name):
            yield PostgresDatabase(_url_of(name))
    finally:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url_of(database: str) -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + database


def _administer(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _as_default_database(name: str) -> Iterator[None]:
    """Points Django's default connection, in this and in new threads, at another database of the server."""
    before = connections.settings["default"]
    connections["default"].close()
    connections.settings["default"] = before | {"NAME": name}
    connections["default"] = connections.create_connection("default")
    _forget_primary_keys()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        connections["default"] = connections.create_connection("default")
        _forget_primary_keys()


def _forget_primary_keys() -> None:
    """What is cached by primary key belongs to one database."""
    ContentType.objects.clear_cache()
    cache.clear()
