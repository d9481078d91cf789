"""What a draft still lacks before it can be certified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.formats import count, date_long
from portal.core.models import AuditEvent
from workflows.enums import ApplicantKind, Section, StatementKind
from workflows.models import Beneficiary, Item, PaperRequirement, Policy, Proposal, ReturnedSection


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in the section where it is mended."""

    section: Section
    sentence: str


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


def find_gaps(proposal: Proposal) -> list[Gap]:
    """All gaps, in the order of the sections."""
    communities = _counted_communities(proposal)
    return [
        *_general(proposal),
        *_applicant(proposal),
        *_communities(communities),
        *_beneficiaries(communities),
        *_budget(proposal, communities),
        *_papers(proposal),
        *_statements(proposal),
    ]


def _counted_communities(proposal: Proposal) -> list[Any]:
    """The communities with `item_count`, `named` and `without_address` (beneficiaries), in one query."""
    people = Beneficiary.objects.filter(community=OuterRef("pk"))
    return list(
        proposal.communities.annotate(
            item_count=_count_of(Item.objects.filter(community=OuterRef("pk"))),
            named=_count_of(people),
            without_address=_count_of(people.filter(address="")),
        )
    )


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """A subquery, not a join: two joined counts would multiply each other."""
    counted = rows.order_by().values("community").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


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
            yield Gap(Section.COMMUNITIES, _("Tulis kabupaten/kota untuk «%s».") % community)
        if community.cluster_id is None:
            yield Gap(Section.COMMUNITIES, _("Pilih klaster untuk «%s».") % community)
        if community.beneficiary_count == 0:
            yield Gap(Section.COMMUNITIES, _("Tulis jumlah penerima manfaat untuk «%s».") % community)


def _beneficiaries(communities: list[Any]) -> Iterator[Gap]:
    """By name and by address: as many as the community has, up to what a form holds."""
    for community in communities:
        words = {"community": community, "named": community.named, "count": count(community.beneficiary_count)}
        if community.named < community.named_needed:
            needed = words | {"needed": community.named_needed}
            text = _("Lengkapi daftar penerima «%(community)s»: baru %(named)s dari %(needed)s orang.")
            yield Gap(Section.BENEFICIARIES, text % needed)
        elif community.named > community.beneficiary_count:
            text = _("Daftar penerima «%(community)s» berisi %(named)s orang, jumlah yang ditulis %(count)s.")
            yield Gap(Section.BENEFICIARIES, text % words)
        if community.without_address:
            text = _("Tulis alamat %(number)s penerima manfaat «%(community)s».")
            yield Gap(Section.BENEFICIARIES, text % {"number": community.without_address, "community": community})


def _budget(proposal: Proposal, communities: list[Any]) -> Iterator[Gap]:
    needed = Policy.objects.get().price_comparisons
    for community in communities:
        if not community.item_count:
            yield Gap(Section.BUDGET, _("Tambahkan barang untuk «%s».") % community)
    items = Item.objects.filter(community__proposal=proposal).annotate(compared=Count("comparisons"))
    for item in items.filter(compared__lt=needed).select_related("community"):
        yield Gap(
            Section.BUDGET,
            _("Lengkapi %(needed)s pembanding harga untuk «%(item)s» (%(community)s).")
            % {"needed": needed, "item": item, "community": item.community},
        )


def _papers(proposal: Proposal) -> Iterator[Gap]:
    """Compulsory papers that are missing; any paper that is no longer valid, or does not say until when."""
    if not proposal.scheme:
        return
    papers = {paper.kind_id: paper for paper in proposal.papers.current()}
    for requirement in PaperRequirement.objects.filter(scheme=proposal.scheme).select_related("kind"):
        paper = papers.get(requirement.kind_id)
        if paper is None:
            if requirement.is_required:
                yield Gap(Section.PAPERS, _("Unggah berkas «%s».") % requirement.kind)
        elif requirement.expires and paper.valid_until is None:
            yield Gap(Section.PAPERS, _("Tulis sampai kapan berkas «%s» berlaku.") % requirement.kind)
        elif requirement.expires and paper.valid_until and paper.valid_until < timezone.localdate():
            words = {"kind": requirement.kind, "on": date_long(paper.valid_until)}
            yield Gap(
                Section.PAPERS, _("Berkas «%(kind)s» hanya berlaku sampai %(on)s. Ganti dengan yang baru.") % words
            )


def _statements(proposal: Proposal) -> Iterator[Gap]:
    missing = len(StatementKind) - proposal.statements.count()
    if missing:
        yield Gap(Section.STATEMENTS, _("Centang %s pernyataan tanggung jawab.") % missing)


def is_unfilled(proposal: Proposal, section: Section) -> bool:
    """A section whose gaps cannot be told yet, because what it follows from is not filled in either."""
    if section is Section.BENEFICIARIES:
        return not Beneficiary.objects.filter(community__proposal=proposal).exists()
    if section is Section.BUDGET:
        return not Item.objects.filter(community__proposal=proposal).exists()
    return section is Section.PAPERS and not proposal.scheme and not proposal.papers.current().exists()


def sections_to_correct(proposal: Proposal) -> frozenset[Section]:
    """Sections marked by the open return in which nothing has been changed since."""
    marked = ReturnedSection.objects.filter(request__proposal=proposal, request__answered_at__isnull=True)
    found = list(marked.values_list("section", "request__decision__at"))
    if not found:
        return frozenset()
    changes = AuditEvent.objects.filter(
        object_type=proposal._meta.label_lower, object_id=str(proposal.pk), at__gte=found[0][1]
    )
    touched = {
        Section.PAPERS.value if verb.startswith("paper_") else data.get("section")
        for verb, data in changes.filter(verb__in=("section_changed", "paper_attached", "paper_removed")).values_list(
            "verb", "data"
        )
    }
    return frozenset(Section(section) for section, _at in found if section not in touched)
