"""The whole portal on one machine, with made-up accounts and cases: what `make demo` runs."""

import os
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from portal.demo import setup
from portal.demo.environment import demo_environment
from portal.processes import Processes, web_server, worker


class Command(BaseCommand):
    help = "Sets up the demo (kept in VAR_DIR, default var/) and serves it until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--setup-only", action="store_true", help="set everything up, then end without serving")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_other_database()
        port = options["port"]
        if not options["setup_only"]:
            check_port_is_free(port)
        environment = demo_environment(port)
        if os.environ.get("DJANGO_SETTINGS_MODULE") != environment["DJANGO_SETTINGS_MODULE"]:
            # Settings are read once per process: start again with those of production.
            os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - ourselves
        setup.run(self.stdout.write)
        if not options["setup_only"]:
            self.serve(port, environment)

    def serve(self, port: int, environment: dict[str, str]) -> None:
        signal.signal(signal.SIGTERM, stop)
        with Processes([web_server(port), worker()], environment) as processes:
            self.stdout.write(setup.welcome(port))
            try:
                processes.keep_alive()
            except KeyboardInterrupt:
                self.stdout.write("\nBerhenti … semua data tersimpan; `make demo` melanjutkannya.")


def stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def refuse_other_database() -> None:
    """Raises CommandError: accounts whose passwords are printed on a terminal belong into no database but the demo's own."""
    if os.environ.get("DATABASE_URL"):
        raise CommandError(
            "DATABASE_URL is set. The demo keeps everything in VAR_DIR and would write accounts with known passwords "
            "into that database. Run it without: env -u DATABASE_URL make demo"
        )


def check_port_is_free(port: int) -> None:
    """Raises CommandError with what to do when something answers on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Stop the program that has it, or: PORT={port + 10} make demo"
            ) from error
