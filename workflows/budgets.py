"""Changes of a budget as values: the stored rows, one removed, or those of one community copied to all others."""

from collections.abc import Sequence
from dataclasses import replace

from workflows.drafts import ItemRow, PriceRow
from workflows.models import Item, Proposal


def rows_of(proposal: Proposal) -> list[ItemRow]:
    """All goods of all communities, in their order."""
    items = Item.objects.filter(community__proposal=proposal).prefetch_related("comparisons")
    return [
        ItemRow(
            id=item.pk,
            community_id=item.community_id,
            name=item.name,
            specification=item.specification,
            measure=item.measure,
            unit_price=item.unit_price,
            quantity=item.quantity,
            comparisons=tuple(
                PriceRow(seller=row.seller, price=row.price, source=row.source) for row in item.comparisons.all()
            ),
        )
        for item in items
    ]


def without(rows: Sequence[ItemRow], item_id: str) -> list[ItemRow]:
    """All but the item with this id."""
    return [row for row in rows if str(row.id) != item_id]


def copy_to_all(proposal: Proposal, rows: Sequence[ItemRow], community_id: str, *, only: str = "") -> list[ItemRow]:
    """The rows, with those of one community (or only the one called `only`) added wherever that name is missing.

    What another community already has is never changed.
    """
    present = {(row.community_id, row.name.casefold()) for row in rows}
    source = [row for row in rows if str(row.community_id) == community_id and only in {"", row.name}]
    copies = [
        replace(row, id=None, community_id=other)
        for other in proposal.communities.values_list("pk", flat=True)
        for row in source
        if (other, row.name.casefold()) not in present
    ]
    return [*rows, *copies]
