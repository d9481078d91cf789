"""Decision letters as PDF/UA-1. The text is Indonesian whatever the reader's language; the same letter gives the same bytes."""

import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.formats import count, date_long, rupiah, terbilang
from portal.core.pdf import compile_pdf
from workflows.enums import LetterStatus, Step
from workflows.models import Decision, DecisionLetter, Item

TEMPLATE = Path(__file__).with_name("letter_templates") / "decision.typ"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A row of the table, as printed."""

    position: str
    receiver: str
    item: str
    quantity: str
    price: str
    amount: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who acted, in which office, on which day."""

    act: str
    office: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything that letter_templates/decision.typ prints."""

    title: str
    number: str
    issuer: str
    date: str
    subject: str
    label: str
    label_note: str
    considerations: tuple[str, ...]
    rulings: tuple[tuple[str, str], ...]
    items: tuple[ItemLine, ...]
    total: str
    total_in_words: str
    signatories: tuple[Signatory, ...]
    check_url: str
    qr_svg: str
    words: dict[str, Any]


def render_letter(letter: DecisionLetter) -> bytes:
    """The PDF of a letter; before the KPA's confirmation it is marked as a draft («RANCANGAN»)."""
    with translation.override("id"):
        content = letter_content(letter)
    return compile_pdf(TEMPLATE, asdict(content), made_at=letter.confirmed_at or timezone.now())


def check_url(letter: DecisionLetter) -> str:
    """The public address behind the QR."""
    return settings.SITE_URL + reverse("workflows:letter_check", args=(letter.code,))


def qr_svg(text: str) -> str:
    """The QR code as an SVG image, with the quiet zone that readers need."""
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", border=4, xmldecl=False, nl=False)
    return image.getvalue().decode()


def letter_content(letter: DecisionLetter) -> LetterContent:
    """What the letter says. Names of officials and communities, never of people who receive."""
    items = list(
        Item.objects.filter(community__proposal=letter.proposal_id, approved_quantity__gt=0).select_related("community")
    )
    total = sum(item.approved_amount for item in items)
    label, label_note = _label(letter)
    address = check_url(letter)
    return LetterContent(
        title=_("Keputusan Penetapan Penerima Bantuan"),
        number=letter.number,
        issuer=_("Direktorat Jenderal Rehabilitasi Sosial"),
        date=date_long(letter.dated_on),
        subject=letter.proposal.title,
        label=label,
        label_note=label_note,
        considerations=_considerations(letter),
        rulings=_rulings(letter, total),
        items=tuple(_line(position, item) for position, item in enumerate(items, start=1)),
        total=rupiah(total),
        total_in_words=_("%s rupiah") % terbilang(total),
        signatories=_signatories(letter),
        check_url=address,
        qr_svg=qr_svg(address),
        words=_words(address),
    )


def _label(letter: DecisionLetter) -> tuple[str, str]:
    if letter.status != LetterStatus.CONFIRMED:
        return _("RANCANGAN"), _("RANCANGAN – belum disahkan KPA dan belum berlaku.")
    if settings.DEMO:
        return _("CONTOH"), _("CONTOH – bukan keputusan resmi. Surat ini dibuat untuk peragaan portal.")
    return "", ""


def _line(position: int, item: Item) -> ItemLine:
    return ItemLine(
        position=str(position),
        receiver=item.community.name,
        item=item.name,
        quantity=f"{count(item.approved_quantity or 0)} {item.measure}",
        price=rupiah(item.unit_price),
        amount=rupiah(item.approved_amount),
    )


def _considerations(letter: DecisionLetter) -> tuple[str, ...]:
    proposal = letter.proposal
    request = _("Usulan nomor %(number)s dari %(unit)s yang diajukan pada %(date)s dengan nilai %(amount)s.") % {
        "number": proposal.registration_number,
        "unit": proposal.unit.name,
        "date": date_long(proposal.submitted_at) if proposal.submitted_at else "",
        "amount": rupiah(proposal.requested_amount),
    }
    approvals = (
        _("%(step)s: %(outcome)s oleh %(office)s pada %(date)s.")
        % {
            "step": decision.get_step_display(),
            "outcome": decision.get_outcome_display().lower(),
            "office": decision.office_in_full,
            "date": date_long(decision.at),
        }
        for decision in _last_approvals(letter)
    )
    return tuple(filter(None, (request, *approvals, *map(str.strip, letter.consideration.splitlines()))))


def _last_approvals(letter: DecisionLetter) -> list[Decision]:
    """The last decision of each approving step: an earlier round was overtaken by a return."""
    steps = (Step.DIRECTOR, Step.DIRECTOR_GENERAL)
    decisions = Decision.objects.filter(proposal=letter.proposal_id, step__in=steps).order_by("pk")
    latest = {decision.step: decision for decision in decisions}
    return [latest[step] for step in steps if step in latest]


def _rulings(letter: DecisionLetter, total: int) -> tuple[tuple[str, str], ...]:
    return (
        (_("KESATU"), _("Menetapkan penerima bantuan sebagaimana tercantum dalam rincian bantuan surat ini.")),
        (
            _("KEDUA"),
            _("Nilai bantuan seluruhnya %(amount)s (%(words)s rupiah).")
            % {"amount": rupiah(total), "words": terbilang(total)},
        ),
        (_("KETIGA"), _("Bantuan diserahkan kepada penerima dengan berita acara serah terima (BAST).")),
    )


def _signatories(letter: DecisionLetter) -> tuple[Signatory, ...]:
    setter = Signatory(
        _("Ditetapkan oleh"),
        letter.set_by_office or _("Pejabat Pembuat Komitmen"),
        letter.set_by_name,
        date_long(letter.dated_on),
    )
    if letter.confirmed_at is None:
        return (setter,)
    confirmer = Signatory(
        _("Disahkan oleh"),
        letter.confirmed_by_office or _("Kuasa Pengguna Anggaran"),
        letter.confirmed_by_name,
        date_long(letter.confirmed_at),
    )
    return setter, confirmer


def _words(address: str) -> dict[str, Any]:
    return {
        "number": _("Nomor"),
        "date": _("Tanggal"),
        "about": _("TENTANG"),
        "decides": _("Memutuskan"),
        "items": _("Rincian bantuan"),
        "columns": [_("No."), _("Penerima"), _("Barang"), _("Jumlah"), _("Harga satuan"), _("Nilai")],
        "total": _("Jumlah"),
        "in_words": _("Terbilang"),
        "page": _("Halaman"),
        "qr_alt": _("Kode QR menuju %s") % address,
        "check": _("Periksa keaslian surat ini dengan memindai kode QR atau membuka"),
    }
