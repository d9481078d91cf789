"""Real servers for tests: found, or started here, or said to be missing with the line that gets them.

`REQUIRE_REAL_SERVERS=1` turns every such absence into a failure, so that continuous integration never skips them silently.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NotHereError(Exception):
    """A server is missing; the text says how to get it."""


def missing(what: str, *, get_it_by: str) -> NoReturn:
    """Skip the test, or fail it where real servers are required."""
    sentence = f"{what}. To run this test: {get_it_by}"
    if os.environ.get("REQUIRE_REAL_SERVERS") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def free_port() -> int:
    """A port of the loopback address that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server whose role may create databases, ending in "/postgres"."""
    given = os.environ.get("DATABASE_URL_POSTGRES")
    if given:
        yield given
        return
    binaries = _postgres_binaries()
    if binaries is None:
        raise NotHereError(
            "No PostgreSQL server. To run its tests: apt-get install postgresql, or DATABASE_URL_POSTGRES=postgres://…/postgres"
        )
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as name:
        folder, port = Path(name), free_port()
        _start_postgres(binaries, folder, port)
        try:
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
        finally:
            _as_ordinary_user([binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], folder)


def _postgres_binaries() -> Path | None:
    """Debian keeps the server's programs off PATH, one folder for each major version; the newest wins."""
    folders = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _start_postgres(binaries: Path, folder: Path, port: int) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, user="nobody")
    data = folder / "data"
    creation = ["-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=120"
    _as_ordinary_user([binaries / "initdb", "-D", data, *creation], folder)
    _as_ordinary_user([binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], folder)


def _as_ordinary_user(command: list[str | Path], folder: Path) -> None:
    """PostgreSQL refuses to run as root, so root lends it the account that owns nothing."""
    user = "nobody" if os.geteuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        user=user,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def elasticsearch_url() -> str:
    """The address of a running Elasticsearch 8.19: `ELASTICSEARCH_URL_FOR_TESTS`."""
    given = os.environ.get("ELASTICSEARCH_URL_FOR_TESTS")
    if not given:
        missing(
            "No Elasticsearch server",
            get_it_by="docker compose up -d elasticsearch && ELASTICSEARCH_URL_FOR_TESTS=http://127.0.0.1:9200 make test",
        )
    return given


def chromium_program() -> str:
    """The path of Chromium as the distribution packages it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("No Chromium", get_it_by="apt-get install chromium, or set CHROMIUM to its path")
    return found


def main(command: list[str]) -> int:
    """Runs the command with `DATABASE_URL` naming a PostgreSQL server; returns its exit status."""
    try:
        with postgres_server() as url:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode
    except NotHereError as error:
        print(f"SKIPPED: {error}")
        return int(os.environ.get("REQUIRE_REAL_SERVERS") == "1")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
