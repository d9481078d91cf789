"""The body: which candidates are headings, and how they nest."""

import re
from dataclasses import replace

from documents.text import amendments
from documents.text.drafts import Draft
from documents.text.headings import headings
from documents.text.markers import Marker, pick
from documents.text.nodes import Kind
from documents.text.numbering import order, roman_value
from documents.text.points import add_points
from documents.text.turned import with_turned, without_pasal

_RANK = {Kind.BUKU: 1, Kind.BAB: 2, Kind.BAGIAN: 3, Kind.PARAGRAF: 4, Kind.PASAL: 5, Kind.AMENDED_UNIT: 5}
_SINGLE = re.compile(r"(?:(?<=[\s.;:”\"]))(?:Pasal[ ](?:tunggal|Tunggal|TUNGGAL)|Satu-satunya[ ]pasal)[.:]?[ \t]*")
_LEAP = 20  # Pasal a scan may have lost; a wider gap inside an amending body is a quotation


def add_body(parent: Draft, text: str, *, amending: bool) -> None:
    """Fill the parent with the units of its own text, down to the points of every Pasal."""
    found = headings(text, parent.lead_end, parent.end)
    changed = _amended_units(text, parent.lead_end, parent.end)
    accepted = _top_level(found, text, parent.lead_end, parent.end, amending=amending)
    _nest(parent, sorted([*accepted, *changed], key=lambda marker: marker.start))
    for unit in _leaves(parent):
        if unit.kind is Kind.PASAL:
            _fill_pasal(unit, text)
        elif unit.kind is Kind.AMENDED_UNIT:
            add_points(unit, text, quoted=True)


def _top_level(found: list[Marker], text: str, start: int, end: int, *, amending: bool) -> list[Marker]:
    pasal = [marker for marker in found if marker.kind is Kind.PASAL]
    roman = [marker for marker in pasal if roman_value(marker.number)]
    if roman and (amending or _looks_roman(roman, pasal, text)):
        chosen = _with_first(pick(roman), pasal, text)
    elif triggers := amendments.Triggers(text, pasal[0].start if pasal else len(text)):
        chosen = _around_quotations(_as_arabic(pasal), text, triggers)
    else:
        chosen = with_turned(pick(_as_arabic(pasal)), text)
    chosen = chosen or _only_one(text, start, end) or pick(roman)
    return [*(without_pasal(head, chosen, text) for head in _framing(found, chosen)), *chosen]


def _only_one(text: str, start: int, end: int) -> list[Marker]:
    """The article of a law of the fifties that has only one, without a number: «Pasal tunggal.», «Satu-satunya pasal.»"""
    match = _SINGLE.search(text, start, end)
    return [Marker(Kind.PASAL, "tunggal", "", match.start(), match.end())] if match else []


def _looks_roman(roman: list[Marker], pasal: list[Marker], text: str) -> bool:
    numbers = [marker.number for marker in roman]
    if numbers[0] == "II":  # «Pasal 1», «Pasal II»: the first I scanned as 1
        return _is_first(pick([each for each in _as_arabic(pasal) if each.start < roman[0].start]), text)
    return "I" in numbers and "II" in numbers and pasal[0].number == "I"


def _is_first(arabic: list[Marker], text: str) -> bool:
    """Whether a «Pasal 1» before «Pasal II» is Pasal I: it is alone or announces what the others quote."""
    if not arabic or arabic[0].number != "1":
        return False
    return len(arabic) == 1 or bool(amendments.TRIGGER.search(text, arabic[0].lead_end, arabic[1].start))


def _with_first(roman: list[Marker], pasal: list[Marker], text: str) -> list[Marker]:
    """The roman Pasal; where a scan has lost «Pasal I», it may stand as 1, or what it quoted stands alone."""
    if roman and roman[0].number == "I":
        return roman
    before = pick([marker for marker in _as_arabic(pasal) if not roman or marker.start < roman[0].start], loose=True)
    if roman and _is_first(before, text):
        before = [replace(before[0], number="I")]
    return [*before, *roman]


def _as_arabic(pasal: list[Marker]) -> list[Marker]:
    """A lone «Pasal I» or «Pasal l» of a scan is Pasal 1; other romans are no heading here."""
    kept = []
    for marker in pasal:
        if marker.number in ("I", "l"):
            kept.append(replace(marker, number="1"))
        elif marker.number[:1].isdigit():
            kept.append(marker)
    return kept


def _around_quotations(pasal: list[Marker], text: str, triggers: amendments.Triggers) -> list[Marker]:
    """Arabic Pasal of which some quote others: what a quotation holds must not close the Pasal around it."""
    chosen: list[Marker] = []
    for marker in pasal:
        if marker.weight <= 0:
            continue
        quoting = bool(chosen) and triggers.stand_between(chosen[-1].lead_end, marker.start)
        if not chosen or _continues(chosen[-1], marker, text, quoting=quoting, final=pasal[-1]):
            chosen.append(marker)
    return chosen


def _continues(last: Marker, marker: Marker, text: str, *, quoting: bool, final: Marker) -> bool:
    """Whether the marker is the next Pasal of the regulation itself, `final` being its last candidate."""
    before, now = order(last.number), order(marker.number)
    if now <= before:
        return False
    if quoting:
        return now[0] <= before[0] + 1 and not amendments.quotes(text, marker, marker.number)
    return now[0] - before[0] <= _LEAP or order(final.number) >= now


def _framing(found: list[Marker], pasal: list[Marker]) -> list[Marker]:
    """BUKU, BAB, Bagian, Paragraf that stand around the chosen Pasal, not inside a quotation or after the last."""
    heads = [marker for marker in found if marker.kind is not Kind.PASAL]
    if pasal:
        limit = pasal[0].start if roman_value(pasal[0].number) else pasal[-1].start
        heads = [marker for marker in heads if marker.start < limit]
    if any(marker.kind is Kind.BUKU for marker in heads):
        return heads  # BAB are numbered anew in every BUKU
    chapters = pick([marker for marker in heads if marker.kind is Kind.BAB])
    return [*chapters, *(marker for marker in heads if marker.kind is not Kind.BAB)]


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
        if quoting or headings(text, unit.lead_end, unit.end) or _only_one(text, unit.lead_end, unit.end):
            _fill_quoting(unit, text, quoting)
            return
    add_points(unit, text)


def _fill_quoting(unit: Draft, text: str, items: list[Marker]) -> None:
    for index, item in enumerate(items):
        end = items[index + 1].start if index + 1 < len(items) else unit.end
        unit.children.append(Draft(item.kind, item.start, item.lead_end, end, item.number))
    for holder in list(unit.children):
        _add_quotations(holder, text)
    # Before the first item found may stand one whose number a scan has lost.
    before = Draft(unit.kind, unit.start, unit.lead_end, items[0].start if items else unit.end)
    _add_quotations(before, text)
    unit.children[:0] = before.children


def _add_quotations(holder: Draft, text: str) -> None:
    """The Pasal (and BAB) an instruction quotes hang below it; its own words stay its text."""
    found = headings(text, holder.lead_end, holder.end)
    pasal = [marker for marker in found if marker.kind is Kind.PASAL]
    chosen = pick(_as_arabic(pasal), loose=True) or _only_one(text, holder.lead_end, holder.end)
    frame = [marker for marker in found if marker.kind is not Kind.PASAL]
    _nest(holder, sorted([*chosen, *frame], key=lambda marker: marker.start))
    for quoted in _leaves(holder):
        add_points(quoted, text, quoted=True)


_UNIT_CODE = re.compile(r"^\[Perubahan (?P<code>[^\]\n]{1,200})\][ \t]*", re.MULTILINE)
_CODE_PARTS = re.compile(
    r"_(Article|Section|Letter|Number|Attachment|Chapter)_([0-9A-Za-z]+)(?:_([0-9]+[a-z]?))?(?![0-9A-Za-z])",
    re.IGNORECASE,
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
