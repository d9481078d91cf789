"""A candidate for a unit's first line, and the choice among candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.text.chains import best_chain
from documents.text.nodes import Kind
from documents.text.numbering import order

# How likely a candidate for a Pasal is one, before its neighbours are known.
SURE = 1.0
RUN_ON = 0.7  # after a sentence, in mid-line
DOUBTFUL = 0.3  # what stands before or after it speaks against it
MAYBE = -0.05  # in mid-sentence: counts only where it fills a gap


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


def pick(markers: Sequence[Marker], *, loose: bool = False) -> list[Marker]:
    """Those of one kind whose numbers rise best; `loose` where numbers are left out by nature."""
    keys = [order(marker.number) for marker in markers]
    return [markers[index] for index in best_chain(keys, [marker.weight for marker in markers], loose=loose)]
