"""The book of a batch: what it makes and changes is noted in the transaction that does it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from documents.importing.rows import Row
from documents.importing.source import UnreadableSource
from documents.models import ImportBatch, ImportChange, ImportedRelation, Regulation, Relation

#: Columns that an import writes and an undo gives back.
COLUMNS = (
    "kind_id",
    "number",
    "number_key",
    "year",
    "about",
    "issuer",
    "enacted_on",
    "promulgated_on",
    "stated_status",
    "text_id",
    "citation_key",
    "import_key",
    "import_digest",
    "source",
)
PAGE_COLUMNS = ("title", "draft_title")


def open_batch(path: Path) -> ImportBatch:
    """The batch of this file: a new one, or the one that a killed run left unfinished."""
    digest = _digest_of(path)
    unfinished = ImportBatch.objects.filter(source_sha256=digest, finished_at=None, undone_at=None).first()
    return unfinished or ImportBatch.objects.create(source_name=path.name[-255:], source_sha256=digest)


def close_batch(batch: ImportBatch) -> bool:
    """The file is through. False for a batch that changed nothing: it leaves no trace."""
    if not batch.changes.exists() and not batch.relations.exists():
        batch.delete()
        return False
    batch.finished_at = timezone.now()
    batch.save(update_fields=["finished_at"])
    return True


def note_created(batch: ImportBatch, page_ids: Sequence[int], rows: Sequence[Row]) -> None:
    _note(batch, [(pk, row, None) for pk, row in zip(page_ids, rows, strict=True)])


def note_updated(batch: ImportBatch, changes: Sequence[tuple[Regulation, Row]]) -> None:
    """Call it before the update: the regulations still hold their old columns."""
    _note(batch, [(regulation.pk, row, _columns_of(regulation)) for regulation, row in changes])


def note_kinds(batch: ImportBatch, codes: set[str]) -> None:
    if codes:
        batch.kinds = sorted({*batch.kinds, *codes})
        batch.save(update_fields=["kinds"])


def note_relations(batch: ImportBatch, relations: Sequence[Relation]) -> None:
    ImportedRelation.objects.bulk_create(
        [ImportedRelation(relation=relation, batch=batch) for relation in relations], batch_size=400
    )


def _columns_of(regulation: Regulation) -> dict[str, Any]:
    return {name: getattr(regulation, name) for name in (*COLUMNS, *PAGE_COLUMNS)}


def _note(batch: ImportBatch, changes: Sequence[tuple[int, Row, dict[str, Any] | None]]) -> None:
    # A page that this batch changed already keeps its first «before».
    ImportChange.objects.bulk_create(
        [
            ImportChange(batch=batch, page_id=pk, title=row.title[:255], digest=row.digest, before=before)
            for pk, row, before in changes
        ],
        batch_size=100,
        update_conflicts=True,
        unique_fields=["batch", "page_id"],
        update_fields=["digest"],
    )


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableSource(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error
