"""Who receives what, on paper: communities and where they are, the goods with their total, and the people by name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.core.formats import count, rupiah, terbilang
from portal.core.masking import masked_text
from portal.core.pdf import Section, Total
from workflows.comparisons import compared_items
from workflows.models import Community, Item, Proposal
from workflows.proposal_report.shown import Shown


def communities(found: Iterable[Community], shown: Shown) -> Section:
    columns = (
        _("Komunitas"),
        _("Kabupaten/kota"),
        _("Alamat"),
        _("Titik lokasi"),
        _("Klaster"),
        _("Penerima manfaat"),
    )
    rows = (
        (
            shown.text(each.name),
            masked_text(", ".join(filter(None, (each.city, each.province)))) or "–",
            shown.address(each.place) or "–",
            shown.point(each.point) or "–",
            each.cluster.name if each.cluster else "–",
            count(each.beneficiary_count),
        )
        for each in found
    )
    return Section(
        _("Komunitas penerima dan lokasi"),
        columns=columns,
        rows=tuple(rows),
        numbers_from=5,
        nothing=_("Belum ada komunitas."),
    )


def goods(proposal: Proposal) -> Section:
    columns = (_("Komunitas"), _("Barang"), _("Diusulkan"), _("Disetujui"), _("Harga satuan"), _("Nilai"))
    items = list(compared_items(proposal))
    totals = [_total(_("Jumlah diusulkan"), proposal.requested_amount)] if items else []
    if items and proposal.approved_amount:
        totals.append(_total(_("Jumlah disetujui"), proposal.approved_amount))
    return Section(
        _("Barang per komunitas"),
        columns=columns,
        widths=(2, 3),
        rows=tuple(map(_item_row, items)),
        numbers_from=2,
        totals=tuple(totals),
        nothing=_("Belum ada barang."),
    )


def _total(label: str, rupiahs: int) -> Total:
    words = _("%s rupiah") % terbilang(rupiahs)
    return Total(label, rupiah(rupiahs), words[:1].upper() + words[1:])


def _item_row(item: Item) -> tuple[str, ...]:
    community = item.community
    place = masked_text(", ".join(filter(None, (community.name, community.city, community.province))))
    prices = "; ".join(f"{price['seller']} {rupiah(price['price'])}" for price in item.prices or ())  # type: ignore[attr-defined]  # annotated by compared_items
    compared = _("Pembanding: %s") % prices if prices else ""
    return (
        _("%(place)s (%(count)s penerima manfaat)") % {"place": place, "count": count(community.beneficiary_count)},
        masked_text(". ".join(filter(None, (item.name, item.specification.rstrip(" ."), compared)))),
        f"{count(item.quantity)} {masked_text(item.measure)}",
        "–" if item.approved_quantity is None else count(item.approved_quantity),
        rupiah(item.unit_price),
        rupiah(item.requested_amount),
    )


def people(proposal: Proposal, found: Iterable[Community], shown: Shown) -> Section:
    columns = (_("Komunitas"), _("Nama"), _("NIK"), _("Alamat"))
    rows = (
        (
            shown.text(community.name),
            shown.name(person.name),
            shown.number(person.national_id) or "–",
            shown.address(person.address) or "–",
        )
        for community in found
        for person in community.beneficiaries.all()
    )
    nothing = _("Data pribadi sudah dihapus.") if proposal.anonymised_at else _("Belum ada nama yang tertulis.")
    return Section(_("Penerima manfaat"), columns=columns, rows=tuple(rows), nothing=nothing)
