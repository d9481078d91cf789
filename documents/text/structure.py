"""Parses the text of a regulation into its tree: `parse(text)`.

Works on clean and on scanned, hard-wrapped text. Never fails and never drops a character: what is not understood stays as
text of the unit it stands in, so `verbatim(parse(text)) == text` for every text.
"""

from documents.text import amendments, zones
from documents.text.anchors import AnchorBook
from documents.text.body import add_body
from documents.text.drafts import Draft, finished
from documents.text.explanation import add_explanation
from documents.text.nodes import Kind, Node, verbatim, walk
from documents.text.points import add_points

__all__ = ["Kind", "Node", "parse", "verbatim", "walk"]

_WITH_POINTS = (Kind.CONSIDERING, Kind.RECALLING, Kind.NOTING)


def parse(text: str) -> Node:
    """The tree of a regulation. Its printed title decides whether it amends another.

    It rests on the text alone, for equal texts are stored once, with one tree. Catalogues shorten titles («Perubahan UU 29-2002»).
    """
    parts = zones.divide(text)
    amending = amendments.is_amending(zones.head(text))
    root = Draft(Kind.DOCUMENT, 0, 0, len(text))
    for zone in parts.opening:
        root.children.append(_draft(zone))
        if zone.kind in _WITH_POINTS:
            add_points(root.children[-1], text)
    body = Draft(Kind.DOCUMENT, parts.body_start, parts.body_start, parts.body_end)
    add_body(body, text, amending=amending)
    _hang(root, body)
    for zone in parts.tail:
        root.children.append(_draft(zone))
        if zone.kind is Kind.EXPLANATION:
            add_explanation(root.children[-1], text)
    return finished(root, text, AnchorBook())


def _draft(zone: zones.Zone) -> Draft:
    return Draft(zone.kind, zone.start, zone.lead_end, zone.end, zone.number)


def _hang(root: Draft, body: Draft) -> None:
    """The body's units become the root's; words before the first of them belong to what stands before."""
    first = body.children[0].start if body.children else body.end
    if root.children:
        root.children[-1].end = first
        last = root.children[-1]
        while last.children:
            last = last.children[-1]
            last.end = first
    root.children.extend(body.children)
