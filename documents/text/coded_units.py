"""Texts that give what they amend unit by unit, without instructions: «[Perubahan PP_2012_39_Section_5_2_Letter_A] …».

Such a text says nothing of what is deleted or replaced elsewhere, save where the next item was run into a unit.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from documents.text.acts import Act, How, Item, acts_of
from documents.text.instructions import split_at_items
from documents.text.nodes import Kind, Node, lines
from documents.text.numbering import Order, order

_UNIT = re.compile(r"Pasal (?P<pasal>\w+)(?: ayat \((?P<ayat>\w+)\))?(?: .*)?")
_GONE = re.compile(r"\W*di ?hapus(?:kan)?\W*", re.IGNORECASE)


def coded(tree: Node) -> Iterator[Act]:
    """The articles of such a text; none of any other."""
    units = [node for node in tree.children if node.kind is Kind.AMENDED_UNIT]
    names = {node.number for node in units}
    by_article: dict[str, list[Node]] = defaultdict(list)
    for node in units:
        match = _UNIT.fullmatch(node.number)
        outer = node.number.rpartition(" huruf ")[0] or node.number.rpartition(" angka ")[0]
        if match and outer not in names:  # what stands in a larger unit is read there
            by_article[match["pasal"].upper()].append(node)
    for number, parts in by_article.items():
        yield from _of_article(number, sorted(parts, key=_place_in_article))


def _place_in_article(unit: Node) -> Order:
    match = _UNIT.fullmatch(unit.number)
    return order(match["ayat"] or "0" if match else "0")


def _of_article(number: str, parts: list[Node]) -> Iterator[Act]:
    own: list[tuple[Node, str]] = []
    for node in parts:
        kept, *following = split_at_items("\n".join(lines(node)))
        own.append((node, kept.words))
        for each in following:
            yield from acts_of(Item(f"angka {each.number}", node.anchor, each.words, each.number))
    yield _act(number, own)


def _act(number: str, parts: list[tuple[Node, str]]) -> Act:
    whole = next(((node, words) for node, words in parts if node.number == f"Pasal {number}"), None)
    if whole is not None:
        node, said = whole
        how = How.DELETED if _GONE.fullmatch(said) else How.REWORDED if said else How.UNSURE
        return Act(how, number, "", node.anchor, node.number, "" if how is How.DELETED else said)
    places = [node.number.removeprefix(f"Pasal {number} ") for node, _words in parts]
    ayat = [match["ayat"] if (match := re.fullmatch(r"ayat \((?P<ayat>\w+)\)", place)) else "" for place in places]
    words = [
        f"({paragraph}) {below}" if paragraph else f"{place}: {below}"
        for paragraph, place, (_node, below) in zip(ayat, places, parts, strict=True)
        if below
    ]
    says = f"Pasal {number} {', '.join(places)}"
    kept = tuple(ayat) if all(ayat) else ()
    return Act(How.REWORDED, number, "", parts[0][0].anchor, says, "\n".join(words), kept, is_part=True)
