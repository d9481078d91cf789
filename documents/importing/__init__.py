"""Bulk import: regulations from JSON lines, their relations from tab-separated values, the register's word from CSV."""

from documents.importing.batches import close_batch, open_batch
from documents.importing.relations import RelationCounts, import_relations
from documents.importing.report import Counts, RowError
from documents.importing.run import import_regulations
from documents.importing.undoing import CannotUndo, Undone, undo

__all__ = [
    "CannotUndo",
    "Counts",
    "RelationCounts",
    "RowError",
    "Undone",
    "close_batch",
    "import_regulations",
    "import_relations",
    "open_batch",
    "undo",
]
