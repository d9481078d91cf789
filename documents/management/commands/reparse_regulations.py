"""`manage.py reparse_regulations`: brings stored texts up to the parser and the marks of this version.

Each batch is a transaction of its own, so a run that was broken off goes on where it was.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from documents import reparsing


class Command(BaseCommand):
    help = "Mengurai ulang naskah yang tersimpan setelah pengurai berubah; dapat dihentikan dan dilanjutkan kapan saja."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Semua naskah, juga yang sudah diurai versi ini.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            reparsing.ask_for_all()
        if cleaned := reparsing.clean_issuers():
            self.stdout.write(f"{cleaned} nama penetap dibersihkan dari sisa judul.")
        total, changed, done = reparsing.waiting().count(), 0, 0
        while batch := reparsing.next_batch():
            changed += reparsing.reparse(batch)
            done += len(batch)
            self.stdout.write(f"{done} dari {total} naskah; {changed} berubah, {done - changed} tetap.")
        if not done:
            self.stdout.write("Semua naskah sudah diurai oleh versi ini.")
