"""The neighbours of a regulation as a small picture: what acts on it above, what it acts on below. Geometry only.

One column, so that its words stay readable on a phone. Colours are the theme's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.enums import RelationKind
from documents.reading_page import Neighbour, Surroundings

if TYPE_CHECKING:
    from documents.models import Regulation

WIDTH, ROW, OWN, GAP = 360, 66, 44, 22
SPINE, LEFT, BOX = 20, 44, 36
MOST = 6
LONGEST_LABEL = 36
#: What says most about a regulation comes first; what it merely refers to is in the lists below the picture.
ORDER = (
    RelationKind.REPEALS,
    RelationKind.REPEALS_PART,
    RelationKind.AMENDS,
    RelationKind.IMPLEMENTS,
    RelationKind.LEGAL_BASIS,
)


@dataclass(frozen=True, slots=True)
class Node:
    """A box with the word of its relation above it; `y` is the top of its row."""

    y: int
    wording: str
    label: str

    @property
    def word_y(self) -> int:
        return self.y + 16

    @property
    def box_y(self) -> int:
        return self.y + 23

    @property
    def middle(self) -> int:
        return self.box_y + BOX // 2

    @property
    def text_y(self) -> int:
        return self.middle + 5


@dataclass(frozen=True, slots=True)
class Graph:
    """What the template draws. `summary` says the same in a sentence; `more` are the relations that have no box."""

    label: str
    above: tuple[Node, ...]
    below: tuple[Node, ...]
    own_y: int
    height: int
    summary: str
    more: int

    width = WIDTH
    spine = SPINE
    left = LEFT
    box = BOX
    box_width = WIDTH - LEFT - 1
    own_height = OWN
    own_width = WIDTH - 2

    @property
    def own_end(self) -> int:
        return self.own_y + OWN

    @property
    def own_text_y(self) -> int:
        return self.own_y + OWN // 2 + 6

    @property
    def arrow_y(self) -> int:
        return self.own_y - 3


def graph(page: "Regulation", surroundings: Surroundings) -> Graph | None:
    """The picture, or None where there is nothing to draw."""
    drawn = _strongest(each for each in surroundings.neighbours if each.relation.kind in ORDER)
    inward = [each for each in drawn if not each.is_outward]
    outward = [each for each in drawn if each.is_outward]
    if not drawn:
        return None
    above = tuple(_nodes(inward[:MOST], 0))
    own_y = len(above) * ROW + (GAP if above else 1)
    below = tuple(_nodes(outward[:MOST], own_y + OWN))
    label = short_name(page)
    return Graph(
        label=label,
        above=above,
        below=below,
        own_y=own_y,
        height=own_y + OWN + len(below) * ROW + 2,
        summary=_summary(label, [*above, *below]),
        more=len(drawn) - len(above) - len(below),
    )


def _strongest(neighbours: Iterable[Neighbour]) -> list[Neighbour]:
    """Each regulation once on its side, by the relation that says most."""
    ordered = sorted(neighbours, key=lambda each: ORDER.index(RelationKind(each.relation.kind)))
    once: dict[tuple[bool, str], Neighbour] = {}
    for each in ordered:
        once.setdefault((each.is_outward, each.url or each.label), each)
    return list(once.values())


def short_name(page: "Regulation") -> str:
    """«Permensos 16/2020»; numbers that hold their year already are not given it again."""
    number = page.number if str(page.year) in page.number else f"{page.number}/{page.year}"
    return Truncator(f"{page.kind.abbreviation} {number}").chars(LONGEST_LABEL)


def _nodes(neighbours: list[Neighbour], top: int) -> list[Node]:
    return [Node(top + index * ROW, _wording(each), _label(each)) for index, each in enumerate(neighbours)]


def _wording(each: Neighbour) -> str:
    return Truncator(f"{each.wording}{f', {each.relation.article_label}' if each.relation.article else ''}").chars(44)


def _label(each: Neighbour) -> str:
    return short_name(each.page) if each.page else Truncator(each.label).chars(LONGEST_LABEL)


def _summary(label: str, nodes: list[Node]) -> str:
    parts = "; ".join(f"{node.wording.lower()} {node.label}" for node in nodes)
    return _("%(label)s: %(parts)s.") % {"label": label, "parts": parts}
