"""Clauses outside the quotations that order something of an article, a chapter or a word, in whatever way they are worded.

What an amendment does is read from patterns, and no list of patterns is complete: here is told that something was not read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from documents.text.citations import Found, find_citations
from documents.text.instruction_words import NUMBER, VERB
from documents.text.named_articles import without_neighbours
from documents.text.stretches import article_number

_END = re.compile(r"\bAgar\s+(?:supaya\s+)?setiap\s+orang|\bPENJELASAN\b|\bDitetapkan\s+di\b")
_SENTENCE = re.compile(r"(?<!\bNo)(?<!\bNr)(?<!\bjo)\.\s+(?=[\"“(]?\w)")
_MOST_LETTERS = 100_000  # of an article; the rules on coming into force are short
_LEAD = 300  # letters before the colon that belong to each clause of the list
_REPEALS = r"tidak\s+(?:lagi\s+)?(?:di)?berlaku(?:kan)?|dicabut|mencabut|dihapus\w*|menghapus\w*|gugur|dibatalkan"
_ORDER = re.compile(
    rf"{VERB.pattern}|\b(?:{_REPEALS}|ditangguhkan|ditunda|diartikan)\b|"
    r"\b(?:penghapusan|pencabutan|perubahan|penggantian)\s+(?:(?:atas|terhadap|dari|ketentuan)\s+){0,2}(?:pasal|bab)\s",
    re.IGNORECASE,
)
_REPEAL = re.compile(rf"\b(?:{_REPEALS})\b", re.IGNORECASE)
#: What sounds like an order but tells of earlier ones, or what must follow a rule.
_NO_ORDER = re.compile(
    r"\b(?:sebagaimana|yang|telah|sudah|terakhir|beberapa\s+kali)\s+(?:(?:telah|beberapa\s+kali|terakhir)\s+){0,3}"
    r"(?:diubah|ditambah|disesuaikan|dicabut|dihapus|diganti)\b|\bdisesuaikan\s+dengan\b|"
    r"\bditambah\s+(?:dengan\s+)?(?:sanksi|bunga|denda)\b",
    re.IGNORECASE,
)
_PLACE = rf"pasal\s+(?:{NUMBER}|[IVX]+)(?:\s*,?\s*(?:ayat\s*\(\w+\)|(?:huruf|angka)\s+\w+\b))*"
_PLACES = rf"{_PLACE}(?:(?:\s*,|\s+dan|\s+atau|\s+serta|\s+sampai\s+dengan|\s+s/d){{1,2}}\s+{_PLACE}){{0,20}}"
_OWN = re.compile(
    rf"{_PLACES}\s+(?:(?!pasal\b)[\w-]+\s+){{0,6}}?ini\b",
    re.IGNORECASE,
)
_OF_A_CITATION = re.compile(
    rf"{_PLACES}(?:[\s,]|\b(?:dan|serta|sampai|dengan|dalam|dari|pada|daripada)\b)*\Z", re.IGNORECASE
)
_IN_A_NAME = re.compile(r"\s*tentang\b[^.;,]*\bperubahan\b[^.;,]*", re.IGNORECASE)
_ARTICLE = re.compile(rf"\bpasal(?:-pasal)?\s+(?P<number>{NUMBER})(?![\w/])", re.IGNORECASE)
_CHAPTER = re.compile(r"\bbab\s+(?P<number>[IVXLl1]{1,7}[A-Z]?)\b", re.IGNORECASE)
_PHRASE = re.compile(
    r"\b(?:kata(?:-\s?kata)?|perkataan(?:-\s?perkataan)?|fras[ae]|istilah(?:-\s?istilah)?|penyebutan|sebutan|nomenklatur)\b",
    re.IGNORECASE,
)
_MOST_CITATIONS = 20  # of a clause; what others name is taken for this regulation's
_BEFORE_CITATION = 200  # letters


@dataclass(frozen=True, slots=True)
class Clause:
    """An order: `articles` and `chapters` (in capitals) are those it is about; `is_about_words`: only about words.

    `names_it`: it names the regulation that is asked about; `repeals_all`: that as a whole.
    """

    words: str
    articles: tuple[str, ...]
    chapters: tuple[str, ...]
    is_about_words: bool
    names_it: bool
    repeals_all: bool


def clauses(words: str, names_it: Callable[[str], bool]) -> Iterator[Clause]:
    """The orders in an article of the amending text itself, in their sequence; those for other regulations are left out."""
    cut = _END.search(words)
    plain = without_neighbours(words[: cut.start()] if cut else words)[:_MOST_LETTERS]
    for sentence in _SENTENCE.split(plain):
        lead, colon, rest = sentence.partition(":")
        for part in rest.split(";") if colon else sentence.split(";"):
            clause = f"{lead[-_LEAD:]}: {part}" if colon else part
            if _ORDER.search(clause):
                yield from _ordering(" ".join(clause.split()), names_it)


def _ordering(clause: str, names_it: Callable[[str], bool]) -> Iterator[Clause]:
    found = list(islice(find_citations(clause), _MOST_CITATIONS))
    others = [each for index, each in enumerate(found) if _is_other(each, found[:index][-1:], clause, names_it)]
    is_it = len(others) < len(found)
    plain = _without(others, clause)
    plain = _OWN.sub(" ", _NO_ORDER.sub(" ", plain))
    if _ORDER.search(plain):
        articles = tuple(article_number(match["number"]) for match in _ARTICLE.finditer(plain))
        chapters = tuple(match["number"].upper() for match in _CHAPTER.finditer(plain))
        is_about_words = bool(_PHRASE.search(plain)) and not articles
        is_about_all = is_it and not (articles or chapters or is_about_words)
        yield Clause(clause, articles, chapters, is_about_words, is_it, is_about_all and bool(_REPEAL.search(plain)))


def _is_other(cited: Found, before: list[Found], clause: str, names_it: Callable[[str], bool]) -> bool:
    """Whether another regulation is cited, if only in the name of the one cited before: «… tentang Perubahan atas …»."""
    is_in_a_name = bool(before) and bool(_IN_A_NAME.fullmatch(clause, before[0].end, cited.start))
    return not names_it(clause[cited.start : cited.end]) or (
        is_in_a_name and not names_it(clause[before[0].start : before[0].end])
    )


def _without(others: list[Found], clause: str) -> str:
    """The clause without other regulations and what is named of them: «Pasal 4 dan Pasal 5 Undang-Undang Nomor 8 Tahun 1999»."""
    kept, at = [], 0
    for each in others:
        places = _OF_A_CITATION.search(clause, max(at, each.start - _BEFORE_CITATION), each.start)
        kept.append(clause[at : places.start() if places else each.start])
        at = each.end
    return " ".join([*kept, clause[at:]])
