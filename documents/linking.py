"""What follows for others when a regulation changes: citations find their target, targets get their status.

Called in the transaction of the change. Whoever else depends on it hears `documents_changed`.
"""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from django.db.models import Q
from django.utils import timezone

from documents import checking, numbers
from documents.enums import LegalStatus, Provenance, StatusSource, SuggestionState
from documents.signals import documents_changed
from documents.statuses import ACTING_KINDS, Act, Said, Verdict, decide, is_awaited, with_note

RegulationModel: TypeAlias = Any  # the model itself imports this module, so it comes as an argument
CHUNK = 500
#: What `statuses` asks of an acting regulation.
OF_SOURCE = ("year", "enacted_on", "promulgated_on", "in_force_on", "source")
STATUS_COLUMNS = ("status", "status_source", "status_by_id", "status_note")


def targets_of(model: RegulationModel, page_ids: Iterable[int]) -> set[int]:
    """Regulations that the relations of these pages act on."""
    relations = relations_of(model).filter(source_id__in=page_ids, target__isnull=False, kind__in=ACTING_KINDS)
    return set(relations.values_list("target_id", flat=True))


def resolve_citations(model: RegulationModel, page_ids: Collection[int]) -> int:
    """Give unresolved citations of or to these pages their target, once it is live; suggested relations too.

    Returns how many relations were resolved.
    """
    relations = relations_of(model).filter(target__isnull=True).exclude(citation="")
    resolved = 0
    keys = dict(
        model.objects.filter(pk__in=page_ids, live=True, citation_key__isnull=False).values_list("citation_key", "pk")
    )
    suggestions = suggestions_of(model).filter(target__isnull=True)
    for key, pk in keys.items():
        suggestions.filter(citation=key).exclude(source_id=pk).update(target_id=pk)
        resolved += relations.filter(citation=key).exclude(source_id=pk).update(target_id=pk)
    own = dict(relations.filter(source_id__in=page_ids).values_list("pk", "citation"))
    live = dict(model.objects.filter(citation_key__in=set(own.values()), live=True).values_list("citation_key", "pk"))
    for relation_pk, citation in own.items():
        if citation in live:
            found = relations.filter(pk=relation_pk).exclude(source_id=live[citation])
            resolved += found.update(target_id=live[citation])
    return resolved


def look_again(model: RegulationModel, page_ids: Collection[int]) -> None:
    """Have the texts looked through again whose suggestions lead to these regulations, or cite what they are called now:
    a namesake may have been found while the one that is meant was not here.
    """
    ids = sorted(page_ids)
    for start in range(0, len(ids), CHUNK):
        pages = model.objects.filter(pk__in=ids[start : start + CHUNK]).exclude(kind__citation_prefix="").order_by()
        names = pages.values_list("kind__citation_prefix", "year", "number")
        keys = {numbers.cited_key(prefix, year, number) for prefix, year, number in names}
        cites = Q(target_id__in=ids[start : start + CHUNK]) | Q(citation__in=keys)
        sources = suggestions_of(model).filter(cites).values("source_id")
        model.objects.filter(pk__in=sources).update(suggested_text_id=None)


def propose_dropped(page: Any) -> None:
    """A confirmed relation that neither the public nor the draft of a page holds any more leaves its suggestion to be
    decided again, if the text still says so.
    """
    confirmed = list(suggestions_of(type(page)).filter(source_id=page.pk).confirmed())
    if not confirmed:
        return
    drafted = list(page.get_latest_revision_as_object().relations.all())
    dropped = [row.pk for row in confirmed if not any(map(row.is_same_as, drafted))]
    if dropped:
        suggestions_of(type(page)).filter(pk__in=dropped).update(
            state=SuggestionState.PROPOSED, decided_by=None, decided_at=None, revision=None
        )
        look_through(type(page), [page.pk])


def held_by(model: RegulationModel, pk: int | None) -> set[tuple[str, int | None, str, str]]:
    """What the stored relations of a regulation say."""
    return set(relations_of(model).filter(source_id=pk).values_list("kind", "target_id", "citation", "article"))


def look_through(model: RegulationModel, page_ids: Iterable[int]) -> None:
    """Have the texts of these regulations looked through again: a relation that they state may be there no more."""
    model.objects.filter(pk__in=page_ids).update(suggested_text_id=None)


def keep_name(*, instance: Any, **_: Any) -> None:
    """Before a regulation goes: what was said of it stays, with its name in its place, however it is deleted.

    Of one that was never public nothing stays, so that nobody reads its name.
    """
    look_again(type(instance), [instance.pk])
    unnamed = relations_of(type(instance)).filter(target_id=instance.pk, citation="")
    if instance.first_published_at and not instance.is_restricted and not instance.get_view_restrictions().exists():
        unnamed.update(citation=(instance.citation_key or str(instance.title))[:255])
    else:
        unnamed.delete()


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
    acts = _acts_on(model, ids)
    changed: list[int] = []
    today = timezone.localdate()
    columns = ("pk", "register_word", "register_checked_on", "stated_status", "in_force_on", *STATUS_COLUMNS)
    for row in model.objects.filter(pk__in=ids).order_by().values(*columns):
        said = Said(row["register_word"], row["register_checked_on"], row["stated_status"])
        acting = [act for act in acts.get(row["pk"], ()) if not is_awaited(act.source.in_force_on, today)]
        verdict = decide(said, acting, is_awaited=is_awaited(row["in_force_on"], today))
        values = _columns(with_note(verdict, said))
        if any(row[name] != value for name, value in values.items()):
            model.objects.filter(pk=row["pk"]).update(**values)
            changed.append(row["pk"])
    return changed


def statuses_whose_day_came(model: RegulationModel) -> set[int]:
    """Regulations that are «not yet in force» although their day is here, and those on which they act from now on."""
    come = model.objects.filter(status=LegalStatus.NOT_YET, in_force_on__lte=timezone.localdate())
    ids = set(come.values_list("pk", flat=True))
    return ids | targets_of(model, ids)


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


def acts_of(relations: Iterable[Any]) -> list[Act]:
    """Relations, their sources read with them, as what they do to their target."""
    return [
        Act(
            kind=relation.kind,
            source=relation.source,
            source_id=relation.source_id,
            article=relation.article,
            contradiction=relation.contradiction,
            is_imported=relation.source.source == Provenance.IMPORTED,
        )
        for relation in relations
    ]


def acting_relations(model: RegulationModel, ids: Collection[int]) -> Any:
    """What acts on these regulations, the most recent first, with its source. Only what the public may open acts: a
    status without a cause that one can name would tell of a closed regulation.
    """
    public = model.objects.public().values("pk")
    relations = relations_of(model).filter(target_id__in=ids, kind__in=ACTING_KINDS, source__in=public)
    return relations.select_related("source").order_by("-source__year", "-source__enacted_on", "-source_id")


def _acts_on(model: RegulationModel, ids: list[int]) -> dict[int, list[Act]]:
    found: dict[int, list[Any]] = {}
    needed = ("kind", "article", "contradiction", "target_id", *(f"source__{name}" for name in OF_SOURCE))
    for relation in acting_relations(model, ids).only(*needed):
        found.setdefault(relation.target_id, []).append(relation)
    return {pk: acts_of(relations) for pk, relations in found.items()}


def suggestions_of(model: RegulationModel) -> Any:
    """The manager of suggested relations."""
    return model._meta.get_field("suggestions").related_model.objects


def relations_of(model: RegulationModel) -> Any:
    """The manager of stored relations."""
    return model._meta.get_field("relations").related_model.objects
