"""Writing and checking the audit chain. Hash: SHA-256 over the previous hash and the row's canonical JSON."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.core.capacity import Capacity
from portal.core.gathering import gather, held
from portal.core.models import AuditChainHead, AuditEvent, Unit, User


def record(
    *,
    by: User | None,
    verb: str,
    obj: models.Model,
    unit: Unit | None = None,
    data: dict[str, Any] | None = None,
    capacity: Capacity | None = None,
) -> AuditEvent:
    """Append one row in the caller's transaction: if it fails, the act fails. `data` holds no personal data, only ids and hashes.

    `capacity` is that of an acting officer, whose record names the represented one as well.
    """
    return record_all(by=by, verb=verb, obj=obj, unit=unit, data=[data or {}], capacity=capacity)[0]


@transaction.atomic(savepoint=False)
def record_all(
    *,
    by: User | None,
    verb: str,
    obj: models.Model,
    unit: Unit | None = None,
    data: Iterable[dict[str, Any]],
    capacity: Capacity | None = None,
) -> list[AuditEvent]:
    """`record` for something that was done several times at once: a row for each of `data`, in as many queries as one.

    While something is gathered (`portal.core.gathering`) the rows are linked and written at its end; their places in the chain
    are kept from the first one on.
    """
    also = {}
    if capacity and capacity.acting_for:
        also = {"acting_for": capacity.acting_for.pk, "acting_for_name": capacity.acting_for_name}
    queue_up()
    events = [
        AuditEvent(
            at=timezone.now(),
            actor=by,
            actor_name=by.name if by else "",
            actor_office=capacity.office_in_full if capacity else by.office if by else "",
            verb=verb,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            unit=unit,
            data=facts | also,
        )
        for facts in data
    ]
    gather(_append, events)
    return events


def _append(events: list[AuditEvent]) -> None:
    """Links the events to the chain in their order."""
    head = queue_up()
    for event in events:
        event.sequence, event.previous_hash = head.sequence + 1, head.hash
        event.hash = _digest(event)
        head.sequence, head.hash = event.sequence, event.hash
    AuditEvent.objects.bulk_create(events)
    head.save()


def queue_up() -> AuditChainHead:
    """The last row's hash, locked until the transaction ends: writers come one after another.

    Whoever locks something else that all writers share takes the chain first; taken in two orders, two of them would wait for
    each other.
    """
    return held("audit chain", _locked_head)


def _locked_head() -> AuditChainHead:
    locked = AuditChainHead.objects.select_for_update()
    head = locked.filter(pk=1).first()
    if head is None:
        AuditChainHead.objects.get_or_create(pk=1)
        head = locked.get(pk=1)
    return head


def _digest(event: AuditEvent) -> str:
    fields = [
        event.sequence,
        event.at.isoformat(),
        event.actor_id,
        event.actor_name,
        event.actor_office,
        event.verb,
        event.object_type,
        event.object_id,
        event.unit_id,
        event.data,
    ]
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((event.previous_hash + canonical).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Outcome of a check: rows read, and the first sequence number that does not fit (None: all do)."""

    rows: int
    first_broken: int | None


def verify_chain() -> ChainReport:
    """Reads the whole chain once and stops at the first row that was changed, removed or inserted; the head vouches for the last one."""
    previous, expected, rows = "0" * 64, 1, 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2_000):
        rows += 1
        if event.sequence != expected or event.previous_hash != previous or event.hash != _digest(event):
            return ChainReport(rows, expected)
        previous, expected = event.hash, expected + 1
    head = AuditChainHead.objects.filter(pk=1).first()
    if head is None:
        return ChainReport(rows, expected if rows else None)
    if head.sequence != expected - 1:
        return ChainReport(rows, expected)
    if head.hash != previous:  # the last row, written anew together with its own hash
        return ChainReport(rows, expected - 1)
    return ChainReport(rows, None)
