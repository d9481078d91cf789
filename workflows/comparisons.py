"""Items with their price comparisons in one query, for pages that count every query."""

from typing import Any, TypedDict

from django.db.models import Aggregate, JSONField, Q, QuerySet
from django.db.models.functions import JSONObject

from workflows.models import Item, Proposal
from workflows.models.items import IN_ORDER


class Price(TypedDict):
    """One seller's price as it stands beside an item."""

    seller: str
    price: int
    source: str


class JSONList(Aggregate):
    """The rows of a group as one JSON list: `JSON_GROUP_ARRAY` of SQLite, `JSONB_AGG` of PostgreSQL."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def compared_items(proposal: Proposal) -> QuerySet[Item]:
    """Items in the order of the communities, with community and cluster; `prices` is a list of `Price`, or nothing."""
    price = JSONObject(seller="comparisons__seller", price="comparisons__price", source="comparisons__source")
    prices = JSONList(price, filter=Q(comparisons__isnull=False))
    items = Item.objects.filter(community__proposal=proposal).select_related("community__cluster")
    return items.annotate(prices=prices).order_by(*IN_ORDER)
