"""The body: which candidates are headings, and how they nest."""

import re
from collections.abc import Sequence

from documents.text import amendments
from documents.text.drafts import Draft
from documents.text.markers import Marker, headings
from documents.text.nodes import Kind
from documents.text.numbering import longest_rising, order, roman_value
from documents.text.points import add_points

_RANK = {Kind.BUKU: 1, Kind.BAB: 2, Kind.BAGIAN: 3, Kind.PARAGRAF: 4, Kind.PASAL: 5, Kind.AMENDED_UNIT: 5}
_LEAP = 20  # Pasal a scan may have lost in an amending body before a number is taken for a quotation


def add_body(parent: Draft, text: str, *, amending: bool) -> None:
    """Fill the parent with the units of its own text, down to the points of every Pasal."""
    found = headings(text, parent.lead_end, parent.end)
    changed = _amended_units(text, parent.lead_end, parent.end)
    accepted = _top_level(found, text, amending=amending)
    _nest(parent, sorted([*accepted, *changed], key=lambda marker: marker.start))
    for unit in _leaves(parent):
        if unit.kind is Kind.PASAL:
            _fill_pasal(unit, text)
        elif unit.kind is Kind.AMENDED_UNIT:
            add_points(unit, text, quoted=True)


def _top_level(found: list[Marker], text: str, *, amending: bool) -> list[Marker]:
    pasal = [marker for marker in found if marker.kind is Kind.PASAL]
    roman = [marker for marker in pasal if roman_value(marker.number)]
    if roman and (amending or _looks_roman(roman, pasal)):
        chosen = _pick(roman)
    elif amendments.TRIGGER.search(text, *_span(pasal, text)):
        chosen = _around_quotations(_as_arabic(pasal), text)
    else:
        chosen = _pick(_as_arabic(pasal))
    return [*_framing(found, chosen), *chosen]


def _looks_roman(roman: list[Marker], pasal: list[Marker]) -> bool:
    numbers = [marker.number for marker in roman]
    return "I" in numbers and "II" in numbers and pasal[0].number == "I"


def _as_arabic(pasal: list[Marker]) -> list[Marker]:
    """A lone «Pasal I» or «Pasal l» of a scan is Pasal 1; other romans are no heading here."""
    kept = []
    for marker in pasal:
        if marker.number in ("I", "l"):
            kept.append(Marker(marker.kind, "1", marker.heading, marker.start, marker.lead_end, marker.announced))
        elif marker.number[:1].isdigit():
            kept.append(marker)
    return kept


def _span(pasal: list[Marker], text: str) -> tuple[int, int]:
    return (pasal[0].start, len(text)) if pasal else (len(text), len(text))


def _pick(markers: Sequence[Marker]) -> list[Marker]:
    return [markers[index] for index in longest_rising([order(marker.number) for marker in markers])]


def _around_quotations(pasal: list[Marker], text: str) -> list[Marker]:
    """Arabic Pasal of which some quote others: what a quotation holds must not close the Pasal around it."""
    chosen: list[Marker] = []
    trigger = None
    for marker in pasal:
        if not chosen:
            chosen.append(marker)
            continue
        last = order(chosen[-1].number)
        now = order(marker.number)
        trigger = amendments.TRIGGER.search(text, chosen[-1].lead_end, marker.start)
        if now <= last or (trigger and (now[0] > last[0] + 1 or amendments.quotes(text, marker, marker.number))):
            continue
        if not trigger and now[0] - last[0] > _LEAP and marker is not pasal[-1] and order(pasal[-1].number) < now:
            continue
        chosen.append(marker)
    return chosen


def _framing(found: list[Marker], pasal: list[Marker]) -> list[Marker]:
    """BUKU, BAB, Bagian, Paragraf that stand around the chosen Pasal, not inside a quotation."""
    frame = [marker for marker in found if marker.kind is not Kind.PASAL]
    last = pasal[-1].start if pasal else -1
    first = pasal[0].start if pasal else -1
    starts = [marker.start for marker in pasal]
    heads: list[Marker] = []
    for marker in frame:
        following = (
            next((start for start in starts if start > marker.start), None)
            if len(starts) < 3
            else _after(starts, marker.start)
        )
        if pasal and following is None and marker.start > last:
            continue
        if roman_value(pasal[0].number) if pasal else False:
            if marker.start > first:
                continue
        heads.append(marker)
    books = any(marker.kind is Kind.BUKU for marker in heads)
    chapters = [marker for marker in heads if marker.kind is Kind.BAB]
    kept = set(map(id, chapters if books else _pick(chapters)))
    return [marker for marker in heads if marker.kind is not Kind.BAB or id(marker) in kept]


def _after(starts: list[int], place: int) -> int | None:
    from bisect import bisect_right

    at = bisect_right(starts, place)
    return starts[at] if at < len(starts) else None


def _nest(parent: Draft, markers: list[Marker]) -> None:
    path: list[tuple[int, Draft]] = [(0, parent)]
    for marker in markers:
        rank = _RANK[marker.kind]
        while path[-1][0] >= rank:
            path.pop()[1].end = marker.start
        draft = Draft(marker.kind, marker.start, marker.lead_end, parent.end, marker.number, marker.heading)
        path[-1][1].children.append(draft)
        path.append((rank, draft))


def _leaves(parent: Draft) -> list[Draft]:
    """The Pasal below, however deep; the list is made before they get children of their own."""
    found: list[Draft] = []
    for child in parent.children:
        if child.kind in (Kind.PASAL, Kind.AMENDED_UNIT):
            found.append(child)
        else:
            found.extend(_leaves(child))
    return found


def _fill_pasal(unit: Draft, text: str) -> None:
    if roman_value(unit.number) or amendments.TRIGGER.search(text, unit.lead_end, unit.end):
        quoting = [*amendments.items(text, unit.lead_end, unit.end)]
        if quoting or headings(text, unit.lead_end, unit.end):
            _fill_quoting(unit, text, quoting)
            return
    add_points(unit, text)


def _fill_quoting(unit: Draft, text: str, items: list[Marker]) -> None:
    for index, item in enumerate(items):
        end = items[index + 1].start if index + 1 < len(items) else unit.end
        unit.children.append(Draft(item.kind, item.start, item.lead_end, end, item.number))
    for holder in unit.children or [unit]:
        _add_quotations(holder, text)


def _add_quotations(holder: Draft, text: str) -> None:
    """The Pasal (and BAB) an instruction quotes hang below it; its own words stay its text."""
    found = headings(text, holder.lead_end, holder.end)
    pasal = [marker for marker in found if marker.kind is Kind.PASAL and marker.number[:1].isdigit()]
    chosen = _pick(pasal)
    frame = [marker for marker in found if marker.kind is not Kind.PASAL]
    _nest(holder, sorted([*chosen, *frame], key=lambda marker: marker.start))
    for quoted in _leaves(holder):
        add_points(quoted, text, quoted=True)


_UNIT_CODE = re.compile(r"^\[Perubahan (?P<code>[^\]\n]{1,200})\][ \t]*", re.MULTILINE)
_CODE_PARTS = re.compile(
    r"_(Article|Section|Letter|Number|Attachment|Chapter)_([0-9A-Za-z]+)(?:_([0-9a-z]+))?", re.IGNORECASE
)


def _amended_units(text: str, start: int, end: int) -> list[Marker]:
    """Lines «[Perubahan PP_2012_39_Section_5_2_Letter_A] …»: the form in which some sources give amended units."""
    return [
        Marker(Kind.AMENDED_UNIT, _unit_name(match["code"]), "", match.start(), match.end())
        for match in _UNIT_CODE.finditer(text, start, end)
    ]


def _unit_name(code: str) -> str:
    words: list[str] = []
    for name, first, second in _CODE_PARTS.findall(code):
        match name.lower():
            case "article":
                words.append(f"Pasal {first}")
            case "section":
                words.append(f"Pasal {first} ayat ({second})" if second else f"Pasal {first}")
            case "letter":
                words.append(f"huruf {first.lower()}")
            case "number" if first != "0":
                words.append(f"angka {first}")
            case "attachment":
                words.append(f"Lampiran {first}")
    return " ".join(words)
