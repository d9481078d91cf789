"""Handover to the communities, whole or part by part; the last part finishes the step."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import audit, totals
from workflows.actions.papers import sha256_of
from workflows.actions.scans import drop_scan
from workflows.enums import Outcome, Step
from workflows.execution import ConflictError, check_not_taken, open_task
from workflows.execution import open_step as finish_step
from workflows.flows import AidFlow
from workflows.models import Community, Handover, HandoverLine, HeldScan, Item, Proposal, SerialNumber
from workflows.permissions import capacity_in, check_can_act


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


@transaction.atomic
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
    with AidFlow.lock(proposal.process_id):
        fresh = Proposal.objects.select_related("unit", "leading_directorate").get(pk=proposal.pk)
        task = open_task(fresh, Step.DISTRIBUTION, task_id)
        check_can_act(by, fresh, Step.DISTRIBUTION)
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
        for line in lines:
            _give(handover, line)
        if held is not None:
            drop_scan(held)
        totals.derive(fresh)
        facts = _facts(handover, lines)
        with audit.acting(by, capacity=capacity_in(by, fresh, Step.DISTRIBUTION)):
            audit.record(proposal=fresh, verb="handover_recorded", task=task, note=community.name, data=facts)
        if not _is_outstanding(fresh):
            with finish_step(by=by, proposal=fresh, step=Step.DISTRIBUTION, task_id=task.pk) as opened:
                opened.decide(Outcome.DELIVERED)
    proposal.refresh_from_db()
    return handover


def _give(handover: Handover, line: LineGiven) -> None:
    item = Item.objects.filter(pk=line.item_id, community=handover.community_id).first()
    if item is None:
        raise HandoverDoesNotFitError(_("Salah satu barang bukan milik komunitas ini."))
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
    written = HandoverLine.objects.create(handover=handover, item=item, quantity=line.quantity)
    SerialNumber.objects.bulk_create(SerialNumber(line=written, number=serial) for serial in serials)
    item.delivered_quantity += line.quantity
    item.save(update_fields=("delivered_quantity",))


def _is_outstanding(proposal: Proposal) -> bool:
    items = Item.objects.filter(community__proposal=proposal)
    return any(item.outstanding_quantity for item in items)


def _facts(handover: Handover, lines: Sequence[LineGiven]) -> dict[str, object]:
    given = {str(line.item_id): line.quantity for line in lines}
    return {"handover": handover.pk, "community": handover.community_id, "given": given, "sha256": handover.sha256}
