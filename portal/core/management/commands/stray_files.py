"""Find, and on request remove, private files that no row names."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.core.stray_files import stray_files


class Command(BaseCommand):
    help = "Lists private files older than a day that no row of the database names; --delete removes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove them; make a backup first")

    def handle(self, *args: Any, **options: Any) -> None:
        count = total = 0
        for stray in stray_files():
            count, total = count + 1, total + stray.size
            self.stdout.write(f"{stray.path} ({stray.size} byte)")
            if options["delete"]:
                stray.path.unlink(missing_ok=True)
        done = "dihapus" if options["delete"] else "ditemukan"
        self.stdout.write(f"{count} berkas tanpa data {done}, {total / 1e6:.1f} MB")
