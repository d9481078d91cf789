"""Citations in legal texts: «Pasal 5 ayat (2) huruf a Undang-Undang Nomor 11 Tahun 2009», «Permensos 16/2020».

What people type into the search box has a recogniser of its own in `search.citations`, more forgiving than a law text bears.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.text.numbering import repaired

# Before a word in the name of a ministry or region, which is not the beginning of another citation: «Peraturan Menteri ini
# mulai berlaku, Peraturan Menteri Sosial Nomor 16 …» names one regulation, the second.
_NO_OTHER = r"(?!(?:ini|itu|tersebut|peraturan|keputusan|undang)\b)"
# Kind as the register of kinds codes it, its names in texts; the longest name of a text wins.
_NAMES: dict[str, tuple[str, ...]] = {
    "perppu": (r"peraturan pemerintah pengganti undang ?- ?undang", "perppu", "perpu"),
    "uu": (r"undang ?- ?undang(?! ?dasar)", "uu(?!d)"),
    "pp": ("peraturan pemerintah", "pp"),
    "perpres": ("peraturan presiden", "perpres"),
    "keppres": ("keputusan presiden", "keppres"),
    "inpres": ("instruksi presiden", "inpres"),
    "permensos": ("peraturan menteri sosial", "permensos"),
    "kepmensos": ("keputusan menteri sosial", "kepmensos"),
    "permenkeu": ("peraturan menteri keuangan", "permenkeu", "pmk"),
    "permenkes": ("peraturan menteri kesehatan", "permenkes"),
    "permendagri": ("peraturan menteri dalam negeri", "permendagri"),
    "permenpppa": (
        "peraturan menteri(?: negara)? pemberdayaan perempuan dan perlindungan anak",
        "permenpppa",
        "permen pppa",
    ),
    "perdirjen": (f"peraturan direktur jenderal(?: {_NO_OTHER}[a-z]+){{1,6}}?", "perdirjen"),
    "kepdirjen": (f"keputusan direktur jenderal(?: {_NO_OTHER}[a-z]+){{1,6}}?", "kepdirjen"),
    "permen": (f"peraturan menteri(?: {_NO_OTHER}[a-z,/]+){{0,12}}?",),
    "kepmen": (f"keputusan menteri(?: {_NO_OTHER}[a-z,/]+){{0,12}}?",),
    "perda": (f"peraturan daerah(?: {_NO_OTHER}[a-z]+){{0,6}}?", "perda"),
    "perka": (f"peraturan(?: kepala)? (?:badan|lembaga|kepolisian|dewan|komisi)(?: {_NO_OTHER}[a-z]+){{1,8}}?",),
}
_ARTICLE = (
    r"pasal[ ](?P<{0}pasal>[0-9OlT]{{1,4}}[A-Z]{{0,2}}|[IVX]{{1,5}})\b(?:[ ]?ayat[ ]?\((?P<{0}ayat>\d{{1,2}}[a-z]?)\))?"
    r"(?:[ ]huruf[ ](?P<{0}huruf>[a-z]{{1,2}}\d?)\b)?(?:[ ]angka[ ](?P<{0}angka>\d{{1,3}}[a-z]?)\b)?"
)
_KINDS = "|".join(
    f"(?P<k_{kind}>{'|'.join(name.replace(' ', '[ ]') for name in names)})" for kind, names in _NAMES.items()
)
# Letter by letter, so that there is one way only to read a number of many dots.
_NUMBER = (
    r"(?:nomor[ ]?:?|no\.?)?[ ]?"
    r"(?P<number>[0-9][0-9A-Za-z]{0,5}+(?:[./-](?=[0-9A-Za-z.])(?:[0-9A-Za-z.]|[/-](?=[0-9A-Za-z.])){1,77}?)??)"
)
_YEAR = r"(?:[ ]tahun[ ]|[ ]?/[ ]?|[ ]th\.?[ ])(?P<year>(?-i:(?:19|2[0OoQ])[0-9OoQlT]{2}))(?![0-9/])"
_CITATION = re.compile(
    rf"(?:{_ARTICLE.format('before_')}[ ]?(?:dari|dalam)?[ ]?)?\b(?:{_KINDS})(?:[ ]republik[ ]indonesia|[ ]ri)?[ ]{_NUMBER}{_YEAR}"
    rf"(?:,?[ ]{_ARTICLE.format('after_')})?",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")
#: The name of the kind in a citation, which may begin with the article cited.
_BEFORE_NUMBER = re.compile(
    r"(?P<name>(?:peraturan|keputusan|instruksi)\s\D+?)\s+(?:republik\s+indonesia\s+|ri\s+)?(?:nomor|no\.?)\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation named by kind code, number and year, and the place in it where one is named ("" where not)."""

    kind: str
    number: str
    year: int
    pasal: str = ""
    ayat: str = ""
    huruf: str = ""
    angka: str = ""

    @property
    def anchor(self) -> str:
        """The anchor of the place in the cited regulation's tree; "" if the whole of it is cited."""
        parts = (("pasal", self.pasal), ("ayat", self.ayat), ("huruf", self.huruf), ("angka", self.angka))
        return "-".join(f"{word}-{number}" for word, number in parts if number) if self.pasal else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A citation and its place in the text."""

    citation: Citation
    start: int
    end: int


def parse_citation(text: str) -> Citation | None:
    """The first regulation cited in `text`, or None: a kind without number and year names nothing."""
    found = next(find_citations(text), None)
    return found.citation if found else None


def named_kind(words: str) -> str:
    """The kind as the words of a citation name it, in small letters («peraturan menteri kesehatan»); "" for a short form."""
    match = _BEFORE_NUMBER.search(" ".join(words.split()))
    return match["name"].casefold() if match else ""


def find_citations(text: str) -> Iterator[Found]:
    """All citations with kind, number and year, in order; line ends inside a citation do not matter."""
    squeezed, places = _squeezed(text)
    for match in _CITATION.finditer(squeezed):
        yield Found(_citation(match), places[match.start()], places[match.end() - 1] + 1)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one blank, and the place each character comes from."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for run in _BLANKS.finditer(text):
        parts.append(text[at : run.start()] + " ")
        places.extend(range(at, run.start() + 1))
        at = run.end()
    parts.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(parts), places


def _citation(match: re.Match[str]) -> Citation:
    side = "before_" if match["before_pasal"] else "after_"
    kind = next(kind for kind in _NAMES if match[f"k_{kind}"])
    year = int(repaired(match["year"]))
    number = match["number"].rstrip(".-/")
    return Citation(
        kind=kind,
        number=f"{number}/{year}" if "/" in number else number,  # «107/HUK/2009»: the year is part of such a number
        year=year,
        pasal=repaired(match[f"{side}pasal"] or ""),
        ayat=match[f"{side}ayat"] or "",
        huruf=(match[f"{side}huruf"] or "").lower(),
        angka=match[f"{side}angka"] or "",
    )
