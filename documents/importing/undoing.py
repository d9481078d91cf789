"""Undoing a batch: what it made goes, what it changed gets its old columns back, what was touched since stays.

Each chunk is one transaction and strikes out what it undid, so an undo that was killed goes on where it stopped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from documents import linking
from documents.enums import Provenance
from documents.importing import undo_order
from documents.importing.batches import COLUMNS, PAGE_COLUMNS
from documents.importing.writing import make_findable_for_editors
from documents.models import (
    ImportBatch,
    ImportChange,
    Mou,
    Regulation,
    RegulationIndex,
    RegulationText,
    RegulationType,
    Relation,
    Sop,
)
from documents.signals import documents_changed

CHUNK = 100
Progress = Callable[[float, str], None]

EDITED = "sudah disunting di portal"
IMPORTED_AGAIN = "sudah diperbarui oleh impor yang lebih baru"
REFERRED_TO = "dirujuk oleh hubungan yang ditulis penyunting"
REFERRED_TO_BY_DRAFT = "dirujuk oleh hubungan di draf yang belum terbit"
KEY_TAKEN = "kuncinya yang lama kini dipakai peraturan lain"


class CannotUndo(Exception):
    """There is no such batch, it is undone already, or another comes first; the message is a sentence for the operator."""


@dataclass(slots=True)
class Undone:
    """What an undo did. `kept` are titles with the reason why they stay."""

    deleted: int = 0
    restored: int = 0
    relations: int = 0
    gone: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)

    def summary(self) -> dict[str, int]:
        return {
            "deleted": self.deleted,
            "restored": self.restored,
            "relations": self.relations,
            "gone": self.gone,
            "kept": len(self.kept),
        }


def undo(number: int, *, progress: Progress | None = None) -> Undone:
    """Undo the batch of this number. Raises CannotUndo with a sentence."""
    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None:
        raise CannotUndo(f"Impor nomor {number} tidak ada. {_known()}")
    if batch.undone_at is not None:
        raise CannotUndo(f"Impor nomor {number} sudah dibatalkan pada {batch.undone_at:%d-%m-%Y %H.%M} UTC.")
    if later := undo_order.later_batches(batch):
        numbers = ", ".join(map(str, later))
        raise CannotUndo(
            f"Batalkan dahulu impor nomor {numbers}: impor itu memperbarui peraturan dari impor nomor {number}, atau memakai "
            "kunci yang harus dikembalikan."
        )
    done = Undone()
    _remove_relations(batch, done)
    # The last first: what took a key over gives it back before its old owner asks for it.
    pending = list(batch.changes.order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(pending), CHUNK):
        _undo_chunk(batch, pending[start : start + CHUNK], done)
        if progress is not None:
            progress(min(1.0, (start + CHUNK) / len(pending)), f"{done.deleted + done.restored} peraturan dibatalkan")
    _remove_kinds(batch)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    return done


def _known() -> str:
    batches = ImportBatch.objects.filter(undone_at=None)[:5]
    listed = ", ".join(f"{batch.pk} ({batch.source_name}, {batch.started_at:%d-%m-%Y})" for batch in batches)
    return f"Impor yang dapat dibatalkan: {listed}." if listed else "Belum ada impor yang dapat dibatalkan."


def _remove_relations(batch: ImportBatch, done: Undone) -> None:
    """The relations it added go, save those of a page that an editor has changed since: its list is the editor's now."""
    rows = batch.relations.exclude(relation__source__source=Provenance.EDITED)
    found = list(rows.values_list("relation_id", "relation__source_id", "relation__target_id"))
    for start in range(0, len(found), CHUNK * 10):
        part = found[start : start + CHUNK * 10]
        targets = {target for _pk, _source, target in part if target}
        with transaction.atomic():
            Relation.objects.filter(pk__in=[pk for pk, _source, _target in part]).delete()
            linking.look_through(Regulation, {source for _pk, source, _target in part})
            targets |= linking.flag_contradictions(Regulation, targets)
            linking.refresh_statuses(Regulation, targets)
            documents_changed.send(sender=Regulation, page_ids=sorted({source for _pk, source, _ in part} | targets))
        done.relations += len(part)


def _undo_chunk(batch: ImportBatch, change_ids: list[int], done: Undone) -> None:
    with transaction.atomic():
        # The same lock as an import takes: nobody adds or moves pages of the index meanwhile.
        list(RegulationIndex.objects.select_for_update(of=("self",)).order_by("path")[:1])
        changes = list(batch.changes.filter(pk__in=change_ids).order_by("pk"))
        pages = Regulation.objects.in_bulk([change.page_id for change in changes])
        held = dict.fromkeys(undo_order.targets_of_drafts() & pages.keys(), REFERRED_TO_BY_DRAFT)
        relations = Relation.objects.filter(target_id__in=pages, citation="")
        held |= dict.fromkeys(relations.values_list("target_id", flat=True), REFERRED_TO)
        made: list[int] = []
        changed: list[ImportChange] = []
        for change in changes:
            page = pages.get(change.page_id)
            if page is None:
                done.gone += 1
            elif reason := _why_kept(page, change, batch, held):
                done.kept.append((change.title or str(page.title), reason))
            elif change.before is None:
                made.append(page.pk)
            else:
                changed.append(change)
        without_key = undo_order.without_their_key(changed, made)
        done.kept += [(each.title or str(pages[each.page_id].title), KEY_TAKEN) for each in without_key]
        changed = [change for change in changed if change not in without_key]
        texts = {page.text_id for page in pages.values() if page.text_id}
        _delete(made)
        _restore(changed)
        _delete_texts(texts)
        struck = {*made, *(change.page_id for change in changed)} | {
            c.page_id for c in changes if c.page_id not in pages
        }
        batch.changes.filter(page_id__in=struck).delete()
    done.deleted += len(made)
    done.restored += len(changed)


def _why_kept(page: Regulation, change: ImportChange, batch: ImportBatch, held: dict[int, str]) -> str:
    touched_at = page.latest_revision_created_at
    if page.source == Provenance.EDITED or not page.live or (touched_at and touched_at > batch.started_at):
        return EDITED
    if page.import_digest != change.digest:
        return IMPORTED_AGAIN
    return held.get(page.pk, "") if change.before is None else ""


def _delete(ids: list[int]) -> None:
    if not ids:
        return
    touched = linking.targets_of(Regulation, ids) - set(ids)
    # Not live any more, Wagtail does not unpublish them one by one before it deletes them; the index hears of each deletion.
    Page.objects.filter(pk__in=ids).update(live=False)
    Page.objects.filter(pk__in=ids).specific().delete()
    touched |= linking.flag_contradictions(Regulation, touched)
    linking.refresh_statuses(Regulation, touched)


def _restore(changes: list[ImportChange]) -> None:
    if not changes:
        return
    now = timezone.now()
    # Two may give each other's key back.
    Regulation.objects.filter(pk__in=[change.page_id for change in changes]).update(citation_key=None, import_key=None)
    for change in changes:
        before = change.before
        Regulation.objects.filter(pk=change.page_id).update(**{name: before[name] for name in COLUMNS})
        Page.objects.filter(pk=change.page_id).update(
            last_published_at=now, **{name: before[name] for name in PAGE_COLUMNS}
        )
    ids = [change.page_id for change in changes]
    make_findable_for_editors(ids)
    linking.resolve_citations(Regulation, ids)
    linking.look_again(Regulation, ids)
    flagged = linking.flag_contradictions(Regulation, ids)
    linking.refresh_statuses(Regulation, {*ids, *flagged})
    documents_changed.send(sender=Regulation, page_ids=ids)


def _delete_texts(ids: Iterable[int]) -> None:
    """Texts that nothing holds any more: no page, no draft."""
    left = set(ids)
    for kind in (Regulation, Mou, Sop):
        left -= set(kind.objects.filter(text_id__in=left).values_list("text_id", flat=True))
    left -= {int(pk) for pk in Revision.objects.filter(content__text__in=left).values_list("content__text", flat=True)}
    for before in ImportChange.objects.filter(before__text_id__in=left).values_list("before__text_id", flat=True):
        left.discard(before)
    RegulationText.objects.filter(pk__in=left).delete()


def _remove_kinds(batch: ImportBatch) -> None:
    for kind in RegulationType.objects.filter(code__in=batch.kinds):
        if not Regulation.objects.filter(kind=kind).exists():
            kind.delete()
