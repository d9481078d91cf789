"""Finding suggestions in texts and keeping them in step with the texts: what the worker runs again and again."""

import logging
from collections.abc import Collection, Iterable
from typing import TypeAlias

from django.db import transaction
from django.db.models import F, Q

from documents.citing import Resolver
from documents.enums import SuggestionState
from documents.models import Regulation, Relation, RelationSuggestion
from documents.text import nodes
from documents.text.citations import Citation
from documents.text.suggestions import Suggested, article_of, suggested

logger = logging.getLogger(__name__)

BATCH = 50
MOST_AT_ONCE = 500
LONGEST_LOOK = 30.0  # seconds of processor time that one text may take; the longest law takes half a second

#: What a later look may find otherwise for the same statement: the target has another number now, the text other words.
FOUND_ANEW = ("target_id", "place", "quote")
UNDECIDED = {"state": SuggestionState.PROPOSED, "decided_by_id": None, "decided_at": None}

#: What makes two statements the same: source, kind, citation, article.
Key: TypeAlias = tuple[int, str, str, str]


def keep_up() -> int:
    """Look through the texts that are new or others since the last look; returns how many regulations were looked at."""
    looked = 0
    while looked < MOST_AT_ONCE and (ids := _waiting()):
        refresh(ids)
        looked += len(ids)
    return looked


def _waiting() -> list[int]:
    other = Q(suggested_text_id=None) | ~Q(suggested_text_id=F("text_id"))
    waiting = Regulation.objects.live().filter(other, text__isnull=False).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:BATCH])


def refresh(page_ids: Collection[int]) -> int:
    """Suggestions of these regulations as their texts state them now; decided ones stay. Returns how many are new.

    Reading and parsing come before the transaction, in which nobody else can write. A text that cannot be looked through
    counts as looked through, so that it holds up no other; what it stated before stays.
    """
    resolver = Resolver()
    regulations = list(Regulation.objects.filter(pk__in=page_ids).with_text())
    stated = {page.pk: found for page in regulations if (found := _stated(page)) is not None}
    resolver.prepare(each.citation for found in stated.values() for each in found)
    rows = [row for page in regulations for row in _rows(page, stated.get(page.pk, ()), resolver)]
    with transaction.atomic():
        new = _store(rows, list(stated))
        for page in regulations:
            Regulation.objects.filter(pk=page.pk).update(suggested_text_id=page.text_id)
    return new


def _stated(page: Regulation) -> list[Suggested] | None:
    """What the text of a regulation states; None if that cannot be found out."""
    if not page.text:
        return []
    try:
        return suggested(nodes.from_data(page.text.tree), seconds=LONGEST_LOOK)
    except Exception:  # whatever it is: this job has thousands of other texts to look through
        logger.exception("the text of regulation %s (%s) was passed over", page.pk, page)
        return None


def _rows(page: Regulation, found: Iterable[Suggested], resolver: Resolver) -> Iterable[RelationSuggestion]:
    seen: set[Key] = set()
    for each in found:
        code = resolver.code_of(each.citation, each.words)
        target = resolver.find(each.citation, code)
        row = RelationSuggestion(
            source_id=page.pk,
            kind=each.kind,
            target_id=target,
            citation=resolver.key_of(each.citation, code, each.words),
            article=article_of(each.citation)[:80],
            place=each.place[:255],
            quote=each.quote[:400],
        )
        if target != page.pk and not _is_own(page, each.citation, code) and _key(row) not in seen:
            seen.add(_key(row))
            yield row


def _is_own(page: Regulation, citation: Citation, code: str) -> bool:
    return code == page.kind.code and citation.year == page.year and citation.number.lower() == page.number.lower()


def _store(rows: list[RelationSuggestion], page_ids: Collection[int]) -> int:
    kept = {_key(row): row for row in RelationSuggestion.objects.filter(source_id__in=page_ids)}
    known = _known_relations(page_ids)
    wanted = {_key(row): row for row in rows if not _is_known(row, known)}
    gone = [row.pk for key, row in kept.items() if row.state == SuggestionState.PROPOSED and key not in wanted]
    RelationSuggestion.objects.filter(pk__in=gone).delete()
    new = [row for key, row in wanted.items() if key not in kept]
    RelationSuggestion.objects.bulk_create(new, batch_size=200)
    others = [other for key, row in wanted.items() if (other := kept.get(key)) and _has_changed(other, row)]
    RelationSuggestion.objects.bulk_update(others, (*FOUND_ANEW, *UNDECIDED), batch_size=200)
    return len(new)


def _has_changed(kept: RelationSuggestion, row: RelationSuggestion) -> bool:
    """Whether one leads elsewhere now, or is said elsewhere; it is then as the text has it. One that was rejected changes
    only if it was rejected for another target than it has now, and is then to be decided anew.
    """
    if kept.state == SuggestionState.REJECTED:
        if None in (kept.target_id, row.target_id) or kept.target_id == row.target_id:
            return False
        for name, value in UNDECIDED.items():
            setattr(kept, name, value)
    elif all(getattr(kept, name) == getattr(row, name) for name in FOUND_ANEW):
        return False
    for name in FOUND_ANEW:
        setattr(kept, name, getattr(row, name))
    return True


def _known_relations(page_ids: Collection[int]) -> set[tuple[int, str, int | str, str]]:
    """Stored relations, by target and by citation."""
    known: set[tuple[int, str, int | str, str]] = set()
    rows = Relation.objects.filter(source_id__in=page_ids).values_list(
        "source_id", "kind", "target", "citation", "article"
    )
    for source, kind, target, citation, article in rows:
        known |= {(source, kind, end, article) for end in (target, citation) if end}
    return known


def _is_known(row: RelationSuggestion, known: set[tuple[int, str, int | str, str]]) -> bool:
    """Whether the relation is stored already, to this article or to the whole."""
    ends: tuple[int | str | None, ...] = (row.target_id, row.citation)
    return any((row.source_id, row.kind, end, article) in known for end in ends if end for article in {row.article, ""})


def _key(row: RelationSuggestion) -> Key:
    return row.source_id, row.kind, row.citation, row.article
