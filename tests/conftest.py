"""What every test may ask for. Servers come from tests/servers.py, a whole portal in processes of its own from tests/running_portal.py.

`make test` runs the suite twice: on SQLite, and the tests that ask for `postgres` on PostgreSQL (Wagtail's models depend on the kind
of database they were loaded with). `postgres` is a fresh, migrated database that is Django's default one, in this process and
its threads; `postgres.url` gives the same database to a portal in processes of its own.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from portal.catalogues import compile_catalogues
from tests import servers
from tests.running_portal import RunningPortal, set_up_demo

# Times are measured in the bench; here a busy machine would fail a test by its first, unprepared call.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")

ROOT = Path(__file__).resolve().parent.parent
REAL_SERVERS = ["postgres", "elasticsearch", "browser"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`pytest -m postgres` and the like: a test carries the mark of each server among its fixtures."""
    for item in items:
        for name in REAL_SERVERS:
            if name in getattr(item, "fixturenames", []):
                item.add_marker(name)


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    """The catalogues as an installation has them."""
    compile_catalogues()


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


@pytest.fixture(scope="session")
def migrated_file(request: pytest.FixtureRequest) -> Path:
    """Where an SQLite database with every migration applied is kept from run to run: half a minute of migrations saved."""
    digest = hashlib.sha256()
    for source in [*sorted(ROOT.glob("*/migrations/*.py")), *sorted(ROOT.glob("portal/*/migrations/*.py"))]:
        digest.update(source.read_bytes())
    for source in [ROOT / "requirements/base.txt", ROOT / "portal/core/roles.py", ROOT / "portal/core/role_groups.py"]:
        digest.update(source.read_bytes())
    return request.config.cache.mkdir("migrated") / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(migrated_file: Path) -> None:
    """The suite's own database is a file, a copy of the migrated one when there is one."""
    default = connections["default"]
    if default.vendor == "sqlite":
        test_file = settings.VAR_DIR / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(test_file)
        if migrated_file.exists():
            shutil.copy(migrated_file, test_file)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A test database that exists already is the migrated copy, not the leftover of another run."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, migrated_file: Path) -> None:
    """Keeps what pytest-django migrated, for the next run: nothing in a run without a test that is marked `django_db`."""
    if connections["default"].vendor != "sqlite" or migrated_file.exists():
        return
    unfinished = migrated_file.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock():
        if not connections["default"].introspection.table_names():
            return
        with closing(sqlite3.connect(unfinished)) as copy:
            connections["default"].connection.backup(copy)
    unfinished.replace(migrated_file)


@pytest.fixture(scope="session")
def demo_template(django_db_setup: None, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VAR_DIR as `make demo` leaves it, without the corpus. Copy it, do not change it."""
    var_dir = tmp_path_factory.mktemp("demo") / "var"
    var_dir.mkdir()
    if migrated_file.exists():
        shutil.copy(migrated_file, var_dir / "db.sqlite3")
    set_up_demo(var_dir)
    return var_dir


@pytest.fixture
def demo_portal(demo_template: Path, tmp_path: Path) -> RunningPortal:
    """A demo of the test's own; `with demo_portal.serving():` starts its web server and worker."""
    var_dir = tmp_path / "var"
    shutil.copytree(demo_template, var_dir)
    return RunningPortal(var_dir)


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


@pytest.fixture
def sqlite_file(
    django_db_setup: None, migrated_file: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The same on SQLite: a migrated file of the test's own as Django's default database. Do not add the `django_db` mark."""
    if connections["default"].vendor != "sqlite":
        servers.missing("This run is on PostgreSQL", get_it_by=".venv/bin/pytest")
    path = tmp_path / "db.sqlite3"
    if migrated_file.exists():
        shutil.copy(migrated_file, path)
    with django_db_blocker.unblock(), _as_default_database(str(path)):
        call_command("migrate", verbosity=0)
        yield path


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
