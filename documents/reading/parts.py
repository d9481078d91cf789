"""A long text in parts that a slow phone can fetch one by one; a text of ordinary length is one part.

Parts follow each other without a gap. They begin with a chapter where they can; a chapter that is too long goes on in the
next part under the same heading, and only an article longer than half a part is cut itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from documents.reading.labels import ARTICLES, Tree
from documents.text.nodes import Kind

#: Characters of a part. 24,000 make about 8 KB of compressed HTML; 95 of 100 regulations of the corpus are shorter.
LONGEST_PART = 24_000
_MARKUP = 25  # what a unit weighs beside its words, in characters
PREFIX = "mulai-"
#: «?di=pasal-200» at the address of a regulation leads to the part in which that place stands.
PLACE = "di"


@dataclass(frozen=True, slots=True)
class Part:
    """`tree` holds the units of this part below their headings; `slug` is its address («mulai-bab-ii»), "" for the first."""

    slug: str
    tree: Tree
    anchors: frozenset[str]


@dataclass(slots=True)
class _Atom:
    """A piece that no part divides: a unit, or the head of one whose children are atoms of their own."""

    path: tuple[Tree, ...]
    unit: Tree
    origin: str  # the anchor of the unit it comes from
    size: int
    is_heading: bool = False


@dataclass(slots=True)
class _Box:
    atoms: list[_Atom] = field(default_factory=list)
    size: int = 0

    def put(self, atom: _Atom) -> None:
        self.atoms.append(atom)
        self.size += atom.size

    def trailing_headings(self) -> list[_Atom]:
        """Headings at the end, taken out: they belong to what follows."""
        taken: list[_Atom] = []
        while len(self.atoms) > 1 and self.atoms[-1].is_heading:
            taken.insert(0, self.atoms.pop())
        return taken


class Division:
    """The parts of one text."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self._of_anchor = {anchor: index for index, part in reversed(list(enumerate(parts))) for anchor in part.anchors}

    @classmethod
    def of(cls, tree: Tree, *, longest: int = LONGEST_PART) -> Self:
        """A text that fits is one part and stays as it is."""
        if size(tree) <= longest:
            return cls.undivided(tree)
        boxes = _packed(tree, longest)
        return cls(tuple(_part(box, is_first=not index) for index, box in enumerate(boxes)))

    @classmethod
    def undivided(cls, tree: Tree) -> Self:
        """One part, whatever the length."""
        return cls((Part("", tree, frozenset()),))

    @property
    def is_divided(self) -> bool:
        return len(self.parts) > 1

    def index_of(self, slug: str) -> int | None:
        """The place of the part with this address."""
        return next((index for index, part in enumerate(self.parts) if part.slug == slug), None)

    def anchor_of(self, slug: str) -> str | None:
        """The place with which a part once began that this address belonged to."""
        wanted = slug.removeprefix(PREFIX)
        return next((anchor for anchor in self._of_anchor if anchor.lower() == wanted), None)

    def index_at(self, anchor: str) -> int:
        """The place of the part in which this anchor stands; that of the first for an anchor that is unknown."""
        return self._of_anchor.get(anchor, 0)

    def address(self, index: int, home: str) -> str:
        """The address of a part, below that of the regulation."""
        slug = self.parts[index].slug
        return f"{home}{slug}/" if slug else home

    def of_unit(self, unit: Tree) -> set[int]:
        """The parts over which a unit is spread."""
        found = {self.index_at(unit.get("anchor", ""))}
        return found.union(*(self.of_unit(child) for child in unit.get("children", ())))


def address_at(home: str, anchor: str) -> str:
    """The address of a place in a text of which one does not know how it is divided."""
    return f"{home}?{PLACE}={anchor}#{anchor}"


def permalink(home: str, anchor: str) -> str:
    """The address of an article or a place in it by itself; of any other place, that in the text."""
    return f"{home}{anchor.lower()}/" if anchor.startswith("pasal-") else address_at(home, anchor)


def size(unit: Tree) -> int:
    """About how many characters the unit takes on the page."""
    own = len(unit.get("text", "")) + len(unit.get("lead", "")) + _MARKUP
    return own + sum(size(child) for child in unit.get("children", ()))


def _packed(tree: Tree, longest: int) -> list[_Box]:
    boxes = [_Box()]
    for atom in _own_text(tree, (), longest):
        _pack(boxes, atom, longest)
    for child in tree.get("children", ()):
        if boxes[-1].size > longest // 2 and boxes[-1].size + size(child) > longest:
            boxes.append(_Box())
        for atom in _atoms(child, (), longest):
            _pack(boxes, atom, longest)
    return boxes


def _pack(boxes: list[_Box], atom: _Atom, longest: int) -> None:
    if boxes[-1].atoms and boxes[-1].size + atom.size > longest:
        held = boxes[-1].trailing_headings()
        boxes.append(_Box())
        for each in held:
            boxes[-1].put(each)
    boxes[-1].put(atom)


def _atoms(unit: Tree, path: tuple[Tree, ...], longest: int) -> Iterator[_Atom]:
    weight = size(unit)
    whole = longest // 2 if Kind(unit["kind"]) in ARTICLES else longest // 4
    if weight <= whole:
        yield _Atom(path, unit, unit.get("anchor", ""), weight)
        return
    yield from _own_text(unit, path, longest)
    for child in unit.get("children", ()):
        yield from _atoms(child, (*path, unit), longest)


def _own_text(unit: Tree, path: tuple[Tree, ...], longest: int) -> Iterator[_Atom]:
    """A unit without its children, cut where its own text is too long for one part."""
    text, start = unit.get("text", ""), 0
    for number, end in enumerate(_cuts(text, longest // 2), start=1):
        own = unit.get("anchor", "")
        piece = {**unit, "text": text[start:end], "offset": start, "children": ()}
        if number > 1:
            piece |= {"anchor": f"{own or 'naskah'}-lanjutan-{number}", "origin": own, "continued": True}
        yield _Atom(path, piece, own, end - start + _MARKUP, is_heading=not text.strip())
        start = end


def _cuts(text: str, longest: int) -> Iterator[int]:
    """Where a text is cut: at a paragraph, else at a line, else at a blank, else anywhere."""
    at = 0
    while len(text) - at > longest:
        window = text[at : at + longest]
        cut = next((where + 1 for mark in ("\n\n", "\n", " ") if (where := window.rfind(mark)) > longest // 2), longest)
        at += cut
        yield at
    yield len(text)


def _part(box: _Box, *, is_first: bool) -> Part:
    root: Tree = {"kind": Kind.DOCUMENT.value, "children": []}
    shown: dict[str, Tree] = {}
    anchors: set[str] = set()
    for atom in box.atoms:
        anchors |= set(_anchors(atom.unit))
        known = shown.get(atom.origin)
        if known is not None and atom.unit.get("continued"):
            known["text"] += atom.unit["text"]  # both pieces of a long text came into this part
            continue
        shown[atom.origin] = {**atom.unit, "children": list(atom.unit.get("children", ()))}
        _holder(root, shown, atom.path)["children"].append(shown[atom.origin])
    slug = "" if is_first else PREFIX + next(_anchors(box.atoms[0].unit), "").lower()
    return Part(slug, root, frozenset(anchors))


def _holder(root: Tree, shown: dict[str, Tree], path: tuple[Tree, ...]) -> Tree:
    """The unit of this part under which something stands; a heading of an earlier part is repeated as «lanjutan»."""
    holder = root
    for unit in path:
        key = unit.get("anchor", "")
        if key not in shown:
            shown[key] = {**unit, "text": "", "anchor": "", "continued": True, "children": []}
            holder["children"].append(shown[key])
        holder = shown[key]
    return holder


def _anchors(unit: Tree) -> Iterator[str]:
    if unit.get("anchor"):
        yield unit["anchor"]
    for child in unit.get("children", ()):
        yield from _anchors(child)
