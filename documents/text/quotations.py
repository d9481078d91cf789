"""How much of an article the words are that an instruction quotes: all of it, some paragraphs, or less than a paragraph.

Paragraphs that are not quoted stay as they are. So they are never set beside the quotation, where they would look deleted.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from documents.text.instruction_words import NUMBER
from documents.text.nodes import Kind, Node
from documents.text.numbering import order, repaired
from documents.text.stretches import article_number

_MARKED = re.compile(r"(?:^\W*|(?<=[.;:”\"])\s+)\(\s?(?P<ayat>[\dlIO]{1,2}[a-z]?)\s?\)", re.MULTILINE)
#: The first letters of the words; a scan loses a bracket («4) Terhitung», «(2l Besaran»).
_FIRST = re.compile(
    r"[^\w(]*(?:\(\s?(?P<ayat>[\dlIO]{1,2}?[a-z]?)\s?[)1l](?=[\s(.])|(?P<bare>\d{1,2}[a-z]?)\)\s|(?P<point>[a-z]{1,2}|\d{1,2})[.)]\s)"
)
_POINT = re.compile(
    r"(?:^\W*(?:\(\w{1,3}\)\s*)?|(?<=[.,;:])\s+)(?P<point>[a-z]{1,2}|\d{1,2})\s?[.)](?=\s)", re.MULTILINE
)
_NAMED = re.compile(
    r"\bayat(?:-\s?ayat)?\s*(?P<list>\(\w{1,3}\)(?:(?:[\s,;]|\bdan\b|\bserta\b|\bsampai\b|\bdengan\b|\bs\.?/?d\b\.?)*\(\w{1,3}\))*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((\w{1,3})\)")
_UP_TO = re.compile(r"\bsampai\b|\bs\.?/?d\b", re.IGNORECASE)
_BELOW_ARTICLE = re.compile(r"\b(?:ayat(?:-\s?ayat)?|huruf|angka|butir)\b", re.IGNORECASE)
_BELOW_PARAGRAPH = re.compile(r"\b(?:huruf|angka|butir)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:hingga|menjadi)\s+(?:(?:secara\s+)?(?:ke)?seluruh(?:an|nya)?\s+)?(?:bunyi\s+)?(?:ketentuan\s+)?Pasal|"
    r"diganti\s+dengan\s+(?:ketentuan|pasal)\s+(?:yang\s+)?baru",
    re.IGNORECASE,
)
_ENTIRELY = re.compile(r"\bseluruhnya\b", re.IGNORECASE)
_NEW_WORDS = re.compile(r"berbunyi|sehingga|menjadi|dibaca", re.IGNORECASE)
_PART_OF = re.compile(
    rf"\bPasal\s+(?P<before>{NUMBER})[\s,]*(?:ketentuan\s+)?(?:ayat|huruf|angka|butir)\b|"
    rf"\b(?:ayat\s*\(\w+\)|(?:huruf|angka|butir)\s+\w+)\s+Pasal\s+(?P<after>{NUMBER})",
    re.IGNORECASE,
)
_MOST_IN_A_RANGE = 50


@dataclass(frozen=True, slots=True)
class Quoted:
    """`is_part`: less than the article; `ayat`: the paragraphs that are quoted as a whole, if only such are."""

    is_part: bool = False
    ayat: tuple[str, ...] = ()


def quoted(says: str, words: str, *, is_headed: bool, among: str = "") -> Quoted:
    """What the words after the instruction `says` ("" where it is lost) are.

    `is_headed`: they stand under the heading of their article; `among`: its number, where the instruction names several.
    """
    marks, first = ayat_marked(words), _FIRST.match(words)
    begins = _number(first["ayat"] or first["bare"] or "") if first else ""
    point = first["point"] if first else ""
    if begins not in ("", "1") or point not in (None, "", "a", "1"):
        return Quoted(is_part=True, ayat=marks if begins else ())
    if not names_part(says) or (among and among not in _with_part(says)):
        return Quoted(is_part=not is_headed and not _NEW_WORDS.search(says))
    named = ayat_named(says)
    if begins:
        is_whole = bool(_ENTIRELY.search(says)) and "2" in marks
        is_part = not is_whole and (not is_headed or set(marks) <= named)
        return Quoted(is_part, marks if is_part else ())
    is_part = bool(point) or not is_headed or bool(named and not marks)
    only = tuple(named) if len(named) == 1 and not _BELOW_PARAGRAPH.search(says) else ()
    return Quoted(is_part, only if is_part else ())


def beside(article: Node, says: str, words: str, found: Quoted) -> Quoted:
    """As `found`, but for an article of the amended text of which the quotation leaves out what the instruction does not name."""
    paragraphs = [child for child in article.children if child.kind is Kind.AYAT]
    if found.is_part:
        kept = [each for each in paragraphs if each.number in found.ayat]
        lacks = _BELOW_PARAGRAPH.search(says) and any(_points_lacking(each, words) for each in kept)
        return Quoted(is_part=True) if lacks else found
    if says and not names_part(says):
        return found
    marks = ayat_marked(words)
    has = {*marks} if marks[:1] == ("1",) else {"1", *marks}
    if {each.number for each in paragraphs} - has - ayat_named(says):
        return Quoted(is_part=True, ayat=marks)
    lacks = _BELOW_PARAGRAPH.search(says) and not paragraphs and _points_lacking(article, words)
    return Quoted(is_part=True) if lacks else found


@lru_cache(maxsize=16)  # asked again for each article that an instruction quotes
def names_part(says: str) -> bool:
    """Whether the instruction speaks of less than an article, and does not say that all of it follows."""
    return bool(_BELOW_ARTICLE.search(says)) and not _WHOLE.search(says)


@lru_cache(maxsize=16)
def _with_part(says: str) -> frozenset[str]:
    """Those of several articles of which a part is named: «Pasal 2, Pasal 3 ayat (2) dan huruf b Pasal 9 diubah»."""
    return frozenset(article_number(match["after"] or match["before"]) for match in _PART_OF.finditer(says))


@lru_cache(maxsize=16)
def ayat_named(says: str) -> frozenset[str]:
    """The numbers of the paragraphs: «ayat (1), (2) dan ayat (4) sampai dengan ayat (6)»."""
    found: set[str] = set()
    for match in _NAMED.finditer(says):
        numbers = [_number(number) for number in _BRACKETED.findall(match["list"])]
        found.update(numbers)
        if _UP_TO.search(match["list"]):
            first, last = order(numbers[0])[0], order(numbers[-1])[0]
            found.update(str(number) for number in range(first, min(last, first + _MOST_IN_A_RANGE)))
    return frozenset(found)


def ayat_marked(words: str) -> tuple[str, ...]:
    """The numbers of the paragraphs that the words are, in their order."""
    first = _FIRST.match(words)
    found = [_number(first["ayat"] or first["bare"])] if first and not first["point"] else []
    marks = (
        re.finditer(r"^(?P<ayat>\d{1,2})\)", words, re.MULTILINE)
        if first and first["bare"]
        else _MARKED.finditer(words)
    )
    return tuple(dict.fromkeys([*found, *(_number(match["ayat"]) for match in marks)]))


def _number(written: str) -> str:
    return "1" if written in ("l", "I") else repaired(written)


def _points_lacking(unit: Node, words: str) -> bool:
    points = {child.number for child in unit.children if child.kind in (Kind.HURUF, Kind.ANGKA)}
    return bool(points - {match["point"] for match in _POINT.finditer(words)})
