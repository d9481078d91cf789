"""The Penjelasan: general part, then Pasal by Pasal, with «Ayat (2)» and «Huruf a» often in mid-line."""

import re

from documents.text import amendments
from documents.text.drafts import Draft
from documents.text.headings import headings
from documents.text.markers import Marker, pick
from documents.text.nodes import Kind
from documents.text.numbering import repaired, roman_value
from documents.text.points import Mark, place
from documents.text.zones import GENERAL, PER_PASAL

_POINT = re.compile(
    r"(?:(?<=\n)|(?<=[.;:_)] )|(?<=jelas )|(?<=\A))[ \t]{0,60}(?:Ayat[ \t]*\([ ]?(?P<ayat>[0-9lO]{1,3}[a-z]?)[ ]?[)1]"
    r"|Huruf[ \t]+(?P<huruf>[a-z]{1,2}[0-9]?)(?![a-z])|Angka[ \t]+(?P<angka>[0-9lO]{1,3}[a-z]?)(?![0-9]))[ \t.]*"
)


def add_explanation(parent: Draft, text: str) -> None:
    """General part and Pasal by Pasal below the explanation; its title stays its own text."""
    general = GENERAL.search(text, max(parent.start - 1, 0), parent.end)
    articles = PER_PASAL.search(text, parent.start, parent.end)
    if general and articles and general.start("mark") > articles.start():
        general = None
    if general and not articles:
        _add_unannounced(parent, text, general)
        return
    middle = articles.start() if articles else parent.end
    if general:
        parent.children.append(Draft(Kind.EXPLANATION_GENERAL, general.start("mark"), general.end(), middle))
    if articles:
        part = Draft(Kind.EXPLANATION_ARTICLES, articles.start(), articles.end(), parent.end)
        parent.children.append(part)
        _add_articles(part, text)
    elif not general:
        _add_articles(parent, text)


def _add_unannounced(parent: Draft, text: str, general: re.Match[str]) -> None:
    """«Pasal demi pasal» is lost: the articles begin with the first Pasal after the general part."""
    _add_articles(parent, text, start=general.end())
    first = parent.children[0].start if parent.children else parent.end
    parent.children.insert(0, Draft(Kind.EXPLANATION_GENERAL, general.start("mark"), general.end(), first))


def _add_articles(part: Draft, text: str, *, start: int = 0) -> None:
    found = [
        marker
        for marker in headings(text, start or part.lead_end, part.end, explanation=True)
        if marker.kind is Kind.PASAL
    ]
    roman = [marker for marker in found if roman_value(marker.number) and marker.number != "I"]
    if roman or (found and found[0].number == "I"):
        found = [marker for marker in found if roman_value(marker.number)]
    chosen = pick(found, loose=True)
    for draft in _side_by_side(part, chosen, Kind.EXPLAINED_PASAL):
        if roman_value(draft.number):
            _add_items(draft, text)
        else:
            place(draft, _points(text, draft.lead_end, draft.end), quoted=True)


def _add_items(draft: Draft, text: str) -> None:
    items = _side_by_side(draft, amendments.explained_items(text, draft.lead_end, draft.end), Kind.AMENDMENT)
    for item in items or [draft]:
        quoted = [
            m
            for m in headings(text, item.lead_end, item.end, explanation=True)
            if m.kind is Kind.PASAL and m.number[:1].isdigit()
        ]
        chosen = pick(quoted, loose=True)
        for explained in _side_by_side(item, chosen, Kind.EXPLAINED_PASAL):
            place(explained, _points(text, explained.lead_end, explained.end), quoted=True)


def _side_by_side(parent: Draft, markers: list[Marker], kind: Kind) -> list[Draft]:
    ends = [*(marker.start for marker in markers[1:]), parent.end]
    parent.children = [
        Draft(kind, marker.start, marker.lead_end, end, marker.number, marker.heading)
        for marker, end in zip(markers, ends, strict=False)
    ]
    return parent.children


def _points(text: str, start: int, end: int) -> list[Mark]:
    marks = []
    for match in _POINT.finditer(text, start, end):
        name = match.lastgroup or ""
        kind = {"ayat": Kind.AYAT, "huruf": Kind.HURUF, "angka": Kind.ANGKA}[name]
        number = match[name] if name == "huruf" else repaired(match[name])
        marks.append(Mark(kind, number, match.start(), match.end()))
    return marks
