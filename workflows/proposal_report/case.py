"""The proposal itself on paper: who asks, why, with which papers, and what was decided."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.core.formats import date_long, rupiah, terbilang
from portal.core.masking import masked_text
from portal.core.pdf import Section
from workflows.models import Paper, Proposal
from workflows.proposal_report.shown import Shown


def general(proposal: Proposal, shown: Shown) -> Section:
    kind = f" ({proposal.get_applicant_kind_display()})" if proposal.applicant_kind else ""
    facts = (
        (_("Nomor registrasi"), proposal.registration_number or "–"),
        (_("Tahap"), proposal.get_stage_display()),
        (_("Diajukan"), date_long(proposal.submitted_at) if proposal.submitted_at else "–"),
        (_("Direktorat utama"), proposal.leading_directorate.name if proposal.leading_directorate else "–"),
        (_("Skema"), proposal.get_scheme_display() or "–"),
        (_("Pemohon"), f"{shown.text(proposal.applicant_name)}{kind}" if proposal.applicant_name else "–"),
        (_("Nomor tanda daftar/akta"), shown.text(proposal.applicant_registration) or "–"),
        (_("Alamat pemohon"), shown.address(proposal.applicant_address) or "–"),
        (_("Nilai diusulkan"), _amount(proposal.requested_amount)),
        (_("Nilai disetujui"), _amount(proposal.approved_amount) if proposal.approved_amount else "–"),
        (_("Nilai tersalur"), _amount(proposal.delivered_amount) if proposal.delivered_amount else "–"),
    )
    return Section(_("Usulan dan pemohon"), facts)


def background(proposal: Proposal, shown: Shown) -> Section:
    lines = shown.text(proposal.background).splitlines()
    return Section(_("Latar belakang"), paragraphs=tuple(filter(str.strip, lines)), nothing=_("Belum ditulis."))


def _amount(rupiahs: int) -> str:
    return _("%(amount)s (%(words)s rupiah)") % {"amount": rupiah(rupiahs), "words": terbilang(rupiahs)}


def papers(current: Iterable[Paper]) -> Section:
    rows = (
        (
            paper.kind.name,
            _("versi %(n)s, %(on)s") % {"n": paper.version, "on": date_long(paper.uploaded_at)},
            date_long(paper.valid_until) if paper.valid_until else "–",
            f"{paper.sha256[:16]}…",
        )
        for paper in current
    )
    columns = (_("Berkas"), _("Versi"), _("Berlaku sampai"), _("SHA-256"))
    return Section(_("Berkas"), columns=columns, rows=tuple(rows), nothing=_("Belum ada berkas."))


def statements(proposal: Proposal) -> Section:
    rows = (
        (statement.get_kind_display(), f"{statement.made_by_name}, {date_long(statement.made_at)}")
        for statement in proposal.statements.all()
    )
    columns = (_("Pernyataan"), _("Dinyatakan oleh"))
    return Section(
        _("Pernyataan tanggung jawab"), columns=columns, rows=tuple(rows), nothing=_("Belum ada pernyataan.")
    )


def decisions(proposal: Proposal) -> Section:
    columns = (_("Tanggal"), _("Langkah dan keputusan"), _("Oleh"), _("Catatan"))
    rows: Iterable[tuple[str, ...]] = (
        (
            date_long(decision.at),
            f"{decision.get_step_display()}: {decision.get_outcome_display()}",
            ", ".join(filter(None, (decision.who, decision.by_office))),
            masked_text(decision.reason) or "–",
        )
        for decision in proposal.decisions.all()
    )
    return Section(_("Jejak keputusan"), columns=columns, rows=tuple(rows), nothing=_("Belum ada keputusan."))
