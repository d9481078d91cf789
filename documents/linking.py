"""What follows for others when a regulation changes: citations find their target, targets get their status.

Called in the transaction of the change. Whoever else depends on it hears `documents_changed`.
"""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from django.utils import timezone

from documents import checking
from documents.enums import LegalStatus, StatusSource
from documents.signals import documents_changed
from documents.statuses import ACTING_KINDS, Acting, Verdict, decide, is_awaited

RegulationModel: TypeAlias = Any  # the model itself imports this module, so it comes as an argument
CHUNK = 500
STATUS_COLUMNS = ("status", "status_source", "status_by_id", "status_note")


def targets_of(model: RegulationModel, page_ids: Iterable[int]) -> set[int]:
    """Regulations that the relations of these pages act on."""
    relations = _relations(model).filter(source_id__in=page_ids, target__isnull=False, kind__in=ACTING_KINDS)
    return set(relations.values_list("target_id", flat=True))


def resolve_citations(model: RegulationModel, page_ids: Collection[int]) -> int:
    """Give unresolved citations of or to these pages their target, once it is live. Returns how many were resolved."""
    relations = _relations(model).filter(target__isnull=True).exclude(citation="")
    resolved = 0
    keys = dict(
        model.objects.filter(pk__in=page_ids, live=True, citation_key__isnull=False).values_list("citation_key", "pk")
    )
    for key, pk in keys.items():
        resolved += relations.filter(citation=key).exclude(source_id=pk).update(target_id=pk)
    own = dict(relations.filter(source_id__in=page_ids).values_list("pk", "citation"))
    live = dict(model.objects.filter(citation_key__in=set(own.values()), live=True).values_list("citation_key", "pk"))
    for relation_pk, citation in own.items():
        if citation in live:
            found = relations.filter(pk=relation_pk).exclude(source_id=live[citation])
            resolved += found.update(target_id=live[citation])
    return resolved


def flag_contradictions(model: RegulationModel, page_ids: Iterable[int]) -> set[int]:
    """Mark relations of these pages that cannot be; returns the pages whose status may be another one now."""
    return checking.flag(model._meta.get_field("relations").related_model, set(page_ids))


def refresh_statuses(model: RegulationModel, page_ids: Iterable[int]) -> list[int]:
    """Derive the status of these regulations again; returns and announces those that changed."""
    ids = sorted(set(page_ids))
    changed: list[int] = []
    for start in range(0, len(ids), CHUNK):
        changed += _refresh_chunk(model, ids[start : start + CHUNK])
    if changed:
        documents_changed.send(sender=model, page_ids=changed)
    return changed


def _refresh_chunk(model: RegulationModel, ids: list[int]) -> list[int]:
    acting = _acting(model, ids)
    changed: list[int] = []
    today = timezone.localdate()
    columns = ("pk", "register_word", "stated_status", "in_force_on", *STATUS_COLUMNS)
    for row in model.objects.filter(pk__in=ids).order_by().values(*columns):
        verdict = decide(
            register_word=row["register_word"],
            stated=row["stated_status"],
            acting=acting.get(row["pk"], ()),
            is_awaited=is_awaited(row["in_force_on"], today),
        )
        values = _columns(verdict)
        if any(row[name] != value for name, value in values.items()):
            model.objects.filter(pk=row["pk"]).update(**values)
            changed.append(row["pk"])
    return changed


def statuses_whose_day_came(model: RegulationModel) -> set[int]:
    """Regulations that are «not yet in force» although their day is here."""
    come = model.objects.filter(status=LegalStatus.NOT_YET, in_force_on__lte=timezone.localdate())
    return set(come.values_list("pk", flat=True))


def stale_statuses(model: RegulationModel) -> set[int]:
    """Regulations whose status rests on a page that the public can no longer open."""
    resting = model.objects.filter(status_source=StatusSource.RELATION)
    stale = resting.exclude(status_by__in=model.objects.public().values("pk"))
    return set(stale.values_list("pk", flat=True))


def _columns(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "status_source": verdict.source.value,
        "status_by_id": verdict.by_id,
        "status_note": verdict.note,
    }


def _acting(model: RegulationModel, ids: list[int]) -> dict[int, list[Acting]]:
    """Only what the public may open acts: a status without a cause that one can name would tell of a closed regulation."""
    public = model.objects.public().values("pk")
    relations = _relations(model).filter(target_id__in=ids, kind__in=ACTING_KINDS, source__in=public)
    found: dict[int, list[Acting]] = {}
    for relation in relations.order_by("-source__year", "-source__enacted_on", "-source_id"):
        found.setdefault(relation.target_id, []).append(relation)
    return found


def _relations(model: RegulationModel) -> Any:
    return model._meta.get_field("relations").related_model.objects
