"""The words of which instructions are made («Ketentuan Pasal 5 ayat (2) dihapus»), told apart one after the other."""

import re
from collections.abc import Iterator
from enum import StrEnum

#: The number of an article as scanned; after a blank an inserted letter («Pasal 14 A»), but not that of «5 b.».
NUMBER = r"[0-9Ol|]{1,4}(?:[A-Z]{1,2}\b|[ ]?[A-Ha-h](?![A-Za-z.)]))?"
_UP_TO = r"sampai(?:\s+dengan)?|s\s?[./]\s?d\b\.?|hingga"
_NO_LONGER_IN_FORCE = (
    r"(?:dicabut\s+(?:dan|serta)\s+)?dinyatakan\s+(?:sudah\s+)?tidak\s+(?:lagi\s+)?berlaku(?:\s+lagi)?"
)
_DELETED = rf"{_NO_LONGER_IN_FORCE}|di\s?hapus(?:kan)?|ditiadakan|dihilangkan|dicoret|dicabut"
_CHANGED = (
    r"di\s?u\s?bah|dirubah|dirobah|diganti(?:kan)?|dibaca|dijadikan|dipecah|dipindahkan|disesuaikan|dimaknai|diperbaiki|"
    r"disempurnakan"
)
_ADDED = r"disis?ip(?:kan)?|ditambah(?:kan)?|dibubuhi"
_DELETES = r"menghapus(?:kan)?|mencabut|meniadakan|mencoret"
_CHANGES = r"mengubah|merubah|merobah|mengganti|menjadikan"
_ADDS = r"menambah(?:kan)?|menyisipkan"
VERB = re.compile(rf"\b(?:{_DELETED}|{_CHANGED}|{_ADDED}|{_DELETES}|{_CHANGES}|{_ADDS}|berbunyi)\b", re.IGNORECASE)


class Word(StrEnum):
    """What a word of an instruction is. The order is that in which they are tried."""

    REPLACED = "replaced"  # «dihapus dan diganti»
    DELETED = "deleted"
    CHANGED = "changed"
    ADDED = "added"
    DELETES = "deletes"  # the articles follow
    CHANGES = "changes"
    ADDS = "adds"
    KEPT = "kept"  # «Pasal 72 tetap»
    PAUSE = "pause"
    UP_TO = "up_to"
    ARTICLE = "article"
    SCANNED = "scanned"  # «Pasal II»: 11, or an article of an amending text
    CHAPTER = "chapter"
    PART = "part"
    PHRASE = "phrase"
    HEADING = "heading"
    UNIT = "unit"  # what holds articles but is no chapter with its number, or holds none
    CITES = "cites"
    ASIDE = "aside"
    LAW = "law"  # the name of a regulation, of which no word matters
    JOIN = "join"
    FILLER = "filler"
    NUMBER = "number"
    ROMAN = "roman"
    BRACKET = "bracket"
    OTHER = "other"


PASSIVE = (Word.REPLACED, Word.DELETED, Word.CHANGED, Word.ADDED, Word.KEPT)
ACTIVE = (Word.DELETES, Word.CHANGES, Word.ADDS)
PHRASES = (
    r"\b(?:(?:anak\s+|bagian\s+)?kalimat|kata(?:-\s?kata)?|perkataan(?:-\s?perkataan)?|fras[ae]|istilah(?:-\s?istilah)?|"
    r"penyebutan|sebutan|nomenklatur|tanda)\b"
)
_PATTERNS = {
    Word.REPLACED: rf"\b(?:{_DELETED})\s*,?\s*(?:dan\s+|serta\s+)?diganti\b",
    Word.DELETED: rf"\b(?:{_DELETED})\b",
    Word.CHANGED: rf"\b(?:{_CHANGED})\b",
    Word.ADDED: rf"\b(?:{_ADDED})\b",
    Word.DELETES: rf"\b(?:{_DELETES})\b",
    Word.CHANGES: rf"\b(?:{_CHANGES})\b",
    Word.ADDS: rf"\b(?:{_ADDS})\b",
    Word.KEPT: r"\btetap\b",
    Word.PAUSE: r"\b(?:sehingga|berbunyi|bunyinya|menjadi|maka|yakni|yaitu)\b|(?<!\w)hingga(?=\s+(?:seluruh|pasal\s+\w+\s+berbunyi))",
    Word.UP_TO: rf"\b(?:{_UP_TO})(?!\w)|[-–](?=\s*(?:pasal\s+)?\d)",
    Word.ARTICLE: rf"\bPasal\s+(?P<pasal>{NUMBER})(?![\w/])",
    Word.SCANNED: r"\bPasal\s+[IVXLl]+\b",
    Word.CHAPTER: r"\bBAB\s?(?P<bab>[IVXLl1]{1,7}[A-Z]?)\b",
    Word.PART: (
        r"\b(?:ayat(?:-\s?ayat)?|huruf(?:-\s?huruf)?|angka|butir|sub|alinea|nomor|romawi|definisi)\b"
        r"(?:\s*(?:\(\w{1,4}\)?|\d{1,3}[a-z]?\b|[a-z]\d?\b))?"
    ),
    Word.PHRASE: rf"{PHRASES}|«»",
    Word.HEADING: (
        r"\b(?:judul|lampiran|penjelasan|konsiderans?|menimbang|mengingat|diktum|daftar|gambar|tabel|nama|skala|jenis)\b"
    ),
    Word.UNIT: r"\b(?:bagian|paragraf|buku|bab)\b",
    Word.CITES: r"\bsebagaimana\b",
    Word.ASIDE: (r"\b(?:yang(?!\s+(?:terdiri|meliputi|memuat|tercantum|tersebut))|tentang|mengenai|karena)\b"),
    Word.LAW: r"\b(?:undang-\s?undang|peraturan|keputusan|instruksi|ordonansi)\b",
    Word.JOIN: r"[,;/&]|\b(?:dan|serta|maupun|juncto|jo|beserta)\b\.?",
    Word.FILLER: (
        r"\b(?:ketentuan(?:-\s?ketentuan)?|dalam|pada|dari|di|atas|seluruh(?:nya)?|keseluruhan|semua|tersebut|termaksud|itu|ini|juga|"
        r"pasal(?:-\s?pasal)?|lama|isi|substansi|materi|rumusan|penjelasannya|masing-\s?masing(?:nya)?|telah|yang|terdiri|meliputi|"
        r"memuat|tercantum|ter[ds]ebut|dengan|untuk|selanjutnya|demikian)\b|[:.\-–]"
    ),
    Word.NUMBER: rf"\b{NUMBER}(?![\w%/])(?!\s*\()",
    Word.ROMAN: r"\b[IVXL]+[A-Z]?\b",
    Word.BRACKET: r"\((?P<in>[^()]{0,40})\)",
    Word.OTHER: r"\w+|\S",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.IGNORECASE)


def told_apart(words: str) -> Iterator[tuple[Word, re.Match[str]]]:
    """What each word is, blanks left out; «Pasal 5» and «ayat (2)» are one word."""
    for match in _TOKEN.finditer(words):
        yield Word(match.lastgroup or Word.OTHER), match
