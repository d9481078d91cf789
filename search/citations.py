"""Recognise a regulation named in a query: «pasal 12 uu 11/2009», «permensos nomor 16 tahun 2020».

Only for questions typed by people. Citations inside legal texts are the business of
`documents.text.citations`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.query import Citation

# Name as typed → kinds of the index. The longer name stands first, because the first match wins.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"peraturan\s+pemerintah\s+pengganti\s+undang[\s-]*undang|perp?pu", ("perppu",)),
    (r"undang[\s-]*undang|uu", ("uu",)),
    (r"peraturan\s+pemerintah|pp", ("pp",)),
    (r"peraturan\s+presiden|perpres", ("perpres",)),
    (r"keputusan\s+presiden|keppres", ("keppres",)),
    (r"instruksi\s+presiden|inpres", ("inpres",)),
    (r"peraturan\s+menteri\s+sosial|permensos|permen\s+sos(?:ial)?", ("permensos",)),
    (r"keputusan\s+menteri\s+sosial|kepmensos|kepmen\s+sos(?:ial)?", ("kepmensos",)),
    (r"peraturan\s+menteri\s+keuangan|pmk|permenkeu", ("permenkeu",)),
    (r"peraturan\s+menteri|permen", ()),
    (r"keputusan\s+menteri|kepmen", ()),
    (r"peraturan\s+direktur\s+jenderal|perdirjen", ("perdirjen",)),
    (r"keputusan\s+direktur\s+jenderal|kepdirjen", ("kepdirjen",)),
    (r"peraturan\s+daerah|perda", ("perda",)),
    (r"peraturan", ()),
)
_KIND = "|".join(f"(?P<k{index}>{pattern})" for index, (pattern, _) in enumerate(_KINDS))
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_NUMBER = r"(?P<{0}>\d{{1,4}}(?:/[a-z]{{2,}}(?:\.\d+)?)?)"
_ARTICLE = r"(?:pasal\s+(?P<pasal>\d{1,3}[a-z]{0,2})\b[\s,]*(?:ayat\s*\(?\d+\)?[\s,]*)?(?:dari\s+|dalam\s+)?)?"
_NO = r"(?:no(?:mor)?\.?\s*)?"
_YEAR_WORD = r"(?:\s*/\s*|\s+t(?:a)?h(?:u)?n\.?\s+|\s+)"
_NAMED = re.compile(
    rf"{_ARTICLE}\b(?:{_KIND})\b\s*(?:republik\s+indonesia\s+|ri\s+)?{_NO}"
    rf"{_NUMBER.format('number')}\b(?:{_YEAR_WORD}{_YEAR.format('year')}\b)?"
    r"(?:[\s,]*pasal\s+(?P<pasal_after>\d{1,3}[a-z]{0,2})\b)?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\b(?:no(?:mor)?\.?\s*)?{_NUMBER.format('number')}(?:\s*/\s*|\s+tahun\s+){_YEAR.format('year')}\b",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(rf"\s*(?:{_KIND})\b\s*(?:republik\s+indonesia\b|ri\b)?\s*(?:tentang\b)?", re.IGNORECASE)
_PASAL = re.compile(r"\bpasal\s+(\d{1,3}[a-z]{0,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A citation, and the part of the text that says it."""

    citation: Citation
    start: int
    end: int


def recognise(text: str) -> Recognised | None:
    """The regulation that `text` names by number, or None. A kind without a number names nothing."""
    named = _NAMED.search(text)
    if named:
        pasal = named["pasal"] or named["pasal_after"]
        citation = Citation(_kinds(named), named["number"].lower(), _year(named), pasal.lower() if pasal else None)
        return Recognised(citation, named.start(), named.end())
    bare = _BARE.search(text)
    if bare:
        return Recognised(Citation((), bare["number"].lower(), _year(bare), article(text)), bare.start(), bare.end())
    return None


def kind_before(text: str) -> tuple[tuple[str, ...], str]:
    """The kinds of regulation that `text` begins with («uu pekerja sosial»), and what it says after that."""
    said = _KIND_FIRST.match(text)
    return (_kinds(said), text[said.end() :]) if said else ((), text)


def article(text: str) -> str | None:
    """The number of the first «pasal N» in the text, in lower case."""
    found = _PASAL.search(text)
    return found[1].lower() if found else None


def without_article(text: str) -> str:
    """The text without its first «pasal N»."""
    return _PASAL.sub(" ", text, count=1)


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


def _kinds(found: re.Match[str]) -> tuple[str, ...]:
    for index, (_, kinds) in enumerate(_KINDS):
        if found[f"k{index}"]:
            return kinds
    return ()
