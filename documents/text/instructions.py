"""One instruction of an amending text, taken apart: «Ketentuan Pasal 5 ayat (2) diubah sehingga berbunyi sebagai berikut: …»."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.text.instruction_words import NUMBER, VERB
from documents.text.named_articles import Named, named
from documents.text.stretches import article_number

_STARTS = (
    r"(?:Ketentuan|Di ?antara|Antara|Judul|Setelah|Sesudah|Sebelum|Menambah|Mengubah|Menghapus|Penjelasan|Lampiran|Frasa|Kata|"
    r"Semua|Pada|Dalam|Bab|BAB|Bagian|Paragraf|Pasal|Mengganti|Menyisipkan|Rumusan|Substansi|"
    r"K\w{6,9}n(?=\s+(?:(?:pada|dalam)\s+)?(?:Pasal|ayat|Lampiran|Bab)\b))"  # a scan's «Kententuan», a slip's «Keputusan»
)
#: The beginning of an item that a scan ran into what stands before: «… hukum. 18. Ketentuan Pasal 33 diubah sehingga …».
_ITEM = re.compile(
    r"(?:^|(?<=\s))(?P<number>\d{1,3}[a-z]?)\s?\.\s"
    rf"(?=(?P<order>(?:menghapus|mengubah|menambah) (?:ketentuan|pasal|ayat|bab)\b)|(?P<start>{_STARTS})\b)",
    re.IGNORECASE | re.MULTILINE,
)
_STOP = re.compile(r"[;:]")
_VERB_WITHIN = 500  # letters from the beginning of an item to what it orders
#: What stays, behind the last sentence of a quotation, of an instruction whose beginning a scan has lost.
_ORPHAN = re.compile(r"(?<=[.;])[^.;]{0,120}\bberikut\s*:\s*\Z", re.IGNORECASE)
#: The first words of the next page, printed at the foot of a page: «… orang tua. Pasal 7…».
_CATCHWORD = re.compile(r"(?<=[.;:])\s*\(?[\w.)]+(?:\s\w+)?\s?(?:…|\.{3})\s*\Z")
_CLOSING = re.compile(r"(?<=[.;])[”“\"?]+\Z")  # the mark that ends the quotation; a scan takes it for a question mark
_QUOTES = re.compile(
    r"(?:berbunyi|sebagai|menjadi)\s+(?:sebagai\s+)?berikut\s*[:;]?|berbunyi\s*:|dibaca\s*:", re.IGNORECASE
)
_HEADING = re.compile(rf"[\W_]{{0,6}}(?:\d{{1,3}}[\W_]{{1,6}})?Pasal[ ](?P<number>{NUMBER})[.:\"”]?\s+(?=[(\"“A-Z])")
_LATER_HEADING = re.compile(rf"(?<=[.;:\"”\s])[\"“](?:Pasal)[ ](?P<number>{NUMBER})[.:\"”]?\s+(?=[(\"“A-Z])")
#: What the foot of a page repeats of the next («Pasal 9…»), and marks without words.
_CAUGHT = re.compile(r"\W*(?:(?:pasal|bab)?\s*\(?\w{0,4}\)?[\W_]*){0,4}", re.IGNORECASE)
_ROUND = ' \n“”"?'

_LIST_FOLLOWS = re.compile(r"\b(?:berikut|berbunyi|yaitu)\s*:?\s*\Z", re.IGNORECASE)
_LAW = re.compile(r"\b(?:peraturan|undang-?\s?undang|keputusan)\b", re.IGNORECASE)
_WORDS_FOLLOW = re.compile(r"\b(?:sehingga|berbunyi)\b", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:diubah|dirubah|dirobah|ditambah|perubahan|mengubah|menambah|diperbaiki)\b", re.IGNORECASE)
#: What is left of a line that a page break repeated («Ketentuan…»), and the number of a list («I.»).
_FRAGMENT = re.compile(r"\W*(?:(?:ketentuan|pasal|di antara|diantara|setelah|judul|[ivx]+|\d+)\W*){0,3}", re.IGNORECASE)
_IN_FORCE = re.compile(r"\bmulai\s+berlaku\b", re.IGNORECASE)
_REPEALS = re.compile(r"\W*(?:dengan|pada\s+saat|sejak)\b.{0,60}?\bberlaku", re.IGNORECASE)  # another regulation
_ANNOUNCED = re.compile(
    rf"\b(?:sehingga|hingga|menjadi|dijadikan|yakni|yaitu|dengan)\s+(?:bunyi\s+)?(?:keseluruhan\s+|seluruh\s+)?(?:ketentuan\s+)?Pasal\s+(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<=[;.:])\s+(?=(?:\(\w{1,3}\)|[a-z]\.)\s)")
LONGEST = 4_000  # letters of an instruction: its end is what names and quotes; bounds the work on texts made to be slow


@dataclass(frozen=True, slots=True)
class Part:
    """Words up to the next item; `number` is that of the item, "" before the first."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """`says`: the instruction itself; `rest`: what follows «berbunyi sebagai berikut:»; `named`: what it names, in its own words."""

    says: str
    rest: str
    named: Named

    @property
    def articles(self) -> tuple[str, ...]:
        return self.named.articles

    def among(self, article: str) -> str:
        """The article, if the instruction names others, too; else ""."""
        return article if len(self.articles) > 1 else ""

    @property
    def orders(self) -> bool:
        """Whether anything is changed here: it has a verb, and is not but the sentence that opens the list."""
        return bool(VERB.search(self.says)) and not self.opens

    @property
    def opens(self) -> bool:
        """Whether it is the sentence before the list: «Beberapa ketentuan … diubah sebagai berikut:»."""
        if self.articles or self.named.is_general or not _LIST_FOLLOWS.search(self.says[-40:]):
            return False
        if not (self.named.is_clear or _LAW.search(self.says)):  # «BAB V diubah sebagai berikut:»
            return False
        return bool(_OPENS.search(self.says)) and not _WORDS_FOLLOW.search(self.says[-80:])

    @property
    def is_fragment(self) -> bool:
        """Whether it says nothing of its own: a word that the foot of a page repeats, or that the text is now in force."""
        is_in_force = _IN_FORCE.search(self.says) and not VERB.search(self.says)
        return bool(_FRAGMENT.fullmatch(self.says) or is_in_force or _REPEALS.match(self.says))

    @property
    def announced(self) -> str:
        """The article whose words follow, if it is said: «…, sehingga Pasal 5 berbunyi sebagai berikut:»."""
        found = [article_number(match["number"]) for match in _ANNOUNCED.finditer(self.says)]
        return found[-1] if found else ""


def split_at_items(words: str) -> list[Part]:
    """The words, and apart from them each item that a scan ran into them."""
    starts = list(_items_in(words))
    ends = [*(match.start() for match in starts), len(words)][1:]
    first = words[: starts[0].start()] if starts else words
    return [Part("", first.strip())] + [
        Part(match["number"], words[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)
    ]


def _items_in(words: str) -> Iterator[re.Match[str]]:
    """Beginnings that a verb follows in the same sentence. Verbs and ends of sentences are sought once for the whole text."""
    verbs, stops = ([match.start() for match in found.finditer(words)] for found in (VERB, _STOP))
    for match in _ITEM.finditer(words):
        if match["order"]:
            yield match
            continue
        verb, stop = (
            next(iter(places[bisect_left(places, match.end("start")) :][:1]), len(words)) for places in (verbs, stops)
        )
        if verb < stop and verb - match.end("start") <= _VERB_WITHIN:
            yield match


def without_orphan(words: str) -> str:
    """Words of an article without what hangs at them: the next instruction's end, the next page's first word, a closing mark."""
    return _CLOSING.sub("", _CATCHWORD.sub("", _ORPHAN.sub("", words)).rstrip())


def instruction(words: str) -> Instruction:
    """The instruction that these words are."""
    quotes = _QUOTES.search(words)
    says, rest = (words[: quotes.end()], words[quotes.end() :]) if quotes else (words, "")
    is_cut = len(says) > LONGEST
    says = " ".join(says[-LONGEST:].split())
    found = named(says)
    if is_cut:  # what stood before may have said «kata … dalam»
        found = replace(found, deleted=(), doubted=(*found.deleted, *found.doubted), chapters=(), is_clear=False)
    return Instruction(says, _BREAK.sub("\n", rest.strip(' \n“”"?')), found)


def headings_taken(rest: str, articles: tuple[str, ...]) -> list[tuple[str, str]]:
    """Number and words of each article whose heading stands in one line with them: «"Pasal 29 (1) Setiap tahun … "Pasal 30 …».

    The number is "" for words before the first. After the first only articles that the instruction names count as headings.
    """
    match = _HEADING.match(rest)
    starts = [match] if match else []
    starts += [each for each in _LATER_HEADING.finditer(rest) if article_number(each["number"]) in articles]
    if not starts:
        return [("", rest)] if rest else []
    ends = [*(each.start() for each in starts[1:]), len(rest)]
    found = [("", rest[: starts[0].start()].strip(_ROUND))] if starts[0].start() else []
    found += [
        (article_number(each["number"]), rest[each.end() : end].strip(_ROUND))
        for each, end in zip(starts, ends, strict=True)
    ]
    return [(number, words) for number, words in found if not _CAUGHT.fullmatch(words)]
