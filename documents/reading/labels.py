"""How the units of a stored tree are called on the page."""

from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.text.nodes import LABELS, Kind, one_line

Tree: TypeAlias = dict[str, Any]

PARTS: dict[Kind, str | Promise] = {
    Kind.CONSIDERING: _("Menimbang"),
    Kind.RECALLING: _("Mengingat"),
    Kind.NOTING: _("Memperhatikan"),
    Kind.ENACTING: _("Memutuskan: menetapkan"),
    Kind.CLOSING: _("Penutup"),
    Kind.EXPLANATION: _("Penjelasan"),
    Kind.EXPLANATION_GENERAL: _("Umum"),
    Kind.EXPLANATION_ARTICLES: _("Pasal demi pasal"),
    Kind.ANNEX: _("Lampiran"),
}
CHAPTERS = (Kind.BUKU, Kind.BAB)
SECTIONS = (Kind.BAGIAN, Kind.PARAGRAF)
ARTICLES = (Kind.PASAL, Kind.EXPLAINED_PASAL)
POINTS = (Kind.AYAT, Kind.HURUF, Kind.ANGKA, Kind.SUB_HURUF, Kind.SUB_ANGKA, Kind.AMENDMENT)
SMALLER_PARTS = (Kind.EXPLANATION_GENERAL, Kind.EXPLANATION_ARTICLES)


def title(unit: Tree) -> str:
    """«BAB II SASARAN»."""
    kind = Kind(unit["kind"])
    if kind in PARTS:
        return f"{PARTS[kind]} {unit.get('number', '')}".strip()
    return f"{label(unit)} {unit.get('heading', '')}".strip()


def label(unit: Tree) -> str:
    """How the unit is called on paper («Pasal 7A», «Bagian Kesatu», not the number it was repaired to)."""
    kind = Kind(unit["kind"])
    if kind in SECTIONS or kind in CHAPTERS:
        lead, heading = one_line(unit.get("lead", "")), unit.get("heading", "")
        if heading and lead.casefold().endswith(heading.casefold()):
            return lead[: -len(heading)].rstrip(" :.-–")
    if kind in POINTS and (lead := one_line(unit.get("lead", "")))[:1].isalpha() and " " in lead:
        return lead  # an explanation spells out «Ayat (1)», «Huruf a»
    number = unit.get("number", "")
    return LABELS.get(kind, "{number}").format(number=number) if number else ""
