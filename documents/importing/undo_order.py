"""What must be undone before a batch, and what it cannot take away or give back."""

from collections.abc import Collection

from django.db.models import Q
from wagtail.models import Revision

from documents.models import ImportBatch, ImportChange, Regulation


def later_batches(batch: ImportBatch) -> list[int]:
    """Numbers of the later imports that built upon this one, the latest first: on its pages, or on a key it took away."""
    changes = list(batch.changes.filter(before__isnull=False))
    owners = _owners(changes)
    new_owners = {owner for each in changes for owner in _owners_of(each, owners) - {each.page_id}}
    built_upon = Q(page_id__in=batch.changes.values("page_id")) | Q(page_id__in=new_owners)
    later = ImportChange.objects.filter(built_upon, batch__undone_at=None, batch_id__gt=batch.pk)
    return list(later.order_by("-batch_id").values_list("batch_id", flat=True).distinct())


def targets_of_drafts() -> set[int]:
    """Pages at which a relation of an unpublished draft points with nothing else to name them."""
    drafts = Regulation.objects.filter(has_unpublished_changes=True).values("latest_revision_id")
    contents = Revision.objects.filter(pk__in=drafts).values_list("content__relations", flat=True)
    return {
        relation["target"]
        for relations in contents.iterator(chunk_size=100)
        for relation in relations or ()
        if relation.get("target") and not relation.get("citation")
    }


def without_their_key(changes: Collection[ImportChange], deleted: Collection[int]) -> list[ImportChange]:
    """Those of the changes whose regulation cannot get its old key back, for another that stays has it now."""
    owners = _owners(changes)
    kept: list[ImportChange] = []
    while True:
        going = {*deleted, *(change.page_id for change in changes if change not in kept)}
        more = [change for change in changes if change not in kept and not _owners_of(change, owners) <= going]
        if not more:
            return kept
        kept += more  # they keep the key that they have now, which others may have waited for


def _owners(changes: Collection[ImportChange]) -> dict[str, set[int]]:
    """Who has the keys now that the changes took away, be it as a citation or as the row of an import."""
    keys = [change.before["citation_key"] for change in changes if change.before and change.before["citation_key"]]
    owners: dict[str, set[int]] = {}
    for start in range(0, len(keys), 400):
        for column in ("citation_key", "import_key"):
            found = Regulation.objects.filter(**{f"{column}__in": keys[start : start + 400]})
            for key, pk in found.values_list(column, "pk"):
                owners.setdefault(key, set()).add(pk)
    return owners


def _owners_of(change: ImportChange, owners: dict[str, set[int]]) -> set[int]:
    return owners.get(change.before["citation_key"] or "", set())
