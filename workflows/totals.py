"""Totals, number of clusters and leading directorate of a proposal: derived from the rows, never typed."""

from collections import Counter

from workflows.models import Item, Proposal


def derive(proposal: Proposal) -> Proposal:
    """Recomputes the derived columns of the instance and saves them.

    The leading directorate is that of the cluster with the largest share of the requested amount; a tie: the first named.
    It is settled while the unit writes: a cluster that changes its directorate later moves no case that is under way.
    """
    shares: Counter[int] = Counter()
    requested = approved = delivered = 0
    for item in Item.objects.filter(community__proposal=proposal).select_related("community"):
        requested += item.requested_amount
        approved += item.approved_amount
        delivered += item.delivered_quantity * item.unit_price
        if item.community.cluster_id:
            shares[item.community.cluster_id] += item.requested_amount
    clusters = _clusters_in_order(proposal)
    proposal.requested_amount, proposal.approved_amount, proposal.delivered_amount = requested, approved, delivered
    proposal.cluster_count = len(clusters)
    if proposal.is_editable:
        # max() keeps the first of equals, and the list is in the order of naming.
        leader = max(clusters, key=lambda pair: shares[pair[0]], default=None)
        proposal.leading_directorate_id = leader[1] if leader else None
    proposal.save(
        update_fields=(
            "requested_amount",
            "approved_amount",
            "delivered_amount",
            "cluster_count",
            "leading_directorate",
            "updated_at",
        )
    )
    return proposal


def _clusters_in_order(proposal: Proposal) -> list[tuple[int, int]]:
    """(cluster, its directorate) in the order in which the communities name them, each once."""
    named = proposal.communities.filter(cluster__isnull=False).order_by("position", "pk")
    return list(dict.fromkeys(named.values_list("cluster_id", "cluster__directorate_id")))
