"""What a regulation, an agreement and an SOP are."""

from documents.models.base import Document, DocumentIndex
from documents.models.files import DocumentFile, RegulationText
from documents.models.imports import ImportBatch, ImportChange, ImportedRelation
from documents.models.indexes import MouIndex, RegulationIndex, SopIndex
from documents.models.moderation import TwoPersonTask
from documents.models.mou import Mou, MouParty
from documents.models.regulation import Regulation, RegulationType
from documents.models.relation import Relation
from documents.models.sop import Sop, SopStep
from documents.models.suggestion import RelationSuggestion

__all__ = [
    "Document",
    "DocumentFile",
    "DocumentIndex",
    "ImportBatch",
    "ImportChange",
    "ImportedRelation",
    "Mou",
    "MouIndex",
    "MouParty",
    "Regulation",
    "RegulationIndex",
    "RegulationText",
    "RegulationType",
    "Relation",
    "RelationSuggestion",
    "Sop",
    "SopIndex",
    "SopStep",
    "TwoPersonTask",
]
