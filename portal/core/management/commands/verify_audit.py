"""Checks the audit chain from its first row to its last."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import audit


class Command(BaseCommand):
    help = "Reads the whole audit chain; ends with an error that names the first row that was changed, removed or inserted."

    def handle(self, *args: Any, **options: Any) -> None:
        report = audit.verify_chain()
        if report.first_broken is not None:
            raise CommandError(
                f"The audit chain is broken at sequence {report.first_broken} ({report.rows} rows read)."
            )
        self.stdout.write(f"The audit chain is whole: {report.rows} rows.")
