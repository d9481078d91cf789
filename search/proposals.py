"""Records of aid proposals and of what their papers say, for officials and the proposing unit. Nothing of applicants and
beneficiaries enters: papers of kinds that hold personal data are left out, and numbers of people are masked in all others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.masking import masked_text
from portal.core.permissions import Grants
from search import access
from search.analysis import clean
from search.builders import ids_of
from search.documents import MAX_PASSAGES, IndexDoc, PassageDoc
from workflows.models import Paper, Proposal

PREFIX = "proposal"
KIND = "usulan"
NAMES = "usulan bantuan proposal"
"""What people call it, in addition to its title: «usulan mesin jahit» asks for it."""


def key_of(proposal_id: int) -> str:
    return f"{PREFIX}:{proposal_id}"


def times_of(keys: Iterable[str]) -> dict[str, tuple[dt.datetime | None, dt.datetime | None]]:
    """When the proposals among the keys were submitted (begun, if they are not) and last changed; one query."""
    found = Proposal.objects.filter(pk__in=ids_of(PREFIX, keys))
    times = found.values_list("pk", "submitted_at", "created_at", "updated_at")
    return {key_of(pk): (submitted or created, updated) for pk, submitted, created, updated in times}


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
        papers = Paper.objects.findable().select_related("kind").prefetch_related("pages")
        proposals = found.prefetch_related("communities__cluster", Prefetch("papers", papers))
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
    pages = tuple(_pages(proposal))[:MAX_PASSAGES]
    own = f"{proposal.unit.name} {proposal.unit.city} {proposal.unit.province} {proposal.get_stage_display()}"
    return IndexDoc(
        key=key_of(proposal.pk),
        kind=KIND,
        title=clean(masked_text(proposal.title)),
        url=reverse("workflows:proposal", args=[proposal.pk]),
        acl=access.readers_of_proposal(proposal, grants),
        keywords=clean(f"{NAMES} {proposal.registration_number or ''} {proposal.unit.name}"),
        body="\n".join((clean(own), *(page.text for page in pages))),
        number=proposal.registration_number or "",
        year=day.year,
        status=proposal.stage,
        date=day,
        clusters=tuple(sorted(clusters)),
        issuer=clean(proposal.unit.name),
        published=proposal.updated_at,
        passages=pages,
    )


def _pages(proposal: Proposal) -> Iterator[PassageDoc]:
    """Each page with words is found like an article of a regulation."""
    for paper in proposal.papers.all():
        template = _("%(paper)s, hlm. %(page)s (teks hasil OCR)") if paper.is_ocr else _("%(paper)s, hlm. %(page)s")
        for page in paper.pages.all():
            label = template % {"paper": paper.kind, "page": page.number}
            yield PassageDoc("", label, _anchor(paper, page.number), clean(masked_text(page.text)))


def _anchor(paper: Paper, page: int) -> str:
    """Tells where the page is read: beside the answers once there is something to verify, in its file before."""
    proposal = paper.proposal_id if paper.proposal.is_registered else 0
    return f"berkas-{proposal}-{paper.kind_id}-{paper.pk}-{page}"


def address_of(anchor: str) -> str:
    """Where the page of a paper is read, of the anchor that its passage has."""
    _prefix, proposal, kind, paper, page = anchor.split("-")
    if proposal == "0":
        return f"{reverse('workflows:paper', args=[paper])}#page={page}"
    return f"{reverse('workflows:verification', args=[proposal])}?berkas={kind}&hal={page}#pratinjau"
