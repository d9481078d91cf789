"""Writing a draft, section by section."""

import datetime as dt
from collections.abc import Iterable
from typing import assert_never

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.models import Unit, User
from workflows import audit, totals
from workflows.contributions import content_of, contribute
from workflows.drafts import (
    SECTION_OF,
    ApplicantData,
    BudgetData,
    CommunitiesData,
    GeneralData,
    ItemRow,
    SectionData,
)
from workflows.enums import Stage, Step
from workflows.execution import open_task
from workflows.flows import AidFlow
from workflows.models import Community, Item, PriceComparison, Proposal
from workflows.permissions import check_can_create, check_can_edit_section

DOUBLE_CLICK = dt.timedelta(seconds=10)


class StaleVersionError(Exception):
    """Somebody saved in between; nothing was written. The message is a sentence for the user."""


class UnknownRowError(Exception):
    """The form names a community or item that is not (any more) one of this proposal."""


@transaction.atomic
def begin_draft(*, by: User, unit: Unit, title: str) -> Proposal:
    """`create_draft` for somebody at a screen: the second of two clicks gets the draft of the first."""
    User.objects.select_for_update().get(pk=by.pk)
    own = Proposal.objects.filter(created_by=by, unit=unit, title=title.strip(), stage=Stage.DRAFT)
    first = own.filter(created_at__gt=timezone.now() - DOUBLE_CLICK).first()
    return first or create_draft(by=by, unit=unit, title=title)


@transaction.atomic
def create_draft(*, by: User, unit: Unit, title: str) -> Proposal:
    """A new draft of the unit, in its author's hands: the process begins, but there is no number yet."""
    check_can_create(by, unit)
    proposal = Proposal.objects.create(unit=unit, title=title.strip(), created_by=by)
    with audit.acting(by):
        audit.record(proposal=proposal, verb="draft_created")
        AidFlow.start.run(proposal=proposal)
        proposal.refresh_from_db()
        task = open_task(proposal, Step.DRAFTING)
        task.flow_task.activation_class(task).assign(by)
    return proposal


@transaction.atomic
def save_draft_section(*, by: User, proposal: Proposal, data: SectionData, version: int) -> Proposal:
    """Saves one section as a whole and counts the version up.

    `version` is the one the form was made from. Raises StaleVersionError when somebody saved in between, UnknownRowError.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    section = SECTION_OF[type(data)]
    check_can_edit_section(by, locked, section)
    if locked.version != version:
        raise StaleVersionError(
            _("Usulan ini sudah disimpan dari tempat lain. Periksa isi terbaru, lalu ulangi perubahan Anda.")
        )
    before = content_of(locked, section)
    _apply(locked, data)
    locked.version += 1
    locked.save()
    totals.derive(locked)
    if content_of(locked, section) != before:
        # Paging through an unchanged draft makes nobody its author.
        contribute(by, locked)
    if locked.is_registered:
        # Drafts are saved every few seconds; what the record needs is what changed after an official had seen it.
        with audit.acting(by):
            audit.record(proposal=locked, verb="section_changed", data={"section": section.value})
    return locked


def _apply(proposal: Proposal, data: SectionData) -> None:
    match data:
        case GeneralData():
            proposal.title, proposal.background, proposal.scheme = data.title.strip(), data.background, data.scheme
        case ApplicantData():
            proposal.applicant_kind, proposal.applicant_name = data.kind, data.name
            proposal.applicant_registration, proposal.applicant_address = data.registration, data.address
        case CommunitiesData():
            _replace_communities(proposal, data)
        case BudgetData():
            _replace_items(proposal, data)
        case _:
            assert_never(data)


def _replace_communities(proposal: Proposal, data: CommunitiesData) -> None:
    existing = {community.pk: community for community in proposal.communities.all()}
    kept = _known_ids((row.id for row in data.rows), existing)
    proposal.communities.exclude(pk__in=kept).delete()
    # Names are unique within a proposal: while two of them change places, both stand aside.
    for pk in kept:
        Community.objects.filter(pk=pk).update(name=f"\x1f{pk}")
    for position, row in enumerate(data.rows):
        community = existing.get(row.id or 0, Community(proposal=proposal))
        community.position, community.name, community.place = position, row.name.strip(), row.place
        community.city, community.province = row.city, row.province
        community.cluster_id, community.beneficiary_count = row.cluster_id, row.beneficiary_count
        community.save()


def _replace_items(proposal: Proposal, data: BudgetData) -> None:
    communities = set(proposal.communities.values_list("pk", flat=True))
    existing = {item.pk: item for item in Item.objects.filter(community__proposal=proposal)}
    kept = _known_ids((row.id for row in data.rows), existing)
    if not communities.issuperset(row.community_id for row in data.rows):
        raise UnknownRowError(_("Komunitas untuk salah satu barang sudah tidak ada. Muat ulang halaman ini."))
    Item.objects.filter(community__proposal=proposal).exclude(pk__in=kept).delete()
    for position, row in enumerate(data.rows):
        item = existing.get(row.id or 0, Item())
        item.community_id, item.position = row.community_id, position
        item.name, item.specification, item.measure = row.name.strip(), row.specification, row.measure
        item.unit_price, item.quantity = row.unit_price, row.quantity
        # A correction starts a new round: what was approved before no longer counts.
        item.approved_quantity = None
        item.save()
        _replace_comparisons(item, row)


def _replace_comparisons(item: Item, row: ItemRow) -> None:
    item.comparisons.all().delete()
    PriceComparison.objects.bulk_create(
        PriceComparison(item=item, seller=price.seller, price=price.price, source=price.source)
        for price in row.comparisons
    )


def _known_ids(ids: Iterable[int | None], existing: dict[int, Community] | dict[int, Item]) -> set[int]:
    named = {pk for pk in ids if pk is not None}
    if not named <= existing.keys():
        raise UnknownRowError(_("Salah satu baris sudah dihapus dari tempat lain. Muat ulang halaman ini."))
    return named
