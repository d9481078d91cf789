"""Bring a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import backups


class Command(BaseCommand):
    help = "Unpacks an archive of `backup` into an empty VAR_DIR, brings the database up to this version and makes the index anew."
    # The checks would look into a database that is not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backups.restore(options["archive"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, stdout=self.stdout)
        call_command("setup_site", stdout=self.stdout)
        call_command("search_rebuild", allow_down=True, stdout=self.stdout)
        self.stdout.write("Cadangan sudah dipulihkan. Jalankan lagi server web dan worker.")
