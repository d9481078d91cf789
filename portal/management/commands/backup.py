"""Keep a copy of everything that cannot be made again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import backups


class Command(BaseCommand):
    help = "Writes database and files into one archive while the portal runs. Keep it elsewhere, locked: it holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="a new file, such as portal-2026-01-31.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = backups.write(options["archive"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Cadangan ditulis: {options['archive']} ({size / 1e6:.1f} MB)")
