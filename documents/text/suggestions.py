"""Relations that a regulation's own words state: what it amends and revokes, rests on, implements and refers to.

Pure, and careful rather than complete: an editor confirms each one. The clauses are those of UU 12/2011, Lampiran II.
"""

import re
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from documents.text.citations import Citation, Found, find_citations
from documents.text.clauses import Sentence
from documents.text.nodes import Kind, Node, one_line, reading_text
from documents.text.references import chains

LONGEST_QUOTE = 300
#: By kind of relation as stored, strongest first: of two statements about one regulation the stronger is suggested.
KINDS = ("repeals", "repeals_part", "amends", "implements", "legal_basis", "refers")

#: Between «Perubahan atas» and the regulation named there is nothing but its kind.
LONGEST_GAP = 40

#: Articles that «Pasal 3 sampai dengan Pasal 9» may stand for.
MOST_IN_A_RANGE = 100
_RANGE = re.compile(r"\bsampai\b|\bhingga\b|s\.?/?d", re.I)
_PASAL = re.compile(r"pasal\b", re.I)
_OF = re.compile(r"\s*(?:(?:dari|dalam|pada)\s+)?")
_TITLE_ENDS = re.compile(r"DENGAN RAHMAT|\bMenimbang\b", re.I)
_TITLES = (
    (re.compile(r"\bPERUBAHAN(?:\s+\w+){0,3}?\s+ATAS\b", re.I), "amends"),
    (re.compile(r"\bPENCABUTAN(?:\s+ATAS)?\b", re.I), "repeals"),
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """`kind` is a value of KINDS; `place` the anchor of the unit that says it, `quote` its words around the citation.

    `words` is the citation as written.
    """

    kind: str
    citation: Citation
    place: str
    quote: str
    words: str = ""


class TookTooLong(Exception):
    """The text costs more than it may."""


def suggested(tree: Node, *, own: Citation | None = None, seconds: float | None = None) -> list[Suggested]:
    """What the text states, each cited regulation (or article of it) once, in the order of the text. `own` is left out.

    `seconds` of this thread's processor time are the most it may take; TookTooLong beyond.
    """
    best: dict[tuple[str, str, int, str], Suggested] = {}
    limit = None if seconds is None else time.thread_time() + seconds
    for each in _all(tree):
        if limit is not None and time.thread_time() > limit:
            raise TookTooLong
        if own is not None and _names(each.citation)[:3] == _names(own)[:3]:
            continue
        key = (*_names(each.citation)[:3], article_of(each.citation) if each.kind != "refers" else "")
        known = best.get(key)
        if known is None or KINDS.index(each.kind) < KINDS.index(known.kind):
            best[key] = each
    return list(_without_weaker(best.values()))


def article_of(citation: Citation) -> str:
    """«4 ayat (3) huruf a», as relations name a place; "" for a whole regulation."""
    parts = [citation.pasal]
    if citation.pasal and citation.ayat:
        parts.append(f"ayat ({citation.ayat})")
    if citation.pasal and citation.huruf:
        parts.append(f"huruf {citation.huruf}")
    return " ".join(parts) if citation.pasal else ""


def _names(citation: Citation) -> tuple[str, str, int, str]:
    return citation.kind, citation.number.lower(), citation.year, citation.pasal


def _without_weaker(found: Iterable[Suggested]) -> Iterator[Suggested]:
    """A regulation that is amended or revoked is not suggested as merely referred to as well."""
    everything = list(found)
    strong = {_names(each.citation)[:3] for each in everything if each.kind != "refers"}
    for each in everything:
        if each.kind != "refers" or _names(each.citation)[:3] not in strong:
            yield each


def _all(tree: Node) -> Iterator[Suggested]:
    for node in tree.children:
        if node.kind is Kind.TITLE:
            yield from _of_title(node)
        elif node.kind in (Kind.CONSIDERING, Kind.RECALLING):
            yield from _of_preamble(node)
        elif node.kind not in (Kind.EXPLANATION, Kind.CLOSING, Kind.NOTING, Kind.ANNEX):
            yield from _of_body(node)


def _of_title(node: Node) -> Iterator[Suggested]:
    words = one_line(node.lead + node.text)
    words = _TITLE_ENDS.split(words, maxsplit=1)[0]
    for pattern, kind in _TITLES:
        match = pattern.search(words)
        found = next(find_citations(words[match.end() :]), None) if match else None
        if match and found and found.start < LONGEST_GAP:
            whole = replace(found.citation, pasal="", ayat="", huruf="", angka="")
            start, end = match.end() + found.start, match.end() + found.end
            yield Suggested(kind, whole, node.anchor, _quote(words, match.start(), end), words[start:end])


def _of_preamble(node: Node) -> Iterator[Suggested]:
    for point in node.children or (node,):
        sentence = Sentence(reading_text(point))
        for found in _own_citations(sentence):
            if node.kind is Kind.RECALLING:
                yield _suggestion("legal_basis", found, point, sentence.words)
            elif sentence.is_carried_out(found.start):
                yield _suggestion("implements", found, point, sentence.words)


def _of_body(node: Node) -> Iterator[Suggested]:
    if node.kind in (Kind.PASAL, Kind.ENACTING) or not node.children:
        yield from _of_unit(node)
        return
    for child in node.children:
        yield from _of_body(child)


def _of_unit(node: Node) -> Iterator[Suggested]:
    words = reading_text(node)
    for start, end in _sentences(words):
        sentence = Sentence(words[start:end])
        for found in _own_citations(sentence):
            yield _suggestion(_kind_in(sentence, found), found, node, sentence.words)


def _suggestion(kind: str, found: Found, unit: Node, words: str) -> Suggested:
    quote = _quote(words, found.start, found.end)
    return Suggested(kind, found.citation, unit.anchor, quote, words[found.start : found.end])


def _kind_in(sentence: Sentence, found: Found) -> str:
    """What a sentence does to the regulation it cites."""
    if not sentence.is_revoked(found.end):
        return "refers"
    return "repeals_part" if found.citation.pasal or sentence.is_part(found.start) else "repeals"


def _own_citations(sentence: Sentence) -> Iterator[Found]:
    """Citations that the regulation itself makes: not those in another's title, and not what amended the cited one."""
    named = list(chains(sentence.words))
    ends = [chain[-1].end() for chain in named]
    for found in find_citations(sentence.words):
        if not sentence.is_in_anothers_name(found.start):
            yield from _each_article(sentence.words, found, named, ends)


def _each_article(words: str, found: Found, named: list[list[re.Match[str]]], ends: list[int]) -> Iterator[Found]:
    """«Pasal 27, Pasal 34 ayat (1) dan ayat (2), dan Pasal 40 UU 5/1960» cites four places; all come with these words.

    `named` are the chains of places in the sentence and `ends` where they end, in order.
    """
    first, last = max(0, bisect_right(ends, found.start) - 1), bisect_right(ends, found.end)
    chain = next((each for each in named[first:last] if _leads_to(words, each[-1].end(), found)), [])
    places = list(dict.fromkeys(_places(words, chain)))
    if not places or not places[0][0]:  # an ayat alone stands in another article
        yield found
        return
    start = min(chain[0].start(), found.start)
    for pasal, ayat, huruf, angka in places:
        yield Found(replace(found.citation, pasal=pasal, ayat=ayat, huruf=huruf, angka=angka), start, found.end)


def _leads_to(words: str, end: int, found: Found) -> bool:
    """Whether a chain that ends there is what the citation is of: it ends within it, before its kind, or just before it."""
    if found.start < end:
        return bool(found.citation.pasal) and _PASAL.match(words, found.start) is not None
    return _OF.fullmatch(words, end, found.start) is not None


def _places(words: str, chain: list[re.Match[str]]) -> Iterator[tuple[str, str, str, str]]:
    holder = ""
    for index, token in enumerate(chain):
        if token["pasal"]:
            since = words[chain[index - 1].end() : token.start()] if index else ""
            if _RANGE.search(since) and holder.isdigit() and token["pasal"].isdigit():
                between = range(int(holder) + 1, min(int(token["pasal"]), int(holder) + MOST_IN_A_RANGE))
                yield from ((str(number), "", "", "") for number in between)
            holder = token["pasal"]
        yield holder, token["of"] or token["ayat"] or "", token["huruf"] or "", token["angka"] or ""


def _sentences(words: str) -> Iterator[tuple[int, int]]:
    """Stretches up to a full stop that ends a sentence: before a capital or the marker of a paragraph, not in «No. 5»."""
    start = 0
    for match in re.finditer(r"(?<=[a-z)]{2})\. (?=[A-Z(])", words):
        yield start, match.end()
        start = match.end()
    yield start, len(words)


def _quote(words: str, start: int, end: int) -> str:
    """The citation with the words around it."""
    room = max(0, LONGEST_QUOTE - (end - start)) // 2
    left, right = max(0, start - room), min(len(words), end + room)
    return f"{'…' if left else ''}{words[left:right].strip()}{'…' if right < len(words) else ''}"
