"""Headings of which a scan gives the number before the word: «26 Pasal Hak bebas …» between Pasal 25 and Pasal 27."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from documents.text.lines import is_wrapped_reference
from documents.text.markers import Marker
from documents.text.nodes import Kind

_LOOKED_AT = 400
_TURNED = re.compile(r"(?<=\s)(?P<number>[1-9][0-9]{0,2})[ ]Pasal[ ](?=[A-Z]|\([1l]\))")


def with_turned(pasal: Sequence[Marker], text: str) -> list[Marker]:
    """The chosen Pasal, and between n-1 and n+1 the one place that reads «n Pasal»; nothing where two do."""
    restored = list(pasal)
    for last, following in pairwise(pasal):
        if last.number.isdigit() and following.number == str(int(last.number) + 2):
            restored += _between(last, following, text)
    return sorted(restored, key=lambda marker: marker.start)


def _between(last: Marker, following: Marker, text: str) -> list[Marker]:
    wanted = str(int(last.number) + 1)
    found = [
        Marker(Kind.PASAL, wanted, "", match.start(), match.end())
        for match in _TURNED.finditer(text, last.lead_end, following.start)
        if match["number"] == wanted and not is_wrapped_reference(_before(text, last.lead_end, match.start()))
    ]
    return found if len(found) == 1 else []


def _before(text: str, start: int, end: int) -> str:
    """The words just before a place, no more of them than `is_wrapped_reference` looks at."""
    return text[max(start, end - _LOOKED_AT) : end].rstrip()


def without_pasal(head: Marker, pasal: Sequence[Marker], text: str) -> Marker:
    """The heading of a BAB or Bagian up to the Pasal that stands in its line, if one does; `pasal` in order."""
    index = bisect_right(pasal, head.start, key=lambda marker: marker.start)
    inside = pasal[index] if index < len(pasal) else None
    if inside is None or inside.start >= head.lead_end:
        return head
    title = head.heading.partition(text[inside.start : inside.lead_end].strip())[0]
    return replace(head, heading=title.strip(), lead_end=inside.start)
