"""Relations from tab-separated values: source, relation, target; a target may be an article or lie outside the portal."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from django.db import transaction

from documents import checking, linking
from documents.enums import Provenance, RelationKind
from documents.importing import batches
from documents.importing.source import open_source
from documents.models import ImportBatch, Regulation, Relation
from documents.signals import documents_changed

BATCH = 1_000
KINDS = {
    "amends": RelationKind.AMENDS,
    "repeals": RelationKind.REPEALS,
    "repeals_part": RelationKind.REPEALS_PART,
    "implements": RelationKind.IMPLEMENTS,
    "refers": RelationKind.REFERS,
    "legal_basis": RelationKind.LEGAL_BASIS,
}
HEADER = ("source", "relation", "target")
_ARTICLE = re.compile(r"^(?P<key>.+?)_(?:ARTICLE|SECTION)_(?P<article>\d+)(?:_(?P<rest>\w+))?$")

Progress = Callable[[float, str], None]


@dataclass(slots=True)
class RelationCounts:
    """Relations by what happened to them. `unresolved` of the created and unchanged ones have no target in the portal.

    `contradictions` are all that stand in the portal afterwards; they decide no status and wait in the review list.
    """

    created: int = 0
    unchanged: int = 0
    unresolved: int = 0
    self_relations: int = 0
    unknown_source: int = 0
    unknown_relation: int = 0
    malformed: int = 0
    contradictions: int = 0

    def summary(self) -> dict[str, int]:
        return asdict(self)


class Edge(NamedTuple):
    """One relation of the file. `citation` names a whole regulation, `article` a part of it or nothing."""

    source: str
    kind: str
    citation: str
    article: str


def import_relations(
    path: Path,
    *,
    keys: Mapping[str, int | None] = MappingProxyType({}),
    batch: ImportBatch | None = None,
    progress: Progress | None = None,
) -> RelationCounts:
    """Add the relations of a file to imported regulations. Pages that an editor has changed keep the editor's relations.

    `keys` are those of the file of regulations, with the id of those that an editor has changed. Without a `batch` it is a
    dry run.
    """
    counts = RelationCounts()
    edges = _read(path, counts)
    ids = _ids(keys)
    edited = {key for key, kept in keys.items() if kept is not None} | {
        key
        for column in ("citation_key", "import_key")
        for key in Regulation.objects.filter(source=Provenance.EDITED).values_list(column, flat=True)
        if key
    }
    # A dry run has created none of those that are new.
    present = ids.keys() | (keys.keys() if batch is None else set())
    wanted = _wanted(edges, present, edited, counts)
    counts.unresolved = sum(edge.citation not in present for edge in wanted)
    if batch is None:
        counts.created = len(_new(wanted, ids))
        counts.unchanged = len(wanted) - counts.created
        return counts
    book = checking.ArticleBook(Relation)
    for start in range(0, len(wanted), BATCH):
        _write(wanted[start : start + BATCH], ids, counts, batch, book)
        if progress is not None:
            progress(min(1.0, (start + BATCH) / len(wanted)), f"{counts.created + counts.unchanged} hubungan")
    counts.contradictions = Relation.objects.exclude(contradiction="").count()
    return counts


def read_target(target: str) -> tuple[str, str]:
    """«UU_2008_36_SECTION_4_3_A» is («UU_2008_36», «4 ayat (3) huruf a»); a whole regulation has no article."""
    match = _ARTICLE.match(target)
    if match is None:
        return target, ""
    rest = (match["rest"] or "").lower().split("_") if match["rest"] else []
    parts = [match["article"]]
    if rest and rest[0].isdigit():
        parts.append(f"ayat ({rest.pop(0)})")
    if rest and rest[0].isalpha():
        parts.append(f"huruf {rest.pop(0)}")
    return match["key"], " ".join(parts)


def _read(path: Path, counts: RelationCounts) -> list[Edge]:
    edges: dict[Edge, None] = {}  # a dict keeps the order and drops what is said twice
    with open_source(path) as source:
        for _line, content in source:
            columns = tuple(part.strip() for part in content.decode("utf-8", "replace").rstrip("\r\n").split("\t"))
            if columns == HEADER or columns == ("",):
                continue
            if len(columns) != 3 or not all(columns) or len(columns[2]) > 255:
                counts.malformed += 1
            elif columns[1] not in KINDS:
                counts.unknown_relation += 1
            else:
                citation, article = read_target(columns[2])
                edges[Edge(columns[0], KINDS[columns[1]].value, citation, article)] = None
    return list(edges)


def _ids(keys: Mapping[str, int | None]) -> dict[str, int]:
    """Regulations by the key that names them; the editor's, which may have none, by the key of their row, unless they are
    called otherwise than the row says.
    """
    known = dict(Regulation.objects.exclude(citation_key=None).values_list("citation_key", "pk"))
    kept = {key: pk for key, pk in keys.items() if pk is not None and key not in known}
    corrected = set(Regulation.objects.filter(import_key__in=kept).values_list("import_key", flat=True))
    return known | {key: pk for key, pk in kept.items() if key not in corrected}


def _wanted(edges: list[Edge], present: set[str], edited: set[str], counts: RelationCounts) -> list[Edge]:
    wanted = []
    for edge in edges:
        if edge.source not in present:
            counts.unknown_source += 1
        elif edge.source == edge.citation:
            counts.self_relations += 1
        elif edge.source not in edited:
            wanted.append(edge)
    return wanted


def _new(edges: list[Edge], ids: dict[str, int]) -> list[Edge]:
    """Edges that are not stored yet; a source without an id is one that a dry run would create."""
    source_ids = {ids[edge.source] for edge in edges if edge.source in ids}
    stored = set(
        Relation.objects.filter(source_id__in=source_ids).values_list("source_id", "kind", "citation", "article")
    )
    return [e for e in edges if (ids.get(e.source), e.kind, e.citation, e.article) not in stored]


def _write(
    edges: list[Edge], ids: dict[str, int], counts: RelationCounts, batch: ImportBatch, book: checking.ArticleBook
) -> None:
    with transaction.atomic():
        new = _new(edges, ids)
        batches.note_relations(batch, Relation.objects.bulk_create(_relations(new, ids), batch_size=200))
        touched = {ids[edge.source] for edge in new}
        targets = {ids[edge.citation] for edge in new if edge.citation in ids}
        flagged = checking.flag(Relation, touched, book) if new else set()
        linking.refresh_statuses(Regulation, targets | flagged)
        if new:
            documents_changed.send(sender=Regulation, page_ids=sorted(touched | targets))
    counts.created += len(new)
    counts.unchanged += len(edges) - len(new)


def _relations(edges: list[Edge], ids: dict[str, int]) -> Iterator[Relation]:
    for order, edge in enumerate(edges):
        yield Relation(
            source_id=ids[edge.source],
            kind=edge.kind,
            target_id=ids.get(edge.citation),
            citation=edge.citation,
            article=edge.article,
            sort_order=order,
        )
