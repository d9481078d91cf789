"""Items with their price comparisons in one query, for pages that count every query."""

from typing import TypedDict

from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from workflows.json_rows import JSONList
from workflows.models import Item, Proposal
from workflows.models.items import IN_ORDER


class Price(TypedDict):
    """One seller's price as it stands beside an item."""

    seller: str
    price: int
    source: str


def compared_items(proposal: Proposal) -> QuerySet[Item]:
    """Items in the order of the communities, with community and cluster; `prices` is a list of `Price`, or nothing."""
    price = JSONObject(seller="comparisons__seller", price="comparisons__price", source="comparisons__source")
    prices = JSONList(price, filter=Q(comparisons__isnull=False))
    items = Item.objects.filter(community__proposal=proposal).select_related("community__cluster")
    return items.annotate(prices=prices).order_by(*IN_ORDER)
