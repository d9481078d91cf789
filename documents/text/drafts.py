"""A node under construction: places in the text instead of strings. Nothing is copied, so nothing can get lost."""

from dataclasses import dataclass, field

from documents.text.anchors import AnchorBook
from documents.text.nodes import Kind, Node


@dataclass(slots=True)
class Draft:
    """A unit from `start` (its marker) over `lead_end` (its own text begins) to `end` (its last child's end)."""

    kind: Kind
    start: int
    lead_end: int
    end: int
    number: str = ""
    heading: str = ""
    children: list["Draft"] = field(default_factory=list)


def finished(draft: Draft, text: str, anchors: AnchorBook, prefix: str = "") -> Node:
    """The frozen node; children must lie in order, side by side, up to the draft's end."""
    anchor = anchors.take(draft.kind, draft.number, prefix)
    first_child = draft.children[0].start if draft.children else draft.end
    return Node(
        kind=draft.kind,
        number=draft.number,
        heading=draft.heading,
        lead=text[draft.start : draft.lead_end],
        text=text[draft.lead_end : first_child],
        anchor=anchor,
        children=tuple(finished(child, text, anchors, anchor) for child in draft.children),
    )
