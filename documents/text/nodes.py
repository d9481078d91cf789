"""The tree of a regulation: what every other module of this package builds or reads.

A tree is lossless: `verbatim(tree)` is the text it was parsed from, character by character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_BLANKS = re.compile(r"\s+")
_BROKEN_WORD = re.compile(r"(?<=[a-z])-[^\S\n]*+\n\s*+(?=[a-z])")


class Kind(StrEnum):
    """Units of a regulation, named as Lampiran II of UU 12/2011 names them."""

    DOCUMENT = "dokumen"
    TITLE = "judul"
    CONSIDERING = "menimbang"
    RECALLING = "mengingat"
    NOTING = "memperhatikan"
    ENACTING = "menetapkan"
    BUKU = "buku"
    BAB = "bab"
    BAGIAN = "bagian"
    PARAGRAF = "paragraf"
    PASAL = "pasal"
    AYAT = "ayat"
    HURUF = "huruf"
    ANGKA = "angka"
    SUB_HURUF = "subhuruf"
    SUB_ANGKA = "subangka"
    AMENDMENT = "butir_perubahan"
    AMENDED_UNIT = "ketentuan_perubahan"
    CLOSING = "penutup"
    EXPLANATION = "penjelasan"
    EXPLANATION_GENERAL = "penjelasan_umum"
    EXPLANATION_ARTICLES = "penjelasan_pasal_demi_pasal"
    EXPLAINED_PASAL = "penjelasan_pasal"
    ANNEX = "lampiran"


#: What holds articles under a heading.
HEADS = (Kind.BUKU, Kind.BAB, Kind.BAGIAN, Kind.PARAGRAF)


@dataclass(frozen=True, slots=True)
class Node:
    """One unit. `lead` is its marker and heading as written, `text` what follows up to the first child, as written.

    `number` is repaired («1O» is "10") and is a string: "7A", "IX", "kesatu" is "1", "a". `heading` is one line.
    `anchor` is unique in the tree and usable as an HTML id; it is empty only for the root.
    """

    kind: Kind
    number: str = ""
    heading: str = ""
    lead: str = ""
    text: str = ""
    anchor: str = ""
    children: tuple["Node", ...] = field(default=())

    @property
    def prose(self) -> str:
        """The node's own text for reading: hard line ends joined, words broken at a line end mended."""
        return one_line(self.text)

    @property
    def label(self) -> str:
        """How the unit is called on paper: «Pasal 7A», «BAB IX», «(2)», «a.»; empty if it has no number."""
        return LABELS.get(self.kind, "{number}").format(number=self.number) if self.number else ""


LABELS = {
    Kind.BUKU: "BUKU {number}",
    Kind.BAB: "BAB {number}",
    Kind.BAGIAN: "Bagian {number}",
    Kind.PARAGRAF: "Paragraf {number}",
    Kind.PASAL: "Pasal {number}",
    Kind.EXPLAINED_PASAL: "Pasal {number}",
    Kind.AYAT: "({number})",
    Kind.HURUF: "{number}.",
    Kind.ANGKA: "{number}.",
    Kind.SUB_HURUF: "{number})",
    Kind.SUB_ANGKA: "{number})",
    Kind.AMENDMENT: "{number}.",
    Kind.ANNEX: "LAMPIRAN {number}",
}


def one_line(text: str) -> str:
    """`text` with every run of white space as one blank and words broken at a line end joined."""
    return flowing(text).strip()


def flowing(text: str) -> str:
    """A piece of a line: like `one_line`, but a blank at an end stays, for other words follow."""
    return _BLANKS.sub(" ", _BROKEN_WORD.sub("", text))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for child in node.children:
        yield from walk(child)


def own_articles(node: Node) -> Iterator[Node]:
    """The articles of the text itself, not those explained or quoted."""
    for child in node.children:
        if child.kind is Kind.PASAL:
            yield child
        elif child.kind in (*HEADS, Kind.ENACTING):
            yield from own_articles(child)


def verbatim(node: Node) -> str:
    """Exactly the text the node was made from."""
    return "".join(part for each in walk(node) for part in (each.lead, each.text))


def reading_text(node: Node) -> str:
    """Everything below the node's own lead as prose, markers kept: the text of a search passage."""
    parts = [node.text, *(verbatim(child) for child in node.children)]
    return one_line("".join(parts))


def lines(node: Node, *, lead: bool = False) -> Iterator[str]:
    """The words of a unit as prose, a point a line, each with its marker; the unit's own marker too if `lead` is set."""
    below = [node.prose, *(line for child in node.children for line in lines(child, lead=True))]
    found = [line for line in below if line]
    if lead and (own := one_line(node.lead)):
        found = [" ".join([own, *found[:1]]), *found[1:]]
    yield from found


def to_data(node: Node) -> dict[str, Any]:
    """JSON-ready form; empty fields are left out."""
    data: dict[str, Any] = {"kind": node.kind.value}
    for name in ("number", "heading", "lead", "text", "anchor"):
        if value := getattr(node, name):
            data[name] = value
    if node.children:
        data["children"] = [to_data(child) for child in node.children]
    return data


def from_data(data: dict[str, Any]) -> Node:
    """The node `to_data` was given."""
    return Node(
        kind=Kind(data["kind"]),
        number=data.get("number", ""),
        heading=data.get("heading", ""),
        lead=data.get("lead", ""),
        text=data.get("text", ""),
        anchor=data.get("anchor", ""),
        children=tuple(from_data(child) for child in data.get("children", ())),
    )
