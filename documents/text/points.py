"""Ayat, huruf and angka inside a Pasal, as Lampiran II butir 87 nests them: (1) → a. → 1. → a) → 1)."""

import re
from dataclasses import dataclass

from documents.text.drafts import Draft
from documents.text.lines import Line, is_wrapped_reference, lines_of
from documents.text.nodes import Kind
from documents.text.numbering import letter_value, order, repaired

_MARK = re.compile(
    r"""[ \t]{0,60}(?:
      (?P<ayat>\([ ]?[0-9lOI]{1,3}[a-z]?[ ]?[)1](?=[ \t\r\n(]))
    | (?P<huruf>(?:[a-z]|aa|bb|cc|dd|ee|ff)[ ]?[0-9]?[ ]?\.(?=[ \t\r\n(]))
    | (?P<angka>[0-9]{1,3}[a-z]?[ ]?[.](?=[ \t\r\n]|[A-Z]))
    | (?P<subhuruf>[a-z]\)(?=[ \t\r\n]))
    | (?P<subangka>[0-9]{1,2}\)(?=[ \t\r\n]))
    )[ \t]*""",
    re.VERBOSE,
)
_KINDS = {
    "ayat": Kind.AYAT,
    "huruf": Kind.HURUF,
    "angka": Kind.ANGKA,
    "subhuruf": Kind.SUB_HURUF,
    "subangka": Kind.SUB_ANGKA,
}
_LETTERED = {Kind.HURUF, Kind.SUB_HURUF}
#: The last item but one of a list ends so, the others in commas; «ayat (1) dan» before «(2)» is a reference.
_BETWEEN_ITEMS = re.compile(r"(?:,|(?:\A|[\s;,])(?:dan|atau|dan/atau|serta))\Z")
#: After these no reference goes on: «huruf a; dan», «kecuali» before «a.», a year of which a scan has lost the number.
_NO_REFERENCE = re.compile(r"(?:;\s*(?:dan|atau|dan/atau)|\b[Tt]ahun|\bkecuali)\Z")
_MAX_DEPTH = 6
_GAP = 3  # numbers lost by a scanner in one list


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate for a point: kind, number and the place where its text begins."""

    kind: Kind
    number: str
    start: int
    lead_end: int


def add_points(parent: Draft, text: str, *, quoted: bool = False) -> None:
    """Split the parent's own text into points. `quoted`: a passage of an amendment, whose list may start anywhere."""
    place(parent, line_marks(text, parent.lead_end, parent.end), quoted=quoted)


def line_marks(text: str, start: int, end: int) -> list[Mark]:
    """Points that open a line, and those that follow directly: «(1) a. …»."""
    found: list[Mark] = []
    for line in lines_of(text, start, end):
        if not _MARK.match(line.text):
            continue
        found.extend(mark for mark in _marks_of(line) if not _is_reference(line.before, mark.kind))
    return found


def _is_reference(before: str, kind: Kind) -> bool:
    """Whether the mark only ends a wrapped reference, judged by the line before it."""
    if _NO_REFERENCE.search(before) or (kind is not Kind.AYAT and _BETWEEN_ITEMS.search(before)):
        return False
    return is_wrapped_reference(before) and not before.endswith(",")


def _marks_of(line: Line) -> list[Mark]:
    marks: list[Mark] = []
    at = 0
    while len(marks) < 3 and (match := _MARK.match(line.text, at)):
        name = next(name for name in _KINDS if match[name])
        number = re.sub(r"[\s.()]", "", match[name])
        if name == "ayat":
            number = _ayat_number(match[name])
        marks.append(Mark(_KINDS[name], number, line.start + at, line.start + match.end()))
        at = match.end()
    return marks


def _ayat_number(raw: str) -> str:
    inside = raw.strip("( ")[:-1].strip()  # the last character closes, also when scanned as 1
    match = re.fullmatch(r"([0-9lOI]+?)([a-km-z]?)", inside)
    if not match:
        return inside
    digits = match[1] if match[1].isdigit() else match[1].replace("l", "1").replace("I", "1").replace("O", "0")
    return repaired(digits) + match[2]


def place(parent: Draft, marks: list[Mark], *, quoted: bool = False) -> None:
    """Hang the marks that continue or open a list into the parent; the others stay plain text."""
    path = [parent]
    for mark in marks:
        level = _level(path, mark, quoted=quoted)
        if level is None:
            continue
        for closed in path[level:]:
            closed.end = mark.start
        del path[level:]
        point = Draft(mark.kind, mark.start, mark.lead_end, parent.end, mark.number)
        path[-1].children.append(point)
        path.append(point)


def _level(path: list[Draft], mark: Mark, *, quoted: bool) -> int | None:
    """The depth in `path` where the mark belongs; None if it continues no open list and cannot start one."""
    for gap in (1, _GAP):
        for level in range(len(path) - 1, 0, -1):
            point = path[level]
            if point.kind is mark.kind and _follows(point.number, mark.number, gap, lettered=mark.kind in _LETTERED):
                return level
    if len(path) > _MAX_DEPTH or path[-1].kind is mark.kind:
        return None
    if mark.kind is Kind.AYAT and (len(path) > 1 or path[0].kind is Kind.AYAT):
        return None
    if mark.number in ("1", "a") or (quoted and len(path) == 1):
        return len(path)
    return None


def _follows(before: str, number: str, gap: int, *, lettered: bool) -> bool:
    if lettered:
        first, second = _letter_order(before), _letter_order(number)
    else:
        first, second = order(before), order(number)
    return first < second and second[0] - first[0] <= gap


def _letter_order(number: str) -> tuple[int, int, str]:
    letters = number.rstrip("0123456789")
    return letter_value(letters), len(number) - len(letters), number[len(letters) :]
