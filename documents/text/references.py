"""References of a text to its own articles: «Pasal 5 ayat (2)», with what follows in one chain.

«ayat (1)» by itself is no reference here: it stands just above, and one in each paragraph would drown the text. A chain
(«Pasal 5 ayat (1) dan ayat (2), serta Pasal 7») is read as one; if the name of another act follows it («… Undang-Undang
Dasar»), none of it refers to this text.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\b(?:[Pp]asal\s+(?P<pasal>\d{1,4}[A-Z]{0,2})\b(?:\s*ayat\s*\((?P<of>\d{1,2}[a-z]?)\))?|[Aa]yat\s*\((?P<ayat>\d{1,2}[a-z]?)\))"
    r"(?:\s+huruf\s+(?P<huruf>[a-z])\b)?(?:\s+angka\s+(?P<angka>\d{1,3})\b)?"
)
_BETWEEN = re.compile(
    r"(?:\s|,|;|/|\b(?:dan|atau|serta|juncto|jo|sampai|dengan|hingga)\b|\.|\bhuruf\s+[a-z]\b|\bangka\s+\d{1,3}\b)*"
)
_ACT = r"(?:Undang|Peraturan|Keputusan|Instruksi|Kitab|UU|KUH|Ordonansi|Staatsblad|Konvensi|Ketetapan|Lampiran|Per[jp]|Statut)"
_OTHERS = re.compile(
    rf"(?:\s|,|\bhuruf\s+[a-z]\b|\bangka\s+\d+\b|\b(?:dan|atau|dari|dalam|pada|ketentuan|dimaksud)\b)*{_ACT}(?![\w-]*(?:\s+[\w-]+){{0,4}}?\s+ini\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that names the unit with this anchor."""

    start: int
    end: int
    anchor: str


def references(text: str, *, anchors: Collection[str]) -> Iterator[Reference]:
    """The references that lead somewhere: `anchors` are those of the text."""
    for chain in chains(text):
        if _OTHERS.match(text, chain[-1].end()):
            continue
        holder = ""
        for token in chain:
            if token["pasal"]:
                holder = f"pasal-{token['pasal']}"
            anchor = _anchor(token, holder, anchors) if holder else ""
            if anchor:
                yield Reference(token.start(), token.end(), anchor)


def chains(text: str) -> Iterator[list[re.Match[str]]]:
    """What is named in one breath, token by token, with the groups pasal, of (its ayat), ayat, huruf and angka."""
    chain: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if chain and not _BETWEEN.fullmatch(text, chain[-1].end(), token.start()):
            yield chain
            chain = []
        chain.append(token)
    if chain:
        yield chain


def _anchor(token: re.Match[str], holder: str, anchors: Collection[str]) -> str:
    """The narrowest unit that is there."""
    found = holder if holder in anchors else ""
    parts = (("ayat", token["of"] or token["ayat"]), ("huruf", token["huruf"]), ("angka", token["angka"]))
    at = holder
    for name, number in parts:
        if number:
            at = f"{at}-{name}-{number}"
            found = at if at in anchors else found
    return found
