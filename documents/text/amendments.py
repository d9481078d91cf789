"""Amending regulations: Pasal I with numbered items, each quoting the Pasal as they shall read (butir 233-237)."""

import re
from bisect import bisect_left

from documents.text.headings import segments
from documents.text.lines import is_wrapped_reference
from documents.text.markers import MAYBE, SURE, Marker, pick
from documents.text.nodes import Kind
from documents.text.numbering import repaired

# Only the title decides: a basis such as «… tentang Perubahan Kedua atas …» under Mengingat says nothing.
_TITLE = re.compile(
    r"\bTENTANG\s+(?:\S+\s+){0,2}?(?:MENGUBAH\b|(?:PERUBAHAN|PEROBAHAN|PENGUBAHAN)"
    r"(?:\s+(?:PERTAMA|KE[A-Z-]+(?:\s+BELAS)?|KE-?\s?\d+))?\s+(?:ATAS|TERHADAP)\b)",
    re.IGNORECASE,
)
_OWN_TITLE = re.compile(
    r"\s*(?:(?:PERUBAHAN|PEROBAHAN|PENGUBAHAN)\b.{0,30}?\b(?:ATAS|TERHADAP)|MENGUBAH)\b", re.IGNORECASE | re.DOTALL
)

#: The title of a regulation that amends, in any wording: «PERUBAHAN DAN TAMBAHAN ATAS …», «MENGUBAH PP 36-1977».
_SAYS_IT_AMENDS = re.compile(
    r"\b(?:perubahan|perobahan|pengubahan|mengubah|merubah|tambahan|penambahan|menambah)"
    r"(?:\s+(?:dan|atau|atas|terhadap|dalam|dari|daripada|untuk|beberapa|lebih\s+lanjut|pertama|ke\w+|belas|puluh|"
    r"lampiran|tambahan|penambahan|menambah|\S{1,4}|ketentuan(?:-ketentuan)?|pasal|ayat)){0,8}?"
    r"\s+(?:peraturan|undang|keputusan|instruksi|ordonansi|uu|pp|perpu|perppu|perpres|keppres|permen|kepmen|perda|staatsblad)",
    re.IGNORECASE,
)

# «… diubah sebagai berikut:» opens quotation inside an ordinary Pasal (omnibus laws).
_GAP = r"[ \t\r\n]{0,9}"
TRIGGER = re.compile(
    rf"(?:diubah|ditambah|disisipkan|berbunyi|dihapus){_GAP},?{_GAP}(?:(?:dan|sehingga){_GAP})?(?:(?:berbunyi|diubah|dibaca|menjadi){_GAP})?"
    rf"(?:sebagai{_GAP})?(?:berikut{_GAP})?:[ \t\r]{{0,9}}$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_TRIGGER = 200
_ITEM = re.compile(r"[ \t]{0,60}(?P<number>[0-9lIO]{1,3}[a-z]?|1[ ][0-9l])[ ]?[.][ \t]{0,20}(?P<rest>\S[^\n]*)?")
_ITEM_START = re.compile(
    r"(?:ketentuan|di\s?antara|diantara|judul|setelah|sesudah|sebelum|menambah|mengubah|menghapus|penjelasan|lampiran|frasa|nomenklatur|kata|"
    r"dengan|semua|substansi|pada|dalam|angka|ayat|huruf|bab|bagian|paragraf|pasal|mengganti|menyisipkan|diantara|rumusan)\b",
    re.IGNORECASE,
)
_ITEM_VERB = re.compile(
    r"\b(?:diubah|dihapus|dihapuskan|disisipkan|disisip|ditambah|ditambahkan|menjadi|berbunyi|diganti|dibaca|dicabut|menambah|mengubah|menghapus)\b",
    re.IGNORECASE,
)
_VERB_REACH = 700
_EXPLAINED_ITEM = re.compile(r"[ \t]{0,60}Angka[ \t]+(?P<number>[0-9]{1,3}[a-z]?)(?P<rest>[^\n]*)")


class Triggers:
    """The places from `start` on where a quotation opens. Each is looked for once, however many stretches are asked about."""

    def __init__(self, text: str, start: int) -> None:
        found = list(TRIGGER.finditer(text, start))
        self._text = text
        self._starts, self._ends = [match.start() for match in found], [match.end() for match in found]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def stand_between(self, start: int, end: int) -> bool:
        """Whether one stands in the stretch, whose end counts as the end of a line: «… berbunyi: Pasal 5»."""
        first = bisect_left(self._starts, start)
        if first < len(self._starts) and self._ends[first] <= end:
            return True
        return bool(TRIGGER.search(self._text, max(start, end - _LONGEST_TRIGGER), end))


def is_amending(title: str) -> bool:
    """Whether a regulation with this title (or the text up to its considerations) amends another."""
    first = re.search(r"\bTENTANG\b", title, re.IGNORECASE)
    return bool(_TITLE.match(title, first.start()) if first else _OWN_TITLE.match(title))


def says_it_amends(title: str) -> bool:
    """Whether a regulation with this title holds but changes of some other, however it names that."""
    return bool(_SAYS_IT_AMENDS.search(title))


def items(text: str, start: int, end: int) -> list[Marker]:
    """The numbered instructions of a Pasal I, in rising order."""
    found: list[Marker] = []
    for line in segments(text, start, end):
        match = _ITEM.match(line.text)
        if not match or not _ITEM_START.match(match["rest"] or "") or is_wrapped_reference(line.before):
            continue
        # Up to the next numbered line, for its list is not ours.
        if not _ITEM_VERB.search(text[line.start : min(line.start + _VERB_REACH, end)].split("\nPasal ", 1)[0]):
            continue
        lead_end = line.start + match.start("rest")
        weight = (
            SURE if match["rest"][:1].isupper() else MAYBE
        )  # «10. ketentuan perpajakan;» is a point of a quoted list
        number = repaired(match["number"].replace(" ", ""))
        found.append(Marker(Kind.AMENDMENT, number, "", line.start, lead_end, weight=weight))
    return pick(found)


def explained_items(text: str, start: int, end: int) -> list[Marker]:
    """«Angka 3» in the explanation of a Pasal I."""
    found = []
    for line in segments(text, start, end):
        match = _EXPLAINED_ITEM.match(line.text)
        if match and not is_wrapped_reference(line.before):
            found.append(Marker(Kind.AMENDMENT, match["number"], "", line.start, line.start + match.start("rest")))
    return pick(found, loose=True)


def quotes(text: str, marker: Marker, number: str) -> bool:
    """Whether the line before the marker announces exactly this Pasal: «… sehingga Pasal 7 berbunyi sebagai berikut:»."""
    if not marker.announced:
        return False
    return bool(re.search(rf"Pasal\s+{re.escape(number)}\b", text[max(0, marker.start - 400) : marker.start]))
