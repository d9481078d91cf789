"""Import regulations and their relations; see `documents.importing`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.importing import (
    CannotUndo,
    Counts,
    RelationCounts,
    Undone,
    close_batch,
    import_regulations,
    import_relations,
    open_batch,
    undo,
)
from documents.importing.run import NoIndexPage
from documents.importing.source import UnreadableSource

BAR_WIDTH = 30
SHOWN_ERRORS = 200


class Command(BaseCommand):
    help = "Impor peraturan (JSON per baris, boleh .gz) dan hubungannya (TSV). Aman dijalankan ulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="berkas peraturan: .jsonl atau .jsonl.gz")
        parser.add_argument("--relations", type=Path, help="berkas hubungan: .tsv atau .tsv.gz")
        parser.add_argument("--dry-run", action="store_true", help="baca dan bandingkan saja, jangan menulis apa pun")
        parser.add_argument("--undo", type=int, metavar="NOMOR", help="batalkan impor dengan nomor ini")
        parser.add_argument("--json", action="store_true", help="tutup dengan satu baris JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["path"] is None) == (options["undo"] is None):
            raise CommandError("Sebutkan berkas yang diimpor, atau --undo NOMOR untuk membatalkan satu impor.")
        if options["undo"] is not None:
            self._undo(options["undo"], as_json=options["json"])
        else:
            self._import(options["path"], options["relations"], dry_run=options["dry_run"], as_json=options["json"])

    def _import(self, path: Path, relations_path: Path | None, *, dry_run: bool, as_json: bool) -> None:
        relations = None
        try:
            batch = None if dry_run else open_batch(path)
            counts, keys = import_regulations(path, batch=batch, progress=self._bar)
            if relations_path:
                self._end_bar()
                relations = import_relations(relations_path, keys=keys, batch=batch, progress=self._bar)
            number = batch.pk if batch is not None and close_batch(batch) else None
        except (NoIndexPage, UnreadableSource) as error:
            raise CommandError(str(error)) from error
        finally:
            self._end_bar()
        self._tell(counts, relations, dry_run=dry_run)
        if number is not None:
            self.stdout.write(f"Impor nomor {number}. Membatalkannya: manage.py import_regulations --undo {number}")
        if as_json:
            self.stdout.write(json.dumps({"batch": number, "near_duplicates": len(counts.duplicates)}))
            if relations is not None:
                self.stdout.write(json.dumps({"relations": relations.summary()}))
            self.stdout.write(json.dumps(counts.summary()))

    def _undo(self, number: int, *, as_json: bool) -> None:
        try:
            done = undo(number, progress=self._bar)
        except CannotUndo as error:
            raise CommandError(str(error)) from error
        finally:
            self._end_bar()
        self._tell_undone(number, done)
        if as_json:
            self.stdout.write(json.dumps(done.summary()))

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

    def _tell_undone(self, number: int, done: Undone) -> None:
        self._list("Tetap", [f"{title}: {reason}." for title, reason in done.kept])
        gone = f", {done.gone} sudah tidak ada" if done.gone else ""
        self.stdout.write(
            f"Impor nomor {number} dibatalkan: {done.deleted} peraturan dihapus, {done.restored} dikembalikan seperti semula, "
            f"{done.relations} hubungan dihapus{gone}, {len(done.kept)} dibiarkan."
        )

    def _list(self, label: str, lines: list[str]) -> None:
        for line in lines[:SHOWN_ERRORS]:
            self.stderr.write(f"{label}: {line}")
        if len(lines) > SHOWN_ERRORS:
            self.stderr.write(f"… dan {len(lines) - SHOWN_ERRORS} lainnya.")

    def _tell(self, counts: Counts, relations: RelationCounts | None, *, dry_run: bool) -> None:
        for error in counts.errors[:SHOWN_ERRORS]:
            key = f" ({error.key})" if error.key else ""
            self.stderr.write(f"Baris {error.line}{key}: {error.reason}")
        if len(counts.errors) > SHOWN_ERRORS:
            self.stderr.write(f"… dan {len(counts.errors) - SHOWN_ERRORS} baris gagal lainnya.")
        self._list(
            "Kembar",
            [f"baris {each.line} ({each.key}): {each.reason} dengan {each.other}." for each in counts.duplicates],
        )
        head = "Uji coba, tidak ada yang ditulis. " if dry_run else ""
        kept = f" ({counts.kept} di antaranya sudah disunting di portal dan dibiarkan)" if counts.kept else ""
        self.stdout.write(
            f"{head}Peraturan: {counts.created} baru, {counts.updated} diperbarui, "
            f"{counts.unchanged} tetap{kept}, {counts.failed} gagal, {len(counts.duplicates)} mirip dengan yang lain."
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
