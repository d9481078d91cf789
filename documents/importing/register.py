"""Importing what the national register says of the regulations that the portal has.

The register's word never overwrites a later look of an editor; its dates only fill what is empty on imported pages.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import linking
from documents.enums import Provenance, RegisterWord
from documents.importing.register_rows import NEEDED, RegisterRow, decoded, read_register_row
from documents.importing.report import RowError
from documents.importing.rows import BadRow
from documents.importing.source import UnreadableSource, open_source
from documents.models import Regulation, RegulationType
from documents.numbers import Numbered
from documents.signals import documents_changed

BATCH = 500
LONGEST_FIELD = 1_000_000
FACTS = ("place", "enacted_on", "promulgated_on", "gazette")
COLUMNS = ("register_word", "register_checked_on", "register_text", "register_url", "source", *FACTS)


@dataclass(slots=True)
class RegisterCounts:
    """Rows by what happened to them. `absent` are not in the portal, `silent` have no status, `kept` were looked at later."""

    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    absent: int = 0
    silent: int = 0
    failed: int = 0
    doubted: int = 0
    errors: list[RowError] = field(default_factory=list)

    def fail(self, line: int, url: str, reason: str) -> None:
        self.failed += 1
        self.errors.append(RowError(line, url, reason))

    def summary(self) -> dict[str, int]:
        return {name: value for name, value in asdict(self).items() if name != "errors"}


def import_register(path: Path, *, as_of: dt.date, dry_run: bool = False) -> RegisterCounts:
    """Give regulations the register's word. `as_of` is the day whose state the file shows. Running it again changes nothing."""
    counts = RegisterCounts()
    rows = _matched(_read(path, counts), counts)
    ids = sorted(rows)
    for start in range(0, len(ids), BATCH):
        chunk = {pk: rows[pk] for pk in ids[start : start + BATCH]}
        with transaction.atomic():
            changes = _changes(chunk, as_of, counts)
            if not dry_run:
                _write(changes)
    return counts


def _read(path: Path, counts: RegisterCounts) -> list[tuple[int, RegisterRow]]:
    rows: list[tuple[int, RegisterRow]] = []
    today = timezone.localdate()
    csv.field_size_limit(LONGEST_FIELD)
    with open_source(path) as source:
        table = csv.DictReader(decoded(source))
        missing = [name for name in NEEDED if name not in (table.fieldnames or ())]
        if missing:
            raise UnreadableSource(f"Berkas ini bukan register: kolom {', '.join(missing)} tidak ada.")
        try:
            for row in table:
                try:
                    rows.append((table.line_num, read_register_row(row, today)))
                except BadRow as error:
                    counts.fail(table.line_num, row.get("url") or "", str(error))
        except csv.Error as error:
            raise UnreadableSource(f"Berkas CSV rusak di baris {table.line_num}: {error}") from error
    return rows


def _matched(rows: list[tuple[int, RegisterRow]], counts: RegisterCounts) -> dict[int, RegisterRow]:
    """The rows by the regulation they speak of, those with its very number first. Two rows that contradict each other say nothing."""
    finder, found, lines = _Finder(), dict[int, RegisterRow](), dict[int, int]()
    matches = [(line, row, *finder.find(row)) for line, row in rows]
    exactly = {pk for _line, _row, candidates, is_exact in matches if is_exact for pk in candidates}
    for line, row, candidates, is_exact in matches:
        if not candidates or (not is_exact and candidates[0] in exactly):
            counts.absent += 1
        elif len(candidates) > 1:
            counts.fail(line, row.url, "Lebih dari satu peraturan di portal cocok dengan baris ini.")
        elif row.word == RegisterWord.UNKNOWN:
            counts.silent += 1
        elif candidates[0] in found and found[candidates[0]].word != row.word:
            counts.fail(line, row.url, f"Bertentangan dengan baris {lines[candidates[0]]} tentang peraturan yang sama.")
            found.pop(candidates[0])
        elif candidates[0] not in lines:
            found[candidates[0]], lines[candidates[0]] = row, line
            _tell_doubts(line, row, counts)
    return found


def _tell_doubts(line: int, row: RegisterRow, counts: RegisterCounts) -> None:
    counts.doubted += bool(row.doubts)
    counts.errors += [RowError(line, row.url, doubt) for doubt in row.doubts]


class _Finder:
    """The portal's regulations by kind, year and number."""

    def __init__(self) -> None:
        kinds = list(RegulationType.objects.all())
        self._codes = {kind.code for kind in kinds}
        self._by_name = {kind.name.casefold(): kind.code for kind in kinds}
        self._by_year = defaultdict[tuple[str, int], Numbered[int]](Numbered)
        rows = Regulation.objects.order_by().values_list("kind__code", "year", "number_key", "pk")
        for code, year, key, pk in rows.iterator():
            self._by_year[code, year].add(key, pk)

    def find(self, row: RegisterRow) -> tuple[list[int], bool]:
        """Those with this number, and True; else those that begin alike (`documents.numbers`), and False."""
        code = row.code if row.code in self._codes else self._by_name.get(row.name, "")
        return self._by_year[code, row.year].matching(row.number)


def _changes(rows: dict[int, RegisterRow], as_of: dt.date, counts: RegisterCounts) -> list[tuple[int, dict[str, Any]]]:
    changes = []
    for stored in Regulation.objects.filter(pk__in=rows).order_by().values("pk", *COLUMNS):
        row = rows[stored["pk"]]
        if _was_looked_at_later(stored, as_of):
            counts.kept += 1
            continue
        values = _values(row, stored, as_of)
        if values:
            changes.append((stored["pk"], values))
            counts.updated += 1
        else:
            counts.unchanged += 1
    return changes


def _was_looked_at_later(stored: dict[str, Any], as_of: dt.date) -> bool:
    looked = stored["register_checked_on"]
    return bool(stored["register_word"] and looked and looked > as_of)


def _values(row: RegisterRow, stored: dict[str, Any], as_of: dt.date) -> dict[str, Any]:
    """The columns that are to be others."""
    wanted = {
        "register_word": row.word.value,
        "register_checked_on": as_of,
        "register_text": row.text,
        "register_url": row.url,
    }
    if stored["source"] == Provenance.IMPORTED:
        wanted |= {name: value for name in FACTS if (value := getattr(row, name)) and not stored[name]}
    return {name: value for name, value in wanted.items() if stored[name] != value}


def _write(changes: Iterable[tuple[int, dict[str, Any]]]) -> None:
    ids = []
    for pk, values in changes:
        Regulation.objects.filter(pk=pk).update(**values)
        ids.append(pk)
    if not ids:
        return
    flagged = linking.flag_contradictions(Regulation, ids)
    linking.refresh_statuses(Regulation, [*ids, *flagged])
    documents_changed.send(sender=Regulation, page_ids=ids)
