"""Who one can be in the demo."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.demo import people


class Command(BaseCommand):
    help = "Lists the demo accounts of this installation: role, address, password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(people.as_json())
            return
        accounts = people.accounts()
        if not accounts:
            raise CommandError("There are no demo accounts here. `make demo` makes them.")
        for account in accounts:
            self.stdout.write(f"{account.role:<16} {account.address:<36} {account.password}")
