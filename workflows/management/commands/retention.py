"""`manage.py retention`: lets personal data go whose period is over; the worker does the same every hour."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from workflows import retention
from workflows.enums import Stage
from workflows.models import RetentionPeriod


class Command(BaseCommand):
    help = (
        "Menghapus data pribadi yang masa simpannya berakhir (Konfigurasi, Masa simpan data pribadi) dan melaporkannya. "
        "Cadangan (backup) lama masih memuatnya: hapus menurut jadwal yang sama."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="hanya melaporkan; tidak ada yang dihapus")

    def handle(self, *args: Any, **options: Any) -> None:
        if not RetentionPeriod.objects.exists():
            self.stdout.write("Belum ada masa simpan yang ditetapkan: tidak ada yang dihapus.")
            return
        try:
            lines, failure = retention.run(dry_run=options["dry_run"]), None
        except retention.RetentionFailedError as error:
            lines, failure = error.settled, error
        self._report(lines, dry_run=options["dry_run"])
        if failure:
            numbers = ", ".join(f"#{pk} ({kind})" for pk, kind in failure.failed.items())
            raise CommandError(
                f"{len(failure.failed)} usulan gagal diselesaikan dan akan dicoba lagi: {numbers}. "
                "Usulan lain tidak terpengaruh. Laporkan nomor ini kepada pengelola aplikasi."
            )

    def _report(self, lines: list[retention.Line], *, dry_run: bool) -> None:
        for line in lines:
            act = "draf dihapus" if line.stage is Stage.DRAFT else "data pribadi dihapus"
            self.stdout.write(
                f"{line.label} · {line.stage.label} sejak {localtime(line.since):%d/%m/%Y} · {act}: "
                f"{line.removed.people} orang, {len(line.removed.files)} berkas, {line.removed.texts} teks"
            )
        verb = "akan diselesaikan" if dry_run else "diselesaikan"
        self.stdout.write(f"{len(lines)} usulan {verb}.")
