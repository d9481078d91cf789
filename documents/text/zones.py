"""The parts of a regulation (Lampiran II of UU 12/2011): opening, body, closing, explanation, annexes, as places in the text."""

import re
from dataclasses import dataclass

from documents.text.lines import is_wrapped_reference, lines_of
from documents.text.nodes import Kind

_FIRST_LINE = re.compile(
    r"^[ \t]{0,60}(?:BUKU[ \t]+(?:KESATU|I)\b|BAB[ \t]+[I1l]\b|Pasal[ \t]+[1Il][ \t.]*$|\[Perubahan )", re.MULTILINE
)
_FIRST_UNIT = re.compile(
    r"^[ \t]{0,60}(?:BUKU[ \t]+(?:KESATU|I)\b|BAB[ \t]+[I1l]\b|Pasal[ \t]+[1Il][ \t.]*$|\[Perubahan )"
    r"|(?<=[.;:”\"] )(?:BAB [I1l]\b|Pasal [1Il][.]? (?:\(1\)|[A-Z]))",
    re.MULTILINE,
)
_OPENING = {
    Kind.CONSIDERING: re.compile(
        r"\bMenimbang[ \t]{0,10}:|^[ \t]{0,60}(?:Menimbang|MENIMBANG)\b[ \t]{0,10}:?", re.MULTILINE
    ),
    Kind.RECALLING: re.compile(
        r"\bMengingat[ \t]{0,10}:|^[ \t]{0,60}(?:Mengingat|MENGINGAT)\b[ \t]{0,10}:?", re.MULTILINE
    ),
    Kind.NOTING: re.compile(r"\bMemperhatikan[ \t]{0,10}:|^[ \t]{0,60}Memperhatikan\b[ \t]{0,10}:?", re.MULTILINE),
    Kind.ENACTING: re.compile(
        r"\bM\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N[ \t]{0,10}:?|\bMemutuskan[ \t]{0,10}:|\bMenetapkan[ \t]{0,10}:",
        re.MULTILINE,
    ),
}
_EXPLANATION = re.compile(
    r"\bPENJELASAN[ \t\r\n]{1,9}ATAS[ \t\r\n]{1,9}(?:RANCANGAN[ \t]+)?(?:UNDANG|PERATURAN|QANUN|PERPU|PERPPU)"
)
_EXPLANATION_LINE = re.compile(r"^[ \t]{0,60}P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N[ \t]*$", re.MULTILINE)
GENERAL = re.compile(
    r"(?:\A|[.\s])(?<!BAB[ \n])(?P<mark>(?:[IA1l][ \t]?[.,]?[ \t]{0,9}|(?<=\n))(?:PENJELASAN[ \t]{1,9})?"
    r"(?:UMUM\b|Umum[ \t]*(?=\r?\n)))[ \t:.]*"
)
PER_PASAL = re.compile(
    r"(?:\b[I1li]{2}[ \t]?[.,]?[ \t]{0,9})?\bPASAL[ \t\r\n]{0,9}DE[MIivrn]{2,5}[ \t\r\n]{0,9}PASAL\b[ \t:.]*"
)
_OPENING_REACH = 20_000  # characters searched for the opening of a text that has no unit at all
_CLOSING = re.compile(
    r"\bAgar[ \t\r\n]{1,9}(?:supaya[ \t\r\n]{1,9})?(?:se|tiap-)?tiap[ \t\r\n]{1,9}orang|^[ \t]{0,60}(?:Ditetapkan|Disahkan)[ \t]+di\b",
    re.MULTILINE,
)
_ANNEX = re.compile(r"[ \t]{0,60}LAMPIRAN[ \t]*(?P<number>[IVXL]{1,6})?[ \t]*(?::|PERATURAN|KEPUTUSAN|UNDANG|$)")
_ANNEX_AFTER_END = re.compile(r"[ \t]{0,60}(?:LAMPIRAN|Lampiran)[ \t]*(?P<number>[IVXL]{1,6})?[ \t]*[.:]?[ \t]*\r?$")


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the text; `lead_end` is where its heading ends."""

    kind: Kind
    start: int
    lead_end: int
    end: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Zones:
    """All parts, side by side from the first to the last character."""

    opening: tuple[Zone, ...]
    body_start: int
    body_end: int
    tail: tuple[Zone, ...]  # closing, explanation, annexes in the order of the text


def divide(text: str) -> Zones:
    """Find the parts. An annex is never looked into, whatever its rows say."""
    opening, body_start = _opening(text)
    tail = _tail(text, body_start)
    return Zones(opening, body_start, tail[0].start if tail else len(text), tail)


def head(text: str) -> str:
    """The text up to its considerations: the title as printed."""
    first = [match.start() for pattern in _OPENING.values() if (match := pattern.search(text))]
    unit = _FIRST_UNIT.search(text)
    limit = min([*first, unit.start() if unit else len(text), 3000])
    return text[:limit]


def _opening(text: str) -> tuple[tuple[Zone, ...], int]:
    """The parts before the body, and where the body starts."""
    unit = _FIRST_UNIT.search(text)
    limit = unit.start() if unit else min(len(text), _OPENING_REACH)
    marks = ((kind, pattern.search(text, 0, limit)) for kind, pattern in _OPENING.items())
    found = _up_to_enacting(sorted((match.start(), match.end(), kind) for kind, match in marks if match))
    if not found:
        # No considerations: what stands before the first unit is the title.
        return ((Zone(Kind.TITLE, 0, 0, limit),) if unit and limit else ()), (limit if unit else 0)
    if found[-1][2] is Kind.ENACTING:
        found[-1] = _whole_enacting(text, found[-1], limit)
    # Behind «Menetapkan» the body may open anywhere; without that and without a unit its last heading ends the opening.
    body_start = found[-1][1]
    if unit and found[-1][2] is not Kind.ENACTING:
        body_start = unit.start()
    elif found[-1][2] is Kind.ENACTING:
        body_start = _real_body(text, body_start)
    ends = [*(start for start, _, _ in found[1:]), body_start]
    zones = [Zone(kind, start, lead_end, end) for (start, lead_end, kind), end in zip(found, ends, strict=True)]
    if found[0][0]:
        zones.insert(0, Zone(Kind.TITLE, 0, 0, found[0][0]))
    return tuple(zones), body_start


def _real_body(text: str, start: int) -> int:
    """Where the body starts: behind a whole regulation that some sources give inside the considerations, if there is one."""
    line = _FIRST_LINE.search(text, start)
    if line is None or not _CLOSING.search(text, start, line.start()):
        return start
    explanation = _explanation_start(text, start)
    return start if explanation and explanation[0] < line.start() else line.start()


def _whole_enacting(text: str, mark: tuple[int, int, Kind], limit: int) -> tuple[int, int, Kind]:
    """«MEMUTUSKAN:» with a «Menetapkan:» right after it is one heading."""
    start, lead_end, kind = mark
    more = _OPENING[kind].search(text, lead_end, limit)
    return (start, more.end(), kind) if more and not text[lead_end : more.start()].strip() else mark


def _up_to_enacting(found: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """The marks up to «Menetapkan»: nothing of the opening comes after it."""
    for index, (_, _, kind) in enumerate(found):
        if kind is Kind.ENACTING:
            return found[: index + 1]
    return found


def _tail(text: str, body_start: int) -> tuple[Zone, ...]:
    closing = _CLOSING.search(text, body_start)
    explanation = _explanation_start(text, body_start)
    annexes = _annexes(text, body_start, closing.start() if closing else None)
    if annexes and explanation and annexes[0].start < explanation[0] and not _EXPLANATION.match(text, explanation[0]):
        explanation = None  # a word in a table of the annex
    starts: list[tuple[int, int, Kind, str]] = [(zone.start, zone.lead_end, zone.kind, zone.number) for zone in annexes]
    if explanation:
        # Annexes after the explanation are kept, headings inside it are not.
        inside = PER_PASAL.search(text, explanation[0])
        starts = [each for each in starts if each[0] < explanation[0] or (inside and each[0] > inside.end())]
        starts.append((*explanation, Kind.EXPLANATION, ""))
    first = min((start for start, *_ in starts), default=len(text))
    if closing and closing.start() < first:
        starts.append((closing.start(), closing.start(), Kind.CLOSING, ""))
    starts.sort()
    ends = [*(start for start, *_ in starts[1:]), len(text)]
    return tuple(
        Zone(kind, start, lead_end, end, number)
        for (start, lead_end, kind, number), end in zip(starts, ends, strict=False)
    )


def _explanation_start(text: str, body_start: int) -> tuple[int, int] | None:
    for pattern in (_EXPLANATION, _EXPLANATION_LINE):
        if match := pattern.search(text, body_start):
            return match.start(), match.start() + len("PENJELASAN") if pattern is _EXPLANATION else match.end()
    articles = PER_PASAL.search(text, body_start)
    if not articles:
        return None
    at = max(
        (match.start("mark") for match in GENERAL.finditer(text, body_start, articles.start())),
        default=articles.start(),
    )
    return at, at


def _annexes(text: str, body_start: int, closing: int | None) -> list[Zone]:
    found: list[Zone] = []
    for line in lines_of(text, body_start, len(text)):
        if ("AMPIRAN" not in line.text and "ampiran" not in line.text) or is_wrapped_reference(line.before):
            continue
        after_end = closing is not None and line.start > closing
        match = _ANNEX.match(line.text) or (_ANNEX_AFTER_END.match(line.text) if after_end else None)
        if match:
            found.append(
                Zone(
                    Kind.ANNEX,
                    line.start,
                    line.start + match.end("number" if match["number"] else 0),
                    line.end,
                    match["number"] or "",
                )
            )
    return found
