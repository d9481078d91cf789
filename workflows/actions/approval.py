"""The Director's and the Director-General's verdicts, and the rejection at every step that knows it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import totals
from workflows.actions.verification import close_comments, forget_approval
from workflows.enums import Outcome, Step
from workflows.execution import OpenStep, open_step
from workflows.models import Item, Proposal


class QuantitiesDoNotFitError(Exception):
    """The quantities of a partial approval are impossible; the message says which."""


def approve(
    *,
    by: User,
    proposal: Proposal,
    step: Step,
    quantities: Mapping[int, int] | None = None,
    note: str = "",
    task_id: int | None = None,
) -> Proposal:
    """Approves all, or with `quantities` (item id → approved quantity, every item named) a part.

    The Director-General approves at most what the Director approved. Raises QuantitiesDoNotFitError.
    """
    with open_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened:
        changed = _apply(opened, quantities)
        totals.count_up(opened.proposal)
        close_comments(opened)
        opened.decide(Outcome.APPROVED_PARTLY if changed else Outcome.APPROVED, note)
    return proposal


def reject(*, by: User, proposal: Proposal, step: Step, reason: str, task_id: int | None = None) -> Proposal:
    """The end of the proposal; needs a reason."""
    with open_step(by=by, proposal=proposal, step=step, task_id=task_id) as opened:
        forget_approval(opened)
        close_comments(opened)
        opened.decide(Outcome.REJECTED, reason)
    return proposal


def _apply(opened: OpenStep, quantities: Mapping[int, int] | None) -> bool:
    """Writes the approved quantities; True when less than what lay on the table was approved."""
    items = list(Item.objects.filter(community__proposal=opened.proposal).select_related("community"))
    if quantities is not None and set(quantities) != {item.pk for item in items}:
        raise QuantitiesDoNotFitError(_("Daftar barang sudah berubah. Muat ulang halaman ini sebelum memutuskan."))
    is_less = False
    for item in items:
        limit = item.approvable_quantity(opened.step)
        approved = limit if quantities is None else quantities[item.pk]
        if not 0 <= approved <= limit:
            raise QuantitiesDoNotFitError(
                _("«%(item)s» untuk %(community)s: jumlah yang disetujui harus antara 0 dan %(limit)s.")
                % {"item": item, "community": item.community, "limit": limit}
            )
        is_less = is_less or approved < limit
        item.approved_quantity = approved
    Item.objects.bulk_update(items, ("approved_quantity",))
    if quantities is not None:
        _check_is_partial(items, is_less)
    return is_less


def _check_is_partial(items: list[Item], is_less: bool) -> None:
    if not is_less:
        raise QuantitiesDoNotFitError(_("Tidak ada jumlah yang dikurangi. Pilih «Setuju» untuk menyetujui seluruhnya."))
    if not any(item.approved_quantity for item in items):
        raise QuantitiesDoNotFitError(_("Semua jumlah nol. Pilih «Tolak» bila tidak ada yang disetujui."))
