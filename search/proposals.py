"""Records of aid proposals, for officials and the proposing unit. Nothing of applicants and beneficiaries enters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils import timezone

from portal.core.masking import masked_text
from portal.core.permissions import Grants
from search import access
from search.analysis import clean
from search.documents import IndexDoc
from workflows.models import Proposal

PREFIX = "proposal"
KIND = "usulan"


def key_of(proposal_id: int) -> str:
    return f"{PREFIX}:{proposal_id}"


class ProposalSource:
    """All proposals."""

    prefix = PREFIX

    def keys(self) -> Iterator[str]:
        for pk in Proposal.objects.order_by("pk").values_list("pk", flat=True).iterator():
            yield key_of(pk)

    def load(self, keys: Iterable[str]) -> Mapping[str, IndexDoc]:
        ids = [int(key.partition(":")[2]) for key in keys]
        found = Proposal.objects.filter(pk__in=ids).select_related("unit", "leading_directorate")
        grants = access.proposal_grants()
        proposals = found.prefetch_related("communities__cluster")
        return {key_of(proposal.pk): _record(proposal, grants) for proposal in proposals}

    def restricted_keys(self) -> Iterator[str]:
        return self.keys()

    def dated_keys(self) -> Iterator[str]:
        return iter(())


def _record(proposal: Proposal, grants: Grants) -> IndexDoc:
    """Title, unit, stage and number: enough to find it again. The background is free text and may name people; a title
    keeps its words, and no number of a person."""
    day = timezone.localtime(proposal.submitted_at or proposal.created_at).date()
    clusters = {community.cluster.code for community in proposal.communities.all() if community.cluster}
    return IndexDoc(
        key=key_of(proposal.pk),
        kind=KIND,
        title=clean(masked_text(proposal.title)),
        url=reverse("workflows:proposal", args=[proposal.pk]),
        acl=access.readers_of_proposal(proposal, grants),
        keywords=clean(f"{proposal.registration_number or ''} {proposal.unit.name}"),
        body=clean(
            f"{proposal.unit.name} {proposal.unit.city} {proposal.unit.province} {proposal.get_stage_display()}"
        ),
        number=proposal.registration_number or "",
        year=day.year,
        status=proposal.stage,
        date=day,
        clusters=tuple(sorted(clusters)),
        issuer=clean(proposal.unit.name),
    )
