"""Anchors: the addresses inside a regulation, `pasal-3-ayat-2`, `pasal-I-3-pasal-7A`, `penjelasan-pasal-3`.

A Pasal is numbered through the whole regulation, so its anchor does not name the BAB it stands in.
"""

import re

from documents.text.nodes import Kind

_WORDS = {
    Kind.TITLE: "judul",
    Kind.CONSIDERING: "menimbang",
    Kind.RECALLING: "mengingat",
    Kind.NOTING: "memperhatikan",
    Kind.ENACTING: "menetapkan",
    Kind.BUKU: "buku",
    Kind.BAB: "bab",
    Kind.BAGIAN: "bagian",
    Kind.PARAGRAF: "paragraf",
    Kind.PASAL: "pasal",
    Kind.AYAT: "ayat",
    Kind.HURUF: "huruf",
    Kind.ANGKA: "angka",
    Kind.SUB_HURUF: "huruf",
    Kind.SUB_ANGKA: "angka",
    Kind.AMENDED_UNIT: "perubahan",
    Kind.CLOSING: "penutup",
    Kind.EXPLANATION: "penjelasan",
    Kind.EXPLANATION_GENERAL: "penjelasan-umum",
    Kind.EXPLANATION_ARTICLES: "penjelasan-pasal-demi-pasal",
    Kind.EXPLAINED_PASAL: "pasal",
    Kind.ANNEX: "lampiran",
}
_TOP = {
    Kind.TITLE,
    Kind.CONSIDERING,
    Kind.RECALLING,
    Kind.NOTING,
    Kind.ENACTING,
    Kind.CLOSING,
    Kind.ANNEX,
    Kind.BUKU,
} | {
    Kind.EXPLANATION,
    Kind.EXPLANATION_GENERAL,
    Kind.EXPLANATION_ARTICLES,
}
_HOLDER = re.compile(r"(?:buku|bab|bagian|paragraf|menetapkan)-\S*\Z|menetapkan\Z")
_UNSAFE = re.compile(r"[^0-9A-Za-z]+")


class AnchorBook:
    """Hands out the anchors of one tree, each once."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, kind: Kind, number: str, prefix: str) -> str:
        """The anchor of a unit below the unit anchored `prefix`; a repeated one gets «-bis-2», «-bis-3» …"""
        if kind is Kind.DOCUMENT:
            return ""
        wanted = _wanted(kind, number, prefix)
        count = self._taken.get(wanted, 0) + 1
        self._taken[wanted] = count
        if count == 1:
            return wanted
        return self.take_exact(f"{wanted}-bis-{count}")

    def take_exact(self, anchor: str) -> str:
        """`anchor`, or the next free name made from it."""
        while anchor in self._taken:
            anchor += "x"
        self._taken[anchor] = 1
        return anchor


def _wanted(kind: Kind, number: str, prefix: str) -> str:
    if kind is Kind.AMENDMENT:
        return f"{prefix}-{_safe(number)}"
    name = _WORDS[kind]
    own = f"{name}-{_safe(number)}" if number else name
    if kind in _TOP:
        return own
    if kind is Kind.EXPLAINED_PASAL:
        return f"penjelasan-{own}" if prefix == "penjelasan-pasal-demi-pasal" else f"{prefix}-{own}"
    if kind is Kind.PASAL and _HOLDER.fullmatch(prefix):
        return own
    return f"{prefix}-{own}" if prefix else own


def _safe(number: str) -> str:
    return _UNSAFE.sub("-", number).strip("-")
