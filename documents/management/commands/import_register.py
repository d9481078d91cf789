"""Import the national register's word on the portal's regulations; see `documents.importing.register`."""

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.importing.register import RegisterCounts, import_register
from documents.importing.source import UnreadableSource

SHOWN_ERRORS = 200


def a_day(text: str) -> dt.date:
    """A day that is not in the future, as 2023-05-31."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"«{text}» bukan tanggal TTTT-BB-HH") from error
    if day > timezone.localdate():
        raise ArgumentTypeError(f"{text} belum tiba")
    return day


class Command(BaseCommand):
    help = "Impor kata register peraturan nasional (CSV, boleh .gz). Aman dijalankan ulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="berkas register: .csv atau .csv.gz")
        parser.add_argument("--as-of", type=a_day, help="keadaan register pada tanggal ini, misalnya 2023-05-31")
        parser.add_argument("--dry-run", action="store_true", help="baca dan bandingkan saja, jangan menulis apa pun")
        parser.add_argument("--json", action="store_true", help="tutup dengan satu baris JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["as_of"] is None:
            raise CommandError("Sebutkan keadaan register pada tanggal berapa, misalnya: --as-of 2023-05-31")
        try:
            counts = import_register(options["path"], as_of=options["as_of"], dry_run=options["dry_run"])
        except UnreadableSource as error:
            raise CommandError(str(error)) from error
        self._tell(counts, dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(counts.summary()))

    def _tell(self, counts: RegisterCounts, *, dry_run: bool) -> None:
        for error in counts.errors[:SHOWN_ERRORS]:
            self.stderr.write(f"Baris {error.line} ({error.key}): {error.reason}")
        if len(counts.errors) > SHOWN_ERRORS:
            self.stderr.write(f"… dan {len(counts.errors) - SHOWN_ERRORS} catatan lainnya.")
        head = "Uji coba, tidak ada yang ditulis. " if dry_run else ""
        self.stdout.write(
            f"{head}Register: {counts.updated} diperbarui, {counts.unchanged} tetap, {counts.kept} dibiarkan karena sudah "
            f"diperiksa kemudian, {counts.absent} tidak ada di portal, {counts.silent} tanpa status, "
            f"{counts.failed} gagal; {counts.doubted} dengan tanggal yang diragukan."
        )
