"""A whole portal in processes of its own: real HTTP, the real worker, a VAR_DIR of its own, production settings."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.demo.environment import demo_environment
from portal.processes import Processes, web_server, worker
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60


class RunningPortal:
    """Commands and processes over one VAR_DIR, which is set up already (`demo_var_dir` in conftest)."""

    def __init__(self, var_dir: Path, *, database_url: str = "") -> None:
        self.var_dir = var_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        ours = {"VAR_DIR": str(var_dir), "DATABASE_URL": database_url, "SITE_URL": self.url, "ELASTICSEARCH_URL": ""}
        self.environment = demo_environment(self.port) | ours

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Output of one management command; CalledProcessError, with what it said, when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=stdin, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, (
            f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
        return done.stdout

    @contextmanager
    def using(self, search_server: str, prefix: str) -> Iterator[None]:
        """The portal with this Elasticsearch beside its own index, filled; its indexes there are the caller's to remove."""
        before = self.environment
        self.environment = before | {"ELASTICSEARCH_URL": search_server, "ELASTICSEARCH_PREFIX": prefix}
        self.manage("search_rebuild")
        try:
            yield
        finally:
            self.environment = before

    @contextmanager
    def serving(
        self, *, with_worker: bool = True, application: str = "", **environment: str
    ) -> Iterator["RunningPortal"]:
        """The web server, and the worker beside it, until the block ends.

        `application` is loaded in the place of the portal's own (tests/weakened_portal.py reads its `environment`).
        """
        server = web_server(self.port)
        commands = [[*server[:-1], application or server[-1]], *([worker()] if with_worker else [])]
        with Processes(commands, self.environment | environment):
            self._wait_until_it_answers()
            yield self

    def _wait_until_it_answers(self) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            try:
                urllib.request.urlopen(self.url + "/", timeout=10).close()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(f"{self.url} did not answer within {PATIENCE_SECONDS} s")


def set_up_demo(var_dir: Path) -> RunningPortal:
    """A portal with everything `make demo` makes, without the corpus."""
    environment = {"VAR_DIR": str(var_dir), "PORTAL_CORPUS": str(var_dir / "no-corpus")}
    command = [sys.executable, "manage.py", "demo", "--setup-only"]
    done = subprocess.run(
        command, cwd=ROOT, env=_clean_environment() | environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, f"demo --setup-only ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return RunningPortal(var_dir)


def _clean_environment() -> dict[str, str]:
    """This process's environment without what the suite's own settings put there."""
    ours = {"SECRET_KEY", "HTTPS_ONLY", "SOURCE_CODE_URL", "VAR_DIR", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours}
