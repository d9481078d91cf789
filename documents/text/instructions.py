"""One instruction of an amending text, taken apart: «Ketentuan Pasal 5 ayat (2) diubah sehingga berbunyi sebagai berikut: …»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.text.numbering import repaired

_STARTS = (
    r"(?:Ketentuan|Di ?antara|Antara|Judul|Setelah|Sesudah|Sebelum|Menambah|Mengubah|Menghapus|Penjelasan|Lampiran|Frasa|Kata|"
    r"Semua|Pada|Dalam|Bab|BAB|Bagian|Paragraf|Pasal|Mengganti|Menyisipkan|Rumusan|Substansi)"
)
_VERB = (
    r"(?:diubah|dirubah|dihapus(?:kan)?|disisip(?:kan)?|ditambah(?:kan)?|diganti|dibaca|dicabut|berbunyi|menambah|mengubah|"
    r"menghapus|mengganti|menyisipkan)"
)
#: An item that a scan ran into what stands before: «… hukum. 18. Ketentuan Pasal 33 diubah sehingga …».
_ITEM = re.compile(
    r"(?:^|(?<=\s))(?P<number>\d{1,3}[a-z]?)\s?\.\s"
    rf"(?=(?:menghapus|mengubah|menambah) (?:ketentuan|pasal|ayat|bab)\b|{_STARTS}\b[^;:]{{0,500}}?\b{_VERB}\b)",
    re.IGNORECASE | re.MULTILINE,
)
#: What stays, behind the last sentence of a quotation, of an instruction whose beginning a scan has lost.
_ORPHAN = re.compile(r"(?<=[.;])[^.;]{0,120}\bberikut\s*:\s*\Z", re.IGNORECASE)
#: The first words of the next page, printed at the foot of a page: «… orang tua. Pasal 7…».
_CATCHWORD = re.compile(r"(?<=[.;:])\s*\(?[\w.)]+(?:\s\w+)?\s?(?:…|\.{3})\s*\Z")
_CLOSING = re.compile(r"(?<=[.;])[”“\"?]+\Z")  # the mark that ends the quotation; a scan takes it for a question mark
_QUOTES = re.compile(
    r"(?:berbunyi|sebagai|menjadi)\s+(?:sebagai\s+)?berikut\s*[:;]?|berbunyi\s*:|dibaca\s*:", re.IGNORECASE
)
_NUMBER = r"(?P<number>[0-9Ol]{1,4}(?:[A-Z]{1,2}\b|[ ]?[A-Ha-h](?![A-Za-z.)]))?)"
_ARTICLE = re.compile(rf"\bPasal[ ]{_NUMBER}(?P<part>,?[ ](?:ayat|huruf|angka)\b)?", re.IGNORECASE)
_RANGE = re.compile(r"Pasal[ ](\d+)[ ](?:sampai(?:[ ]dengan)?|s\.?/?d\.?)[ ]Pasal[ ](\d+)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:di ?antara|antara|setelah|sesudah|sebelum)\s+(?:ketentuan\s+)?Pasal\s+\w+(?:\s+[A-Z]\b)?"
    r"(?:\s+(?:dan|dengan)\s+Pasal\s+\w+(?:\s+[A-Z]\b)?)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\([^()]{25,}?\)|\bpenjelasan\s+(?:atas\s+)?(?:ketentuan\s+)?Pasal\s+\w+(?:\s+(?:ayat|huruf)\s+\S+)*",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(r"(?:ayat\s*\(\w+\)|huruf\s+\w|angka\s+\w+)\s*(?:(?:pada|dalam|dari)\s+)?\Z", re.IGNORECASE)
_DELETES = re.compile(r"\bdi ?hapus(?:kan)?\b|\bdicabut\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:sehingga|menjadi)\s+(?:keseluruhan\s+|seluruh\s+)?(?:ketentuan\s+)?Pasal|seluruhnya",
    re.IGNORECASE,
)
_AYAT = re.compile(r"ayat\s*\((\w{1,3})\)", re.IGNORECASE)
_HEADING = re.compile(
    rf"[\W_]{{0,6}}(?:\d{{1,3}}[\W_]{{1,6}})?Pasal[ ]{_NUMBER}[.:]?\s+(?=[(\"“A-Z])(?P<words>.*)", re.DOTALL
)
_BREAK = re.compile(r"(?<=[;.:])\s+(?=(?:\(\w{1,3}\)|[a-z]\.)\s)")
_MOST_IN_A_RANGE = 200
LONGEST = 5_000  # letters of an instruction: its end is what names and quotes; bounds the work on texts made to be slow


@dataclass(frozen=True, slots=True)
class Part:
    """Words up to the next item; `number` is that of the item, "" before the first."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """`says`: the instruction itself; `rest`: what follows «berbunyi sebagai berikut:»; numbers of articles are in capitals.

    `deleted` are articles that go as a whole, `articles` all that are named as changed, these among them.
    """

    says: str
    rest: str
    articles: tuple[str, ...]
    deleted: tuple[str, ...]

    @property
    def orders(self) -> bool:
        """Whether anything is changed here, and it is not but the sentence that opens the list."""
        return bool(re.search(rf"\b{_VERB}\b", self.says, re.IGNORECASE)) and not (
            not self.rest
            and re.search(r"(?:diubah|perubahan|mengubah beberapa).*berikut\s*:?\s*\Z", self.says, re.IGNORECASE)
        )

    @property
    def only_ayat(self) -> str:
        """The number of the one paragraph that is named, "" for none or several."""
        found = set(_AYAT.findall(self.says))
        return found.pop() if len(found) == 1 else ""

    def is_whole(self, words: str) -> bool:
        """Whether the words quoted are all of the article, not a paragraph or a point of it."""
        if not re.search(r"berbunyi|sehingga|menjadi|dibaca", self.says, re.IGNORECASE):
            return False
        names_part = bool(re.search(r"\b(?:ayat|huruf|angka)\b", self.says, re.IGNORECASE))
        return not names_part or bool(_WHOLE.search(self.says))


def split_at_items(words: str) -> list[Part]:
    """The words, and apart from them each item that a scan ran into them."""
    starts = list(_ITEM.finditer(words))
    ends = [*(match.start() for match in starts), len(words)][1:]
    first = words[: starts[0].start()] if starts else words
    return [Part("", first.strip())] + [
        Part(match["number"], words[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)
    ]


def without_orphan(words: str) -> str:
    """Words of an article without what hangs at them: the next instruction's end, the next page's first word, a closing mark."""
    return _CLOSING.sub("", _CATCHWORD.sub("", _ORPHAN.sub("", words)).rstrip())


def instruction(words: str) -> Instruction:
    """The instruction that these words are."""
    quotes = _QUOTES.search(words)
    says, rest = (words[: quotes.end()], words[quotes.end() :]) if quotes else (words, "")
    says = " ".join(says[-LONGEST:].split())
    named = _BETWEEN.sub("", _ASIDE.sub("", says))
    articles = tuple(dict.fromkeys(_articles(named)))
    return Instruction(says, _BREAK.sub("\n", rest.strip(' \n“”"?')), articles, tuple(dict.fromkeys(_deleted(named))))


def heading_taken(words: str) -> tuple[str, str]:
    """Number and words of an article whose heading stands in one line with them: «"Pasal 29 (1) Setiap tahun …»."""
    match = _HEADING.match(words)
    return (_number(match["number"]), match["words"].strip()) if match else ("", words)


def _articles(words: str) -> Iterator[str]:
    for match in _RANGE.finditer(words):
        first, last = int(match[1]), int(match[2])
        yield from (str(number) for number in range(first, min(last, first + _MOST_IN_A_RANGE) + 1))
    yield from (_number(match["number"]) for match in _ARTICLE.finditer(words))


def _deleted(words: str) -> Iterator[str]:
    """Articles that go as a whole: «Pasal 63 dihapus», «Menghapus Pasal 10 dan Pasal 11», not «ayat (2) Pasal 5 dihapus»."""
    for clause in _clauses(words):
        if any(
            _PART_BEFORE.search(clause[max(0, match.start() - 60) : match.start()])
            for match in _ARTICLE.finditer(clause)
        ):
            continue
        yield from (number for match in _RANGE.finditer(clause) for number in _articles(match[0]))
        yield from (_number(match["number"]) for match in _ARTICLE.finditer(clause) if not match["part"])


def _clauses(words: str) -> Iterator[str]:
    if match := re.match(r"\W*Menghapus\b", words, re.IGNORECASE):
        yield words[match.end() :]
        return
    start = 0
    for match in re.finditer(rf"\b{_VERB}\b", words, re.IGNORECASE):
        if _DELETES.fullmatch(match[0]) and not re.match(r"\s*dan\s+diganti", words[match.end() :], re.IGNORECASE):
            yield words[start : match.start()]
        start = match.end()


def _number(written: str) -> str:
    return repaired(written.replace(" ", "").upper().replace("L", "1"))
