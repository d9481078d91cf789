"""Bulk import: regulations from JSON lines, their relations from tab-separated values, the register's word from CSV."""

from documents.importing.relations import RelationCounts, import_relations
from documents.importing.report import Counts, RowError
from documents.importing.run import import_regulations

__all__ = ["Counts", "RelationCounts", "RowError", "import_regulations", "import_relations"]
