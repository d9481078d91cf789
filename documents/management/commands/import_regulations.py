"""Import regulations and their relations; see `documents.importing`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.importing import Counts, RelationCounts, import_regulations, import_relations
from documents.importing.run import NoIndexPage
from documents.importing.source import UnreadableSource

BAR_WIDTH = 30
SHOWN_ERRORS = 200


class Command(BaseCommand):
    help = "Impor peraturan (JSON per baris, boleh .gz) dan hubungannya (TSV). Aman dijalankan ulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="berkas peraturan: .jsonl atau .jsonl.gz")
        parser.add_argument("--relations", type=Path, help="berkas hubungan: .tsv atau .tsv.gz")
        parser.add_argument("--dry-run", action="store_true", help="baca dan bandingkan saja, jangan menulis apa pun")
        parser.add_argument("--json", action="store_true", help="tutup dengan satu baris JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        relations = None
        try:
            counts, keys = import_regulations(options["path"], dry_run=options["dry_run"], progress=self._bar)
            if options["relations"]:
                self._end_bar()
                relations = import_relations(
                    options["relations"], keys=keys, dry_run=options["dry_run"], progress=self._bar
                )
        except (NoIndexPage, UnreadableSource) as error:
            raise CommandError(str(error)) from error
        finally:
            self._end_bar()
        self._tell(counts, relations, dry_run=options["dry_run"])
        if options["json"]:
            if relations is not None:
                self.stdout.write(json.dumps({"relations": relations.summary()}))
            self.stdout.write(json.dumps(counts.summary()))

    def _bar(self, share: float, label: str) -> None:
        filled = round(share * BAR_WIDTH)
        line = f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} {label}"
        if sys.stderr.isatty():
            self.stderr.write(f"\r{line}", ending="")
            self.stderr.flush()
        else:
            self.stderr.write(line)

    def _end_bar(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("")

    def _tell(self, counts: Counts, relations: RelationCounts | None, *, dry_run: bool) -> None:
        for error in counts.errors[:SHOWN_ERRORS]:
            key = f" ({error.key})" if error.key else ""
            self.stderr.write(f"Baris {error.line}{key}: {error.reason}")
        if len(counts.errors) > SHOWN_ERRORS:
            self.stderr.write(f"… dan {len(counts.errors) - SHOWN_ERRORS} baris gagal lainnya.")
        head = "Uji coba, tidak ada yang ditulis. " if dry_run else ""
        kept = f" ({counts.kept} di antaranya sudah disunting di portal dan dibiarkan)" if counts.kept else ""
        self.stdout.write(
            f"{head}Peraturan: {counts.created} baru, {counts.updated} diperbarui, "
            f"{counts.unchanged} tetap{kept}, {counts.failed} gagal."
        )
        if relations is not None:
            self.stdout.write(
                f"Hubungan: {relations.created} baru, {relations.unchanged} tetap; "
                f"{relations.unresolved} menunjuk ke luar portal dan disimpan sebagai kutipan; dilewati: "
                f"{relations.self_relations} ke diri sendiri, {relations.unknown_source} asalnya tidak dikenal, "
                f"{relations.unknown_relation} jenisnya tidak dikenal, {relations.malformed} rusak."
            )
            if relations.contradictions:
                self.stdout.write(
                    f"{relations.contradictions} hubungan bertentangan dan menunggu di daftar tinjauan di ruang penyunting."
                )
