"""What the demo's verifier does: papers looked at one by one, answers commented, a case sent back."""

from portal.core.models import User
from workflows import actions
from workflows.checklists import checklist
from workflows.enums import PaperVerdict, Section
from workflows.models import Item, Paper, Proposal


def check_all(proposal: Proposal, by: User) -> None:
    """Every paper is in order."""
    _open_people(proposal, by)
    for line in checklist(proposal):
        if line.paper:
            _mark(line.paper, by)


def check_half(proposal: Proposal, by: User) -> None:
    """The first half is looked at, the second of them not in order; the rest waits."""
    _open_people(proposal, by)
    papers = [line.paper for line in checklist(proposal) if line.paper]
    for number, paper in enumerate(papers[: len(papers) // 2]):
        _mark(paper, by, "Contoh: halaman kedua tidak terbaca. Pindai ulang." if number == 1 else "")


def send_back(proposal: Proposal, by: User) -> None:
    """With comments at two answers, a paper that is not in order, and one section marked by hand."""
    check_half(proposal, by)
    item = Item.objects.filter(community__proposal=proposal).earliest("pk")
    pinned = (
        (
            Section.BUDGET,
            str(item.pk),
            "specification",
            "Contoh: tulis spesifikasi yang sama dengan penawaran penjual.",
        ),
        (Section.COMMUNITIES, str(item.community_id), "point", "Contoh: isi titik koordinat lokasi kelompok ini."),
    )
    for section, row, column, text in pinned:
        actions.pin_comment(by=by, proposal=proposal, section=section, row=row, column=column, text=text)
    actions.return_for_revision(
        by=by,
        proposal=proposal,
        reason="Contoh: perjelas rincian barang.",
        sections={Section.BUDGET: "Contoh: cocokkan harga dengan penawaran."},
    )


def _open_people(proposal: Proposal, by: User) -> None:
    """What holds personal data is in order only for whoever has opened it."""
    actions.show_personal_data(by=by, proposal=proposal, reason="Contoh: memeriksa daftar penerima dan KTP.")


def _mark(paper: Paper, by: User, reason: str = "") -> None:
    actions.check_paper(
        by=by,
        proposal=paper.proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER if reason else PaperVerdict.IN_ORDER,
        reason=reason,
    )
