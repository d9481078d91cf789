"""Finds the lines that open a unit. Judges nothing by sequence: a marker is a candidate until `body` accepts it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from documents.text.articles import NORM, NUMBER, SCANNED_NUMBER, article
from documents.text.lines import Line, is_wrapped_reference, lines_of
from documents.text.markers import Marker
from documents.text.nodes import Kind
from documents.text.numbering import ORDINALS, ordinal_value, repaired

_STRONG_SPACE = r"[ \t\u00a0]"
_ORDINAL = (
    r"(?:Ke-?\s?\d{1,3}|PERTAMA|Pertama"
    r"|[Kk][Ee][A-Za-z]{3,10}(?:[ ](?:[Bb][Ee][Ll][Aa][Ss]|[Pp][Uu][Ll][Uu][Hh])(?:[ ][A-Za-z]{3,9})?)?)"
)
_HEADING = re.compile(
    rf"""{_STRONG_SPACE}{{0,60}}["“”'?]?(?:
      (?P<buku>BUKU){_STRONG_SPACE}+(?P<buku_number>{_ORDINAL}|[IVX]{{1,6}})\b
    | (?P<bab>BAB){_STRONG_SPACE}+(?P<bab_number>[IVXLCDMl1]{{1,8}}[A-H]{{0,2}})(?![A-Za-z0-9]|\.[A-Za-z0-9])
    | (?P<bagian>Bagian|BAGIAN){_STRONG_SPACE}+(?P<bagian_number>{_ORDINAL})\b
    | (?P<paragraf>Paragraf|PARAGRAF){_STRONG_SPACE}+(?P<paragraf_number>[0-9lO]{{1,3}}[A-Z]?)(?![A-Za-z0-9])
    | (?P<pasal>[Pp]asa-?[lLJ1Ii7]|PASAL)[.]?{_STRONG_SPACE}*(?P<pasal_number>{SCANNED_NUMBER})(?![A-Za-z0-9/-])
    )(?P<rest>[^\n]*)""",
    re.VERBOSE,
)
_FIRST_LETTERS = frozenset("BPp\"“”'?")
_KINDS = {
    "buku": Kind.BUKU,
    "bab": Kind.BAB,
    "bagian": Kind.BAGIAN,
    "paragraf": Kind.PARAGRAF,
    "pasal": Kind.PASAL,
}
_GLUED = re.compile(
    rf"""(?<=[ \t])(?<!dengan[ ])(?<!sampai[ ])(?<!dan[ ])(?<!atau[ ])["“?]?(?:[Pp]asa-?[lLJ1Ii][ ]?|PASAL[ ]){NUMBER}(?={NORM}|[ \t.]*\r?$)
    | (?:(?<=[.;:”"][ ])|(?<=[A-Z]{{4}}[ ])|(?<=jelas[ ]))["“]?Pasal[ ]{NUMBER}(?![0-9A-Za-z]) | (?<=[.;:”"][ ])Pasal[ ]?i[ ]
    | (?<=[.;:)”"][ ])(?:BAB[ ][IVXL]{{1,8}}[A-H]?(?![A-Za-z])|(?:Bagian|BAGIAN)[ ]{_ORDINAL}[ .]|Paragraf[ ][0-9]{{1,2}}[ .])
    | (?<=[.;”"?-][ ])[0-9]{{1,3}}[a-z]?\.[ ](?:Ketentuan|Di[ ]?antara|Setelah|Judul|Pasal|Penjelasan|Lampiran|Menambah)\b
    | (?:(?<=[.;:-][ ])|(?<=jelas[ ]))Angka[ ][0-9]{{1,3}}(?![0-9])
    """,
    re.VERBOSE,
)
_GLUED_TO_HEADING = re.compile(
    rf"Bagian[ ]{_ORDINAL}\b|Paragraf[ ][0-9]{{1,2}}\b|(?:[Pp]asa-?[lLJ1Ii][ ]?|PASAL[ ]){NUMBER}(?={NORM}|[ \t.]*\r?$)"
)
_LIST_NUMBER = re.compile(r"[ \t]{0,60}(?:[0-9]{1,3}[a-z]?[ ]?[.][ \t]*|[a-z][ ]?[.][ \t]+(?=BAB[ ]))")
_GROUPING = re.compile(r"[ \t]{0,60}(?:BUKU|BAB|Bagian|BAGIAN|Paragraf|PARAGRAF)[ \t]")


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


_GLUED_WORDS = ("asa", "PASAL", "Angka", "Bagian", "BAB ", "Paragraf")


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line; a part that opens with the heading of a BAB or Bagian is cut again behind that heading."""
    numbered = _LIST_NUMBER.match(line)  # in «7. Pasal 25 dihapus.» and «b. BAB II: Isi» nothing is run together
    behind = numbered.end() if numbered else 0
    places = [0, *(match.start() for match in _GLUED.finditer(line) if match.start() > behind), len(line)]
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
        if match is None:
            continue
        name = next(name for name in _KINDS if match[name])
        if name == "pasal":
            after = lines[index + 1].text if index + 1 < len(lines) else ""
            marker = article(line, match, after, explanation=explanation)
        else:
            marker = _titled(lines, index, _KINDS[name], match[f"{name}_number"], match["rest"])
        if marker:
            found.append(marker)
    return found


_LONGEST_TITLE = 250
_TRIM = " \t\r:.–-_"
_TITLE_END = re.compile(r"(?<=\S)[ \t](?=\(\d{1,3}\)[ \t]|\d{1,3}\.[ \t][A-Z])")


def _titled(lines: list[Line], index: int, kind: Kind, raw_number: str, rest: str) -> Marker | None:
    line = lines[index]
    if is_wrapped_reference(line.before):
        return None
    if kind is Kind.BAGIAN:
        raw_number, behind = _ordinal(raw_number)
        if not raw_number:
            return None  # «Bagian Keuangan» is an office
        rest = behind + rest
    if glued := _TITLE_END.search(rest):  # the norm itself begins on the heading's line
        lead_end = line.end - len(line.text[line.text.index(rest) :]) + glued.start()
        return Marker(kind, _number_of(kind, raw_number), rest[: glued.start()].strip(_TRIM), line.start, lead_end)
    title = rest.strip(_TRIM)
    if title[:1].islower() or len(title) > _LONGEST_TITLE:
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


_NEAR = 0.75  # «Kelautan» is as near to «Kedelapan» as 0.71


def _ordinal(words: str) -> tuple[str, str]:
    """An ordinal, and the word behind it that is none: «Kedua Belas Hak»; a scanned one is read as the nearest («Kellina»)."""
    if ordinal_value(words):
        return words, ""
    number, _, behind = words.rpartition(" ")
    if " " in number and ordinal_value(number):
        return number, f" {behind}"
    near = get_close_matches(words.lower(), ORDINALS, n=1, cutoff=_NEAR) if not number else ()
    return (near[0], "") if near else ("", "")


def _number_of(kind: Kind, raw: str) -> str:
    if kind in (Kind.BAGIAN, Kind.BUKU) and (value := ordinal_value(raw)):
        return str(value)
    if kind is Kind.BAB:
        return raw.replace("l", "I").replace("1", "I")
    return repaired(raw)
