"""Totals, number of clusters and leading directorate of a proposal: derived from the rows, never typed."""

from collections import Counter

from workflows.models import Item, Proposal

_COLUMNS = (
    "requested_amount",
    "approved_amount",
    "delivered_amount",
    "cluster_count",
    "leading_directorate",
    "updated_at",
)


def derive(proposal: Proposal) -> None:
    """Recomputes the derived columns of the instance and saves them."""
    count_up(proposal)
    save(proposal)


def save(proposal: Proposal) -> None:
    """The derived columns only."""
    proposal.save(update_fields=_COLUMNS)


def count_up(proposal: Proposal) -> list[Item]:
    """Recomputes the derived columns of an instance that is saved later, as that of a step which ends; gives its items.

    The leading directorate is that of the cluster with the largest share of the requested amount; a tie: the first named.
    Both are settled while the unit writes: a cluster that changes its directorate later moves no case that is under way.
    """
    shares: Counter[int] = Counter()
    requested = approved = delivered = 0
    items = list(Item.objects.filter(community__proposal=proposal).select_related("community"))
    for item in items:
        requested += item.requested_amount
        approved += item.approved_amount
        delivered += item.delivered_quantity * item.unit_price
        if item.community.cluster_id:
            shares[item.community.cluster_id] += item.requested_amount
    proposal.requested_amount, proposal.approved_amount, proposal.delivered_amount = requested, approved, delivered
    if proposal.is_editable:
        clusters = _clusters_in_order(proposal)
        proposal.cluster_count = len(clusters)
        # max() keeps the first of equals, and the list is in the order of naming.
        leader = max(clusters, key=lambda pair: shares[pair[0]], default=None)
        proposal.leading_directorate_id = leader[1] if leader else None
    return items


def _clusters_in_order(proposal: Proposal) -> list[tuple[int, int]]:
    """(cluster, its directorate) in the order in which the communities name them, each once."""
    named = proposal.communities.filter(cluster__isnull=False).order_by("position", "pk")
    return list(dict.fromkeys(named.values_list("cluster_id", "cluster__directorate_id")))
