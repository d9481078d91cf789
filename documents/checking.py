"""Finding contradictions among stored relations, and in one that an editor is about to add.

Called in the transaction of the change, like `documents.linking`.
"""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from django.db.models import Q

from documents import contradictions
from documents.contradictions import Edge, End
from documents.enums import Contradiction, RelationKind
from documents.statuses import ACTING_KINDS

Model: TypeAlias = Any  # the models import this module, so they come as arguments
CHUNK = 500
END_COLUMNS = ("pk", "title", "kind__code", "year", "enacted_on", "promulgated_on")


class ArticleBook:
    """The articles of regulations, read once each: those of the own text and those that amendments inserted."""

    def __init__(self, relation: Model) -> None:
        self._relation = relation
        self._known: dict[int, frozenset[str] | None] = {}

    def of(self, regulation_id: int) -> frozenset[str] | None:
        """The numbers; None where the portal has no text."""
        if regulation_id not in self._known:
            self._known[regulation_id] = self._read(regulation_id)
        return self._known[regulation_id]

    def _read(self, regulation_id: int) -> frozenset[str] | None:
        tree = _regulations(self._relation).filter(pk=regulation_id).values_list("text__tree", flat=True).first()
        if not tree:
            return None
        # What is closed to the public tells nothing, not even by what it inserted.
        public = _regulations(self._relation).public().values("pk")
        amending = self._relation.objects.filter(target_id=regulation_id, kind=RelationKind.AMENDS, source__in=public)
        trees = amending.exclude(source__text=None).values_list("source__text__tree", flat=True)
        return contradictions.articles_of(tree).union(*map(contradictions.articles_of, trees))


def flag(relation: Model, page_ids: Collection[int], book: ArticleBook | None = None) -> set[int]:
    """Mark the contradictions of relations from or to these pages; returns the targets of relations whose mark changed.

    A cycle concerns pages beyond these, so the marks of all its relations are set. It is one of public regulations only:
    what is closed decides no status, also not by contradicting.
    """
    book = book or ArticleBook(relation)
    in_cycle = contradictions.cyclic(_acting_edges(relation, _regulations(relation).public()))
    touched: set[int] = set()
    # What a page inserts into others decides whether articles of theirs exist.
    amended = relation.objects.filter(source_id__in=page_ids, kind=RelationKind.AMENDS, target__isnull=False)
    ids = sorted({*page_ids, *amended.values_list("target_id", flat=True)})
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        touched |= _flag_rows(relation, Q(source_id__in=chunk) | Q(target_id__in=chunk), in_cycle, book)
    on_cycles = Q(source_id__in={start for start, _end in in_cycle}) | Q(contradiction=Contradiction.CYCLE)
    return touched | _flag_rows(relation, on_cycles, in_cycle, book)


def refusal(relation: Model, *, source: End, source_id: int | None, target: Any, kind: str, article: str) -> str:
    """A sentence why `source` cannot stand in this relation to `target`; "" if it can. No id: it is not stored yet."""
    ends = source, end_of(target)
    book = ArticleBook(relation)
    contradiction = contradictions.found(kind, *ends, article, book.of(target.pk) if article else None)
    if not contradiction and kind in ACTING_KINDS and _closes_a_cycle(relation, source_id, target.pk):
        contradiction = Contradiction.CYCLE
    return contradictions.sentence(contradiction, *ends, article) if contradiction else ""


def _closes_a_cycle(relation: Model, source_id: int | None, target_id: int) -> bool:
    return source_id is not None and contradictions.leads(
        target_id, source_id, _acting_edges(relation, _regulations(relation).live())
    )


def _flag_rows(relation: Model, which: Q, in_cycle: set[Edge], book: ArticleBook) -> set[int]:
    may_contradict = Q(kind__in=ACTING_KINDS) | ~Q(article="") | ~Q(contradiction="")
    rows = list(
        relation.objects.filter(which, may_contradict, target__isnull=False)
        .order_by()
        .values("pk", "kind", "article", "contradiction", "source_id", "target_id")
    )
    ends = _ends(relation, {row["source_id"] for row in rows} | {row["target_id"] for row in rows})
    changed: dict[Contradiction, list[int]] = {}
    touched = set()
    for row in rows:
        right = _contradiction(row, ends, in_cycle, book)
        if right != row["contradiction"]:
            changed.setdefault(right, []).append(row["pk"])
            touched.add(row["target_id"])
    for right, keys in changed.items():
        for start in range(0, len(keys), CHUNK):
            relation.objects.filter(pk__in=keys[start : start + CHUNK]).update(contradiction=right)
    return touched


def _contradiction(row: dict[str, Any], ends: dict[int, End], in_cycle: set[Edge], book: ArticleBook) -> Contradiction:
    edge = row["source_id"], row["target_id"]
    if row["kind"] in ACTING_KINDS and edge in in_cycle:
        return Contradiction.CYCLE
    numbers = book.of(row["target_id"]) if row["article"] else None
    return contradictions.found(row["kind"], ends[edge[0]], ends[edge[1]], row["article"], numbers)


def _acting_edges(relation: Model, sources: Any) -> set[Edge]:
    acting = relation.objects.filter(kind__in=ACTING_KINDS, target__isnull=False, source__in=sources.values("pk"))
    return set(acting.order_by().values_list("source_id", "target_id"))


def _ends(relation: Model, ids: Iterable[int]) -> dict[int, End]:
    regulations = _regulations(relation)
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), CHUNK):
        for row in regulations.filter(pk__in=wanted[start : start + CHUNK]).order_by().values(*END_COLUMNS):
            found[row["pk"]] = End(
                row["title"], row["kind__code"], row["year"], row["enacted_on"], row["promulgated_on"]
            )
    return found


def _regulations(relation: Model) -> Any:
    return relation._meta.get_field("source").related_model.objects


def end_of(regulation: Any) -> End:
    """A stored regulation as an end of a relation."""
    return End(
        str(regulation.title),
        regulation.kind.code,
        regulation.year,
        regulation.enacted_on,
        regulation.promulgated_on,
    )
