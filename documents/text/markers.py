"""Finds the lines that open a unit. Judges nothing by sequence: a marker is a candidate until `structure` accepts it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.text.chains import best_chain
from documents.text.lines import Line, is_wrapped_reference, lines_of, unnumbered
from documents.text.nodes import Kind
from documents.text.numbering import order, ordinal_value, repaired

_STRONG_SPACE = r"[ \t\u00a0]"
_ORDINAL = (
    r"(?:Ke-?\s?\d{1,3}|PERTAMA|Pertama"
    r"|[Kk][Ee][A-Za-z]{3,10}(?:[ ](?:[Bb][Ee][Ll][Aa][Ss]|[Pp][Uu][Ll][Uu][Hh])(?:[ ][A-Za-z]{3,9})?)?)"
)
_HEADING = re.compile(
    rf"""{_STRONG_SPACE}{{0,60}}["“”']?(?:
      (?P<buku>BUKU){_STRONG_SPACE}+(?P<buku_number>{_ORDINAL}|[IVX]{{1,6}})\b
    | (?P<bab>BAB){_STRONG_SPACE}+(?P<bab_number>[IVXLCDMl1]{{1,8}}[A-H]{{0,2}})(?![A-Za-z0-9]|\.[A-Za-z0-9])
    | (?P<bagian>Bagian|BAGIAN){_STRONG_SPACE}+(?P<bagian_number>{_ORDINAL})\b
    | (?P<paragraf>Paragraf|PARAGRAF){_STRONG_SPACE}+(?P<paragraf_number>[0-9lO]{{1,3}}[A-Z]?)(?![A-Za-z0-9])
    | (?P<pasal>Pasa[lJ1I]){_STRONG_SPACE}*(?P<pasal_number>[0-9OoQlIJT|!SB]{{1,4}}[A-Z]{{0,2}}|[IVXL]{{1,6}}|i)(?![A-Za-z0-9/-])
    )(?P<rest>[^\n]*)""",
    re.VERBOSE,
)
_FIRST_LETTERS = frozenset("BP\"“”'")
_KINDS = {
    "buku": Kind.BUKU,
    "bab": Kind.BAB,
    "bagian": Kind.BAGIAN,
    "paragraf": Kind.PARAGRAF,
    "pasal": Kind.PASAL,
}
_UNIT_NUMBER = r"(?:[0-9OlT]{1,4}[A-Z]{0,2}|[IVX]{1,4})"
# What a norm run into its heading's line begins with. A law's name means a citation, unless it is «Undang-Undang ini …».
_LAW = (
    r"(?:Undang|UU|Peraturan|PP|Perpres|Permen|Keputusan|Ketetapan|Kitab|KUH|Ordonansi|Bab|Jo|Juncto|Ayat|Huruf|Angka)\b"
    r"(?!-?[Uu]?n?d?a?n?g?[A-Za-z ]{0,30}\b[Ii]ni\b)"
)
_NORM = rf"(?:\([ ]?[1l]\)|[\"“§^]|[a1][.)][ ]|(?!{_LAW})[A-Z])"
_INLINE_NORM = re.compile(rf"[ \t]*[.:]?[ \t]+(?P<norm>{_NORM})")
_EXPLAINED_NORM = re.compile(r"[ \t]*[.:]?[ \t]+(?P<norm>[A-Z^(])")
_GLUED = re.compile(
    rf"""(?<=[ \t])["“]?Pasal[ ]{_UNIT_NUMBER}(?=[ ]?[.:]?[ ]+{_NORM}|[ \t.]*\r?$)
    | (?:(?<=[.;:”"][ ])|(?<=[A-Z]{{4}}[ ]))["“]?Pasal[ ]{_UNIT_NUMBER}(?![0-9A-Za-z]) | (?<=[.;:”"][ ])Pasal[ ]?i[ ]
    | (?<=[.;:)”"][ ])(?:BAB[ ][IVXL]{{1,8}}[A-H]?(?![A-Za-z])|(?:Bagian|BAGIAN)[ ]{_ORDINAL}[ .]|Paragraf[ ][0-9]{{1,2}}[ .])
    | (?<=[.;”"][ ])[0-9]{{1,3}}[a-z]?\.[ ](?:Ketentuan|Di[ ]?antara|Setelah|Judul|Pasal|Penjelasan|Lampiran|Menambah)\b
    | (?<=[.;:][ ])Angka[ ][0-9]{{1,3}}(?![0-9])
    """,
    re.VERBOSE,
)
_GLUED_TO_HEADING = re.compile(
    rf"Bagian[ ]{_ORDINAL}\b|Paragraf[ ][0-9]{{1,2}}\b|Pasal[ ]{_UNIT_NUMBER}(?=[ ]?[.:]?[ ]+{_NORM}|[ \t.]*\r?$)"
)
_GROUPING = re.compile(r"[ \t]{0,60}(?:BUKU|BAB|Bagian|BAGIAN|Paragraf|PARAGRAF)[ \t]")
_SENTENCE_END = re.compile(r"[.;:…]\W*\Z")

_GOES_ON = re.compile(r"[ \t]{0,60}(?:ayat[ \t(]|huruf[ \t]|(?:dan|atau|sampai|sebagaimana|yang|dari|jo)\b|[,;)])")

# How likely a candidate for a Pasal is one, before its neighbours are known.
SURE = 1.0
RUN_ON = 0.7  # after a sentence, in mid-line
LOWER = 0.3  # alone on its line, but what follows begins in lower case
MAYBE = -0.1  # in mid-sentence: counts only where it fills a gap


@dataclass(frozen=True, slots=True)
class Marker:
    """A candidate for a unit's first line. `lead_end` is where its own text begins."""

    kind: Kind
    number: str
    heading: str
    start: int
    lead_end: int
    announced: bool = False
    weight: float = SURE


def segments(text: str, start: int, end: int) -> Iterator[Line]:
    """Lines, cut further where a scan has run a heading or an instruction into the line before it."""
    before = ""
    for line in lines_of(text, start, end):
        if not any(word in line.text for word in _GLUED_WORDS):
            yield Line(line.start, line.end, line.text, before)
            before = line.text.rstrip()[-200:]
            continue
        for here, there in _cuts(line.text):
            part = line.text[here:there]
            yield Line(line.start + here, line.start + there, part, before, opens=here == 0)
            before = part.rstrip()[-200:] or before


_GLUED_WORDS = ("Pasal", "Angka", "Bagian", "BAB ", "Paragraf")


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line; a part that opens with the heading of a BAB or Bagian is cut again behind that heading."""
    places = [0, *(match.start() for match in _GLUED.finditer(line) if match.start()), len(line)]
    for here, there in pairwise(places):
        if _GROUPING.match(line, here):
            inner = [
                here,
                *(m.start() for m in _GLUED_TO_HEADING.finditer(line, here, there) if m.start() > here),
                there,
            ]
            yield from pairwise(inner)
        else:
            yield here, there


def headings(text: str, start: int, end: int, *, explanation: bool = False) -> list[Marker]:
    """All candidates for BUKU, BAB, Bagian, Paragraf and Pasal between two places, in order."""
    lines = list(segments(text, start, end))
    found: list[Marker] = []
    for index, line in enumerate(lines):
        match = _HEADING.match(line.text) if line.text.lstrip()[:1] in _FIRST_LETTERS else None
        if match is None or is_wrapped_reference(line.before):
            continue
        name = next(name for name in _KINDS if match[name])
        marker = (
            _pasal(line, match, explanation=explanation)
            if name == "pasal"
            else _titled(lines, index, _KINDS[name], match[f"{name}_number"], match["rest"])
        )
        if marker:
            found.append(_doubted(marker, lines[index + 1 : index + 2]))
    return found


def pick(markers: Sequence[Marker], *, loose: bool = False) -> list[Marker]:
    """Those of one kind whose numbers rise best; `loose` where numbers are left out by nature."""
    keys = [order(marker.number) for marker in markers]
    return [markers[index] for index in best_chain(keys, [marker.weight for marker in markers], loose=loose)]


def _doubted(marker: Marker, following: list[Line]) -> Marker:
    """«Pasal 5» alone on a line is a wrapped reference when the sentence goes on below it."""
    if marker.kind is Kind.PASAL and marker.weight == SURE and following and _GOES_ON.match(following[0].text):
        return replace(marker, weight=LOWER)
    return marker


def _pasal(line: Line, match: re.Match[str], *, explanation: bool) -> Marker | None:
    rest = match["rest"]
    number = repaired(match["pasal_number"]).replace("i", "I")
    ended = unnumbered(line.before)
    announced = ended.endswith(":")
    closed = not ended or bool(_SENTENCE_END.search(ended)) or ended.isupper() or bool(_HEADING.match(ended))
    if not rest.strip(" \t.:\r\u00a0_"):
        weight = SURE if closed or line.opens else MAYBE
        return Marker(Kind.PASAL, number, "", line.start, line.end, announced, weight)
    if explanation and (group := _GROUP.match(rest)):
        heading = (match["pasal"] + " " + match["pasal_number"] + rest[: group.end()]).strip()
        return Marker(Kind.PASAL, number, heading, line.start, line.start + match.start("rest") + group.end())
    if norm := (_EXPLAINED_NORM if explanation else _INLINE_NORM).match(rest):
        lead_end = line.start + match.start("rest") + norm.end() - len(norm["norm"])
        weight = RUN_ON if closed else MAYBE
        return Marker(Kind.PASAL, number, "", line.start, lead_end, announced, weight)
    return None


# «Pasal 5 sampai dengan Pasal 8 / Cukup jelas.» explains several Pasal at once.
_GROUP = re.compile(
    r"(?:[ \t]*(?:,|dan|,[ \t]*dan|s\.?/?d\.?|sampai dengan|sampai)[ \t]*(?:Pasal[ \t]*)?\d{1,4}[A-Z]{0,2}){1,40}[ \t.]*(?=\r?\n|\Z|Cukup)"
)


_TRIM = " \t\r:.–-_"
_TITLE_END = re.compile(r"(?<=\S)[ \t](?=\(\d{1,3}\)[ \t]|\d{1,3}\.[ \t][A-Z])")


def _titled(lines: list[Line], index: int, kind: Kind, raw_number: str, rest: str) -> Marker | None:
    line = lines[index]
    if glued := _TITLE_END.search(rest):  # the norm itself begins on the heading's line
        lead_end = line.end - len(line.text[line.text.index(rest) :]) + glued.start()
        return Marker(kind, _number_of(kind, raw_number), rest[: glued.start()].strip(_TRIM), line.start, lead_end)
    title = rest.strip(_TRIM)
    if title[:1].islower():
        return None
    parts = [title] if title else []
    last = index
    for follower in range(index + 1, min(index + 6, len(lines))):
        content = lines[follower].text.strip()
        if not content:
            continue
        if _HEADING.match(lines[follower].text) or _POINT.match(content):
            break
        if not _continues_title(content, kind, parts):
            break
        parts.append(content)
        last = follower
    return Marker(kind, _number_of(kind, raw_number), " ".join(parts), line.start, lines[last].end)


_POINT = re.compile(r"\(?[0-9a-z]{1,3}[.)]\s|\[")


def _continues_title(content: str, kind: Kind, parts: list[str]) -> bool:
    if len(content) > 120 or content.endswith((";", ":", ".")):
        return False
    if kind in (Kind.BAB, Kind.BUKU):
        return content.isupper()
    return not parts or (len(parts) < 4 and not content[:1].isdigit() and len(parts[-1]) > 25)


def _number_of(kind: Kind, raw: str) -> str:
    if kind in (Kind.BAGIAN, Kind.BUKU) and (value := ordinal_value(raw)):
        return str(value)
    if kind is Kind.BAB:
        return raw.replace("l", "I").replace("1", "I")
    return repaired(raw)
