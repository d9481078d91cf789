"""A proposal on paper: what was asked, by whom, and what was decided. People are masked unless they were opened."""

import datetime as dt
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from portal.core.formats import count, date_long, moment_long, rupiah, terbilang
from portal.core.masking import masked_address, masked_name, masked_number, masked_point, masked_text
from portal.core.models import User
from portal.core.pdf import Report, Section, render_report
from workflows.comparisons import compared_items
from workflows.models import Community, Item, Proposal


def render(proposal: Proposal, *, by: User, at: dt.datetime, clear: bool) -> bytes:
    """PDF/UA-1 in Indonesian, whatever the reader's language; `clear` shows people as they are written."""
    with translation.override("id"):
        return render_report(proposal_report(proposal, by=by, at=at, clear=clear), made_at=at)


def proposal_report(proposal: Proposal, *, by: User, at: dt.datetime, clear: bool) -> Report:
    """What the paper says; the same for everybody, but for people."""
    if clear:
        note = _("Memuat data pribadi. Simpan terkunci, jangan disebarkan, dan musnahkan bila tidak diperlukan lagi.")
    else:
        note = _("Data pribadi disamarkan.")
    number = proposal.registration_number or _("belum bernomor")
    return Report(
        issuer=proposal.unit.name,
        title=_("Usulan bantuan"),
        subject=_shown(proposal.title, clear),
        note=note,
        mark="" if proposal.is_registered else _("DRAF"),
        sections=(
            _general(proposal, clear),
            _goods(proposal),
            _people(proposal, clear),
            _papers(proposal),
            _statements(proposal),
            _decisions(proposal),
        ),
        foot=_("%(number)s · dicetak %(name)s, %(at)s") % {"number": number, "name": by.name, "at": moment_long(at)},
        page_word=_("Halaman"),
    )


def _general(proposal: Proposal, clear: bool) -> Section:
    kind = f" ({proposal.get_applicant_kind_display()})" if proposal.applicant_kind else ""
    facts = (
        (_("Nomor registrasi"), proposal.registration_number or "–"),
        (_("Tahap"), proposal.get_stage_display()),
        (_("Diajukan"), date_long(proposal.submitted_at) if proposal.submitted_at else "–"),
        (_("Direktorat utama"), proposal.leading_directorate.name if proposal.leading_directorate else "–"),
        (_("Skema"), proposal.get_scheme_display() or "–"),
        (_("Pemohon"), f"{_shown(proposal.applicant_name, clear)}{kind}" if proposal.applicant_name else "–"),
        (_("Nomor tanda daftar/akta"), _shown(proposal.applicant_registration, clear) or "–"),
        (_("Alamat pemohon"), (_shown_address(proposal.applicant_address, clear)) or "–"),
        (_("Nilai diusulkan"), _amount(proposal.requested_amount)),
        (_("Nilai disetujui"), _amount(proposal.approved_amount) if proposal.approved_amount else "–"),
        (_("Nilai tersalur"), _amount(proposal.delivered_amount) if proposal.delivered_amount else "–"),
    )
    background = _shown(proposal.background, clear)
    return Section(_("Usulan dan pemohon"), facts, tuple(filter(str.strip, background.splitlines())))


def _amount(rupiahs: int) -> str:
    return _("%(amount)s (%(words)s rupiah)") % {"amount": rupiah(rupiahs), "words": terbilang(rupiahs)}


def _goods(proposal: Proposal) -> Section:
    columns = (_("Komunitas"), _("Barang"), _("Diusulkan"), _("Disetujui"), _("Harga satuan"), _("Nilai"))
    rows = tuple(_item_row(item) for item in compared_items(proposal))
    return Section(
        _("Barang per komunitas"), columns=columns, rows=rows, numbers_from=2, nothing=_("Belum ada barang.")
    )


def _item_row(item: Item) -> tuple[str, ...]:
    community = item.community
    place = masked_text(", ".join(filter(None, (community.name, community.city, community.province))))
    prices = "; ".join(f"{price['seller']} {rupiah(price['price'])}" for price in item.prices or ())  # type: ignore[attr-defined]  # annotated by compared_items
    compared = _("Pembanding: %s") % prices if prices else ""
    return (
        _("%(place)s (%(count)s penerima manfaat)") % {"place": place, "count": count(community.beneficiary_count)},
        masked_text(". ".join(filter(None, (item.name, item.specification.rstrip("."), compared)))),
        f"{count(item.quantity)} {masked_text(item.measure)}",
        "–" if item.approved_quantity is None else count(item.approved_quantity),
        rupiah(item.unit_price),
        rupiah(item.requested_amount),
    )


def _people(proposal: Proposal, clear: bool) -> Section:
    columns = (_("Komunitas"), _("Nama"), _("NIK"), _("Alamat"))
    communities = proposal.communities.prefetch_related("beneficiaries")
    rows = (
        (
            _shown(community.name, clear),
            person.name if clear else masked_name(person.name),
            (person.national_id if clear else masked_number(person.national_id)) if person.national_id else "–",
            _shown_address(person.address, clear) or "–",
        )
        for community in communities
        for person in community.beneficiaries.all()
    )
    facts = (fact for community in communities for fact in _place_of(community, clear))
    nothing = _("Data pribadi sudah dihapus.") if proposal.anonymised_at else _("Belum ada nama yang tertulis.")
    return Section(_("Penerima manfaat"), facts=tuple(facts), columns=columns, rows=tuple(rows), nothing=nothing)


def _place_of(community: Community, clear: bool) -> Iterable[tuple[str, str]]:
    name = _shown(community.name, clear)
    if community.place:
        yield _("Alamat %s") % name, _shown_address(community.place, clear)
    if community.point:
        yield _("Titik lokasi %s") % name, str(community.point) if clear else masked_point(community.point)


def _shown(text: str, clear: bool) -> str:
    return text if clear else masked_text(text)


def _shown_address(address: str, clear: bool) -> str:
    return address if clear else masked_address(address)


def _papers(proposal: Proposal) -> Section:
    rows = (
        (
            paper.kind.name,
            _("versi %(n)s, %(on)s") % {"n": paper.version, "on": date_long(paper.uploaded_at)},
            date_long(paper.valid_until) if paper.valid_until else "–",
            f"{paper.sha256[:16]}…",
        )
        for paper in proposal.papers.current().select_related("kind")
    )
    columns = (_("Berkas"), _("Versi"), _("Berlaku sampai"), _("SHA-256"))
    return Section(_("Berkas"), columns=columns, rows=tuple(rows), nothing=_("Belum ada berkas."))


def _statements(proposal: Proposal) -> Section:
    rows = (
        (statement.get_kind_display(), f"{statement.made_by_name}, {date_long(statement.made_at)}")
        for statement in proposal.statements.all()
    )
    columns = (_("Pernyataan"), _("Dinyatakan oleh"))
    return Section(
        _("Pernyataan tanggung jawab"), columns=columns, rows=tuple(rows), nothing=_("Belum ada pernyataan.")
    )


def _decisions(proposal: Proposal) -> Section:
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
