"""What a draft still lacks before it can be certified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.formats import count, date_long
from workflows import snapshots
from workflows.enums import ApplicantKind, Section, StatementKind
from workflows.models import (
    Beneficiary,
    Item,
    Paper,
    PaperRequirement,
    Policy,
    Proposal,
    Statement,
)
from workflows.models.items import IN_ORDER


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is there of a draft, read once for everything that is said about it.

    Communities come with their cluster and carry `item_count`, `named` and `without_address` (beneficiaries), and `needed`,
    how many prices every item is compared with; `items` are those that lack comparisons, with `compared` and `needed`.
    """

    proposal: Proposal
    communities: list[Any]
    items: list[Any]
    papers: list[Paper]
    requirements: list[PaperRequirement]
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in the section where it is mended."""

    section: Section
    sentence: str
    of: str = ""
    """The row that lacks it, as `workflows.snapshots` names rows and their communities; empty for the section as a whole."""


class NotReadyError(Exception):
    """The proposal has gaps; nothing was sent."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(_("Usulan belum lengkap: %s") % " ".join(gap.sentence for gap in gaps))
        self.gaps = gaps


def check_is_ready(proposal: Proposal) -> None:
    """Raises NotReadyError with all gaps at once."""
    gaps = find_gaps(proposal)
    if gaps:
        raise NotReadyError(gaps)


def take_inventory(proposal: Proposal) -> Inventory:
    """Five queries, however large the draft is."""
    needed = Subquery(Policy.objects.values("price_comparisons")[:1])
    people = Beneficiary.objects.filter(community=OuterRef("pk"))
    communities = proposal.communities.annotate(
        item_count=_count_of(Item.objects.filter(community=OuterRef("pk"))),
        named=_count_of(people),
        without_address=_count_of(people.filter(address="")),
        needed=needed,
    )
    items = Item.objects.filter(community__proposal=proposal).annotate(compared=Count("comparisons"), needed=needed)
    return Inventory(
        proposal=proposal,
        communities=list(communities.select_related("cluster")),
        items=list(items.filter(compared__lt=F("needed")).select_related("community").order_by(*IN_ORDER)),
        papers=list(proposal.papers.current().select_related("kind")),
        requirements=requirements_of(proposal),
        statements=list(proposal.statements.all()),
    )


def requirements_of(proposal: Proposal) -> list[PaperRequirement]:
    """The checklist of papers of its scheme; nothing while none is chosen."""
    wanted = PaperRequirement.objects.filter(scheme=proposal.scheme).select_related("kind")
    return list(wanted) if proposal.scheme else []


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """A subquery, not a join: two joined counts would multiply each other."""
    counted = rows.order_by().values("community").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def find_gaps(proposal: Proposal) -> list[Gap]:
    """All gaps, in the order of the sections."""
    return gaps_in(take_inventory(proposal))


def gaps_in(inventory: Inventory) -> list[Gap]:
    """The same from what has been read."""
    return [
        *_general(inventory.proposal),
        *_applicant(inventory.proposal),
        *_communities(inventory.communities),
        *_beneficiaries(inventory.communities),
        *_budget(inventory),
        *_papers(inventory),
        *_statements(inventory),
    ]


def _general(proposal: Proposal) -> Iterator[Gap]:
    if not proposal.title.strip():
        yield Gap(Section.GENERAL, _("Tulis judul usulan."))
    if not proposal.background.strip():
        yield Gap(Section.GENERAL, _("Tulis latar belakang usulan."))
    if not proposal.scheme:
        yield Gap(Section.GENERAL, _("Pilih skema bantuan."))


def _applicant(proposal: Proposal) -> Iterator[Gap]:
    if not proposal.applicant_kind:
        yield Gap(Section.APPLICANT, _("Pilih jenis pemohon."))
    if not proposal.applicant_name.strip():
        yield Gap(Section.APPLICANT, _("Tulis nama kelompok atau LKS pemohon."))
    if proposal.applicant_kind == ApplicantKind.LKS and not proposal.applicant_registration.strip():
        yield Gap(Section.APPLICANT, _("Tulis nomor tanda daftar atau akta LKS pemohon."))


def _communities(communities: list[Any]) -> Iterator[Gap]:
    if not communities:
        yield Gap(Section.COMMUNITIES, _("Tambahkan sedikitnya satu komunitas penerima."))
    for community in communities:
        if not community.city.strip():
            yield Gap(Section.COMMUNITIES, _("Tulis kabupaten/kota untuk «%s».") % community, str(community.pk))
        if community.cluster_id is None:
            yield Gap(Section.COMMUNITIES, _("Pilih klaster untuk «%s».") % community, str(community.pk))
        if community.beneficiary_count == 0:
            yield Gap(
                Section.COMMUNITIES, _("Tulis jumlah penerima manfaat untuk «%s».") % community, str(community.pk)
            )


def _beneficiaries(communities: list[Any]) -> Iterator[Gap]:
    """By name and by address: as many as the community has, up to what a form holds."""
    for community in communities:
        words = {"community": community, "named": community.named, "count": count(community.beneficiary_count)}
        if community.named < community.named_needed:
            needed = words | {"needed": community.named_needed}
            text = _("Lengkapi daftar penerima «%(community)s»: baru %(named)s dari %(needed)s orang.")
            yield Gap(Section.BENEFICIARIES, text % needed, str(community.pk))
        elif community.named > community.beneficiary_count:
            text = _("Daftar penerima «%(community)s» berisi %(named)s orang, jumlah yang ditulis %(count)s.")
            yield Gap(Section.BENEFICIARIES, text % words, str(community.pk))
        if community.without_address:
            text = _("Tulis alamat %(number)s penerima manfaat «%(community)s».")
            words = {"number": community.without_address, "community": community}
            yield Gap(Section.BENEFICIARIES, text % words, str(community.pk))


def _budget(inventory: Inventory) -> Iterator[Gap]:
    for community in inventory.communities:
        if not community.item_count:
            yield Gap(
                Section.BUDGET, _("Tambahkan barang untuk «%s».") % community, snapshots.of_community(community.pk)
            )
    for item in inventory.items:
        yield Gap(
            Section.BUDGET,
            _("Lengkapi %(needed)s pembanding harga untuk «%(item)s» (%(community)s).")
            % {"needed": item.needed, "item": item, "community": item.community},
            str(item.pk),
        )


def _papers(inventory: Inventory) -> Iterator[Gap]:
    """Compulsory papers that are missing; any paper that is no longer valid, or does not say until when."""
    papers = {paper.kind_id: paper for paper in inventory.papers}
    for requirement in inventory.requirements:
        paper, of = papers.get(requirement.kind_id), str(requirement.kind_id)
        if paper is None:
            if requirement.is_required:
                yield Gap(Section.PAPERS, _("Unggah berkas «%s».") % requirement.kind, of)
        elif requirement.expires and paper.valid_until is None:
            yield Gap(Section.PAPERS, _("Tulis sampai kapan berkas «%s» berlaku.") % requirement.kind, of)
        elif requirement.expires and paper.valid_until and paper.valid_until < timezone.localdate():
            words = {"kind": requirement.kind, "on": date_long(paper.valid_until)}
            text = _("Berkas «%(kind)s» hanya berlaku sampai %(on)s. Ganti dengan yang baru.")
            yield Gap(Section.PAPERS, text % words, of)


def _statements(inventory: Inventory) -> Iterator[Gap]:
    missing = len(StatementKind) - len(inventory.statements)
    if missing:
        yield Gap(Section.STATEMENTS, _("Centang %s pernyataan tanggung jawab.") % missing)


def is_unfilled(inventory: Inventory, section: Section) -> bool:
    """A section whose gaps cannot be told yet, because what it follows from is not filled in either."""
    if section is Section.BENEFICIARIES:
        return not any(community.named for community in inventory.communities)
    if section is Section.BUDGET:
        return not any(community.item_count for community in inventory.communities)
    return section is Section.PAPERS and not inventory.proposal.scheme and not inventory.papers
