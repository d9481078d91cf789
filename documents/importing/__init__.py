"""Bulk import of regulations and their relations, from JSON lines and tab-separated values."""

from documents.importing.relations import RelationCounts, import_relations
from documents.importing.report import Counts, RowError
from documents.importing.run import import_regulations

__all__ = ["Counts", "RelationCounts", "RowError", "import_regulations", "import_relations"]
