"""The import itself: batches of rows, each compared with what is there, written and announced in one transaction.

Killed in the middle, it leaves whole batches; running it again goes on from there.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from documents import linking
from documents.enums import Provenance
from documents.importing import batches, writing
from documents.importing.duplicates import Duplicates, NearDuplicate
from documents.importing.kinds import kind_of
from documents.importing.report import Counts
from documents.importing.rows import BadRow, Row, read_row, type_code
from documents.importing.source import Source, open_source
from documents.issuers import issuer
from documents.models import ImportBatch, Regulation, RegulationIndex, RegulationType
from documents.signals import documents_changed

CHUNK = 100

Progress = Callable[[float, str], None]
Numbered = tuple[int, Row]


class NoIndexPage(Exception):
    """There is no published list of regulations to import into; the message says what to do."""


@dataclass(slots=True)
class _Plan:
    new: list[Numbered] = field(default_factory=list)
    changed: list[tuple[Regulation, Row]] = field(default_factory=list)


def import_regulations(
    path: Path, *, batch: ImportBatch | None = None, progress: Progress | None = None
) -> tuple[Counts, Mapping[str, int | None]]:
    """Import a file of JSON lines, plain or gzip. Returns the counts and the keys that are in the portal afterwards, those
    of regulations that an editor has changed with the regulation's id.

    Without a `batch` (see `batches.open_batch`) it is a dry run: everything is read and compared and nothing is written.
    """
    index = RegulationIndex.objects.order_by("path").first()
    if index is None and batch is not None:
        raise NoIndexPage("Halaman daftar peraturan belum ada. Jalankan dahulu: manage.py setup_site")
    counts, keys = Counts(), set[str]()
    kinds = {kind.code: kind for kind in RegulationType.objects.all()}
    with open_source(path) as source:
        for rows in _chunks(_rows(source, counts, keys)):
            if batch is None:
                plan = _compare(rows, counts)
                _count(plan, counts)
            else:
                plan = _write(rows, counts, kinds, batch)
            told = {each.line for each in counts.duplicates}
            counts.duplicates += [each for each in _twins(plan) if each.line not in told]
            if progress is not None:
                progress(source.share_read, f"{counts.created + counts.updated + counts.unchanged} peraturan")
    return counts, dict.fromkeys(keys) | counts.kept_keys


def _rows(source: Source, counts: Counts, keys: set[str]) -> Iterator[Numbered]:
    """The rows that can be imported; `keys` is filled with theirs."""
    seen: set[tuple[str, str, int, str]] = set()
    duplicates = Duplicates(counts.duplicates)
    for line, content in source:
        if not content.strip():
            continue
        try:
            row = read_row(content)
        except BadRow as error:
            counts.fail(line, "", str(error))
            continue
        if row.designation in seen:
            counts.fail(
                line, row.key, "Peraturan yang sama (jenis, nomor, tahun, penetap) sudah ada di baris sebelumnya."
            )
            continue
        if row.key and row.key in keys:
            counts.fail(line, row.key, f"Kunci «{row.key}» sudah dipakai baris sebelumnya.")
            continue
        seen.add(row.designation)
        keys.add(row.key)
        duplicates.add(line, row)
        yield line, row


def _chunks(rows: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _compare(numbered: list[Numbered], counts: Counts) -> _Plan:
    """Which rows are new or changed; the others are counted here."""
    rows = [row for _line, row in numbered]
    stored = {
        (r.kind.code, r.number_key, r.year, r.issuer): r
        for r in Regulation.objects.filter(
            year__in={row.year for row in rows}, number_key__in={row.designation[1] for row in rows}
        )
        .filter(kind__code__in={type_code(row.type) for row in rows})
        .select_related("kind")
        .order_by()
    }
    owners = _owners({row.key for row in rows if row.key})
    plan = _Plan()
    for line, row in numbered:
        found = stored.get(row.designation)
        owner = owners.get(row.key)
        if owner is not None and (_is_corrected(owner, row) or (found is None and _was_read_before(owner, row))):
            found = owner
        if owner is not None and (found is None or found.pk != owner.pk):
            counts.fail(line, row.key, f"Kunci «{row.key}» sudah dipakai peraturan lain.")
        elif found is None:
            plan.new.append((line, row))
        elif found.source == Provenance.EDITED:
            counts.kept += 1
            counts.unchanged += 1
            if row.key:
                counts.kept_keys[row.key] = found.pk
        elif found.import_digest == row.digest:
            counts.unchanged += 1
        else:
            plan.changed.append((found, row))
    return plan


def _owners(keys: Collection[str]) -> dict[str, Regulation]:
    """Who has the keys: the row of an earlier import, else whoever is cited so."""
    owners: dict[str, Regulation] = {}
    for column in ("citation_key", "import_key"):
        found = Regulation.objects.filter(**{f"{column}__in": keys}).select_related("kind").order_by()
        owners |= {getattr(regulation, column): regulation for regulation in found}
    return owners


def _is_corrected(regulation: Regulation, row: Row) -> bool:
    """Whether an editor has corrected what the row once brought, be it its very number."""
    return regulation.import_key == row.key and regulation.source == Provenance.EDITED


def _was_read_before(regulation: Regulation, row: Row) -> bool:
    """Whether it is the row's own, stored when the end of the title was still taken for a part of the issuer."""
    stored = regulation.kind.code, regulation.number_key, regulation.year, issuer(regulation.issuer)
    return stored == row.designation


def _rows_of(plan: _Plan) -> list[Row]:
    return [*(row for _line, row in plan.new), *(row for _regulation, row in plan.changed)]


def _count(plan: _Plan, counts: Counts) -> None:
    counts.created += len(plan.new)
    counts.updated += len(plan.changed)


def _write(numbered: list[Numbered], counts: Counts, kinds: dict[str, RegulationType], batch: ImportBatch) -> _Plan:
    # Cutting a chunk of long texts into articles takes seconds: before the transaction, in which nobody else can write.
    parsed = writing.parse_new(_rows_of(_compare(numbered, Counts())))
    with transaction.atomic():
        # Read under the lock: whoever adds a page meanwhile must not get the same place in the tree.
        index = RegulationIndex.objects.select_for_update(of=("self",)).order_by("path")[0]
        plan = _compare(numbered, counts)
        if not plan.new and not plan.changed:
            return plan
        texts = writing.texts_for(_rows_of(plan), parsed)
        new = [row for _line, row in plan.new]
        known = set(kinds)
        ids = writing.create(index, [(row, kind_of(row, kinds)) for row in new], texts)
        batches.note_kinds(batch, set(kinds) - known)
        batches.note_created(batch, ids, new)
        batches.note_updated(batch, plan.changed)
        ids += writing.update(plan.changed, texts)
        writing.make_findable_for_editors(ids)
        linking.resolve_citations(Regulation, ids)
        linking.look_again(Regulation, ids)
        flagged = linking.flag_contradictions(Regulation, ids)
        linking.refresh_statuses(Regulation, [*ids, *flagged])
        documents_changed.send(sender=Regulation, page_ids=ids)
    _count(plan, counts)
    return plan


def _twins(plan: _Plan) -> list[NearDuplicate]:
    """New rows of which a regulation of the portal has the very title or text under another number."""
    rows = {(type_code(row.type), row.about): (line, row) for line, row in plan.new if row.about}
    stored = Regulation.objects.filter(about__in={about for _code, about in rows}).order_by("pk")
    found: dict[int, NearDuplicate] = {}
    for code, about, key, title in stored.values_list("kind__code", "about", "citation_key", "title"):
        line, row = rows.get((code, about), (0, None))
        if row is not None and key != row.key:
            found.setdefault(line, NearDuplicate(line, row.key, title, "judulnya sama"))
    return list(found.values())
