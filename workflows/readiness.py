"""What a draft still lacks before it can be certified."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.core.models import AuditEvent
from workflows.enums import Section
from workflows.models import Community, Item, PaperRequirement, Policy, Proposal, ReturnedSection


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
    return [*_general(proposal), *_applicant(proposal), *_communities(proposal), *_budget(proposal), *_papers(proposal)]


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


def _communities(proposal: Proposal) -> Iterator[Gap]:
    communities: list[Community] = list(proposal.communities.all())
    if not communities:
        yield Gap(Section.COMMUNITIES, _("Tambahkan sedikitnya satu komunitas penerima."))
    for community in communities:
        if not community.city.strip():
            yield Gap(Section.COMMUNITIES, _("Tulis kabupaten/kota untuk «%s».") % community)
        if community.cluster_id is None:
            yield Gap(Section.COMMUNITIES, _("Pilih klaster untuk «%s».") % community)
        if community.beneficiary_count == 0:
            yield Gap(Section.COMMUNITIES, _("Tulis jumlah penerima manfaat untuk «%s».") % community)


def _budget(proposal: Proposal) -> Iterator[Gap]:
    needed = Policy.objects.get().price_comparisons
    for community in proposal.communities.annotate(item_count=Count("items")).filter(item_count=0):
        yield Gap(Section.BUDGET, _("Tambahkan barang untuk «%s».") % community)
    items = Item.objects.filter(community__proposal=proposal).annotate(compared=Count("comparisons"))
    for item in items.filter(compared__lt=needed).select_related("community"):
        yield Gap(
            Section.BUDGET,
            _("Lengkapi %(needed)s pembanding harga untuk «%(item)s» (%(community)s).")
            % {"needed": needed, "item": item, "community": item.community},
        )


def _papers(proposal: Proposal) -> Iterator[Gap]:
    if not proposal.scheme:
        return
    have = proposal.papers.current().values_list("kind", flat=True)
    required = PaperRequirement.objects.filter(scheme=proposal.scheme, is_required=True)
    for requirement in required.exclude(kind__in=have).select_related("kind"):
        yield Gap(Section.PAPERS, _("Unggah berkas «%s».") % requirement.kind)


def is_unfilled(proposal: Proposal, section: Section) -> bool:
    """A section whose gaps cannot be told yet, because what it follows from is not filled in either."""
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
