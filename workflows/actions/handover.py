"""Handover to the communities, whole or part by part; the last part finishes the step."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import audit, totals
from workflows.actions.papers import sha256_of
from workflows.actions.scans import drop_scan
from workflows.enums import Outcome, Step
from workflows.execution import ConflictError, check_not_taken, ending, locked_step
from workflows.models import Community, Handover, HandoverLine, HeldScan, Item, Proposal, SerialNumber


class HandoverDoesNotFitError(Exception):
    """More than was approved, a foreign item, or serial numbers that do not fit; the message says which."""


class HandoverIsRecordedError(ConflictError):
    """This BAST number is in the books already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGiven:
    """How many of an item were given, with the serial number of each machine (none for goods without)."""

    item_id: int
    quantity: int
    serial_numbers: Sequence[str] = ()


def record_handover(
    *,
    by: User,
    proposal: Proposal,
    community: Community,
    number: str,
    handed_on: dt.date,
    receiver_name: str,
    lines: Sequence[LineGiven],
    receiver_position: str = "",
    place: str = "",
    note: str = "",
    file: File | None = None,  # type: ignore[type-arg]  # Django's File is generic in the stubs only
    file_name: str = "",
    held: HeldScan | None = None,
    task_id: int | None = None,
) -> Handover:
    """Records one BAST. When everything approved has been given, the step is finished.

    The PPK or the unit's own people record it. `held` is a scan out of an earlier try, no longer needed once the record
    stands. Raises HandoverDoesNotFitError, ConflictError.
    """
    with locked_step(by=by, proposal=proposal, step=Step.DISTRIBUTION, task_id=task_id) as opened:
        fresh, task = opened.proposal, opened.task
        check_not_taken(task, fresh, Step.DISTRIBUTION, by)
        if community.proposal_id != fresh.pk:
            raise HandoverDoesNotFitError(_("Komunitas ini bukan bagian dari usulan."))
        if Handover.objects.filter(proposal=fresh, number=number).exists():
            raise HandoverIsRecordedError(_("BAST nomor %(number)s sudah dicatat.") % {"number": number})
        handover = Handover(
            proposal=fresh,
            community=community,
            number=number,
            handed_on=handed_on,
            place=place,
            receiver_name=receiver_name,
            receiver_position=receiver_position,
            note=note,
            recorded_by=by,
        )
        if file is not None:
            handover.sha256, handover.name = sha256_of(file), file_name[:200]
            handover.file.save(f"bast-{handover.sha256[:16]}", file, save=False)
        handover.save()
        _give(handover, lines)
        if held is not None:
            drop_scan(held)
        items = totals.count_up(fresh)
        facts = _facts(handover, lines)
        audit.record(proposal=fresh, verb="handover_recorded", task=task, note=community.name, data=facts)
        if any(item.outstanding_quantity for item in items):
            totals.save(fresh)
        else:
            with ending(opened):
                opened.decide(Outcome.DELIVERED)
    return handover


def _give(handover: Handover, lines: Sequence[LineGiven]) -> None:
    """In as many queries for all lines as for one."""
    wanted = Item.objects.filter(pk__in=[line.item_id for line in lines], community=handover.community_id)
    items = {item.pk: item for item in wanted}
    written, serials = [], []
    for line in lines:
        item = items.get(line.item_id)
        if item is None:
            raise HandoverDoesNotFitError(_("Salah satu barang bukan milik komunitas ini."))
        row = HandoverLine(handover=handover, item=item, quantity=line.quantity)
        written.append(row)
        serials += [SerialNumber(line=row, number=serial) for serial in _checked_serials(line, item)]
        item.delivered_quantity += line.quantity
    HandoverLine.objects.bulk_create(written)
    SerialNumber.objects.bulk_create(serials)
    Item.objects.bulk_update(items.values(), ("delivered_quantity",))


def _checked_serials(line: LineGiven, item: Item) -> list[str]:
    if not 1 <= line.quantity <= item.outstanding_quantity:
        raise HandoverDoesNotFitError(
            _("«%(item)s»: jumlah yang diserahkan harus antara 1 dan %(limit)s.")
            % {"item": item, "limit": item.outstanding_quantity}
        )
    serials = [serial.strip() for serial in line.serial_numbers if serial.strip()]
    if serials and not len(serials) == len(set(serials)) == line.quantity:
        raise HandoverDoesNotFitError(
            _("«%(item)s»: tulis %(quantity)s nomor seri yang berbeda, satu untuk setiap barang.")
            % {"item": item, "quantity": line.quantity}
        )
    return serials


def _facts(handover: Handover, lines: Sequence[LineGiven]) -> dict[str, object]:
    given = {str(line.item_id): line.quantity for line in lines}
    return {"handover": handover.pk, "community": handover.community_id, "given": given, "sha256": handover.sha256}
