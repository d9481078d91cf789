"""What an amending text does: which article each item of its Pasal I words anew, inserts or deletes (UU 12/2011, butir 233-237).

Careful where a scan has run items together: an article that an instruction names is never passed over in silence.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from documents.text.instructions import Instruction, heading_taken, instruction, split_at_items, without_orphan
from documents.text.nodes import Kind, Node, lines, one_line, reading_text, walk
from documents.text.numbering import Order, order

_HEADS = (Kind.BUKU, Kind.BAB, Kind.BAGIAN, Kind.PARAGRAF)
_UNIT = re.compile(r"Pasal (?P<pasal>\w+)(?: ayat \((?P<ayat>\w+)\))?(?: .*)?")
_AMENDS = re.compile(
    r"\W*(?:(?:mengubah|menambah|menghapus|menyisipkan)\b|(?:beberapa )?ketentuan\b.{0,600}?\b(?:diubah|dihapus|ditambah)\b)",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = 600  # letters
_GONE = re.compile(r"\W*di ?hapus(?:kan)?\W*", re.IGNORECASE)


class How(StrEnum):
    """`REWORDED`: changed or inserted, which only the amended text can tell; `OTHER`: no article of its own (a heading, an annex)."""

    REWORDED = "reworded"
    DELETED = "deleted"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Act:
    """One article (or none) of one item.

    `number` is that of the article in the amended text, in capitals («14A»); `place` and `anchor` name the item; `says` is its
    instruction; `words` are the new words as lines, "" where none are quoted. `is_part` says that they are less than the
    article, `ayat` which of its paragraphs they are, if they are whole ones. `chapter` is the number of the BAB whose heading they are.
    """

    how: How
    number: str
    place: str
    anchor: str
    says: str
    words: str = ""
    ayat: tuple[str, ...] = ()
    is_part: bool = False
    chapter: str = ""

    @property
    def deleted_chapters(self) -> list[str]:
        """Numbers of the BAB that go with all their articles: «BAB V dihapus»."""
        if (
            self.how is not How.OTHER
            or self.words
            or re.search(r"\b(?:judul|bagian|paragraf)\b", self.says, re.IGNORECASE)
        ):
            return []
        clause = re.search(r"\bBAB\b.*?\bdi ?hapus", self.says, re.IGNORECASE)
        return re.findall(r"\bBAB ([IVXL]+[A-Z]?)\b", clause[0]) if clause else []

    @property
    def inserts(self) -> bool:
        return bool(re.search(r"sisip|disip|tambah|menambah", self.says, re.IGNORECASE))


@dataclass(slots=True)
class _Item:
    """An instruction and what is quoted after it, up to the next."""

    place: str
    anchor: str
    said: Instruction
    quoted: list[tuple[Node, str]] = field(default_factory=list)


def acts(tree: Node, names_it: Callable[[str], bool]) -> list[Act]:
    """What the text does to one regulation, in its order; `names_it` says whether words name that regulation first.

    A text with several articles that amend (an omnibus law) is read where it names the regulation only.
    """
    holders = [node for node in _own_articles(tree) if _quotes(node)]
    if len(holders) > 1:
        holders = [node for node in holders if names_it(node.prose)] or holders[:1]
    found = [act for holder in holders for item in _items(holder) for act in _acts(item)]
    found += coded(tree)
    worded = {act.number for act in found if act.words or act.how is How.DELETED}
    return [act for act in found if act.words or act.number not in worded or act.how is not How.REWORDED]


def opening(tree: Node) -> str:
    """The words with which the first amending article begins; "" for a text that amends nothing."""
    first = next((node for node in _own_articles(tree) if _quotes(node)), None)
    return reading_text(first)[:_OPENING] if first else ""


def _own_articles(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind is Kind.PASAL:
            yield child
        elif child.kind in (*_HEADS, Kind.ENACTING):
            yield from _own_articles(child)


def _quotes(article: Node) -> bool:
    below = [node for node in walk(article) if node is not article]
    return any(node.kind in (Kind.AMENDMENT, Kind.PASAL) for node in below) or bool(_AMENDS.match(article.prose))


def _items(holder: Node) -> list[_Item]:
    found: list[_Item] = []
    for unit in (holder, *(node for node in holder.children if node.kind is Kind.AMENDMENT)):
        number = unit.number if unit.kind is Kind.AMENDMENT else ""
        _take(found, holder, unit, number, _own_lines(unit))
        for quoted in _quoted(unit):
            kept, *following = split_at_items(_words(quoted))
            found[-1].quoted.append((quoted, without_orphan(kept.words)))
            for each in following:
                _take(found, holder, unit, each.number, each.words)
    return found


def _take(found: list[_Item], holder: Node, unit: Node, number: str, words: str) -> None:
    """The instruction with these words, and those that a scan ran into it."""
    for each in split_at_items(words):
        angka = each.number or number
        place = f"Pasal {holder.number}" + (f" angka {angka}" if angka else "")
        found.append(_Item(place, unit.anchor, instruction(each.words)))


def _own_lines(unit: Node) -> str:
    """The words of an item but for the articles that are quoted; points that hang at it belong to it."""
    points = (child for child in unit.children if child.kind not in (Kind.AMENDMENT, Kind.PASAL, *_HEADS))
    return "\n".join([unit.prose, *(line for point in points for line in lines(point, lead=True))])


def _quoted(unit: Node) -> Iterator[Node]:
    for child in unit.children:
        if child.kind in _HEADS:
            yield child
            yield from _quoted(child)
        elif child.kind is Kind.PASAL:
            yield child


def _words(quoted: Node) -> str:
    if quoted.kind in _HEADS:
        return one_line(f"{quoted.lead} {quoted.text}")
    return "\n".join(lines(quoted))


def _acts(item: _Item) -> Iterator[Act]:
    said = item.said
    done: set[str] = set()
    for node, words in item.quoted:
        if node.kind in _HEADS:
            chapter = node.number if node.kind is Kind.BAB else ""
            yield Act(How.OTHER, "", item.place, item.anchor, said.says, words, chapter=chapter)
            continue
        number = _mended(node.number.upper(), done)
        done |= {number, node.number.upper()}
        # The sentence that opens Pasal I names no article; an item that names none speaks of all that it quotes.
        is_named = bool({number, node.number.upper()} & {*said.articles}) or (
            not said.articles and " angka " in item.place
        )
        place, says = (item.place, said.says) if is_named else (item.place.split(" angka ")[0], "")
        if _GONE.fullmatch(words):
            yield Act(How.DELETED, number, place, item.anchor, says)
        else:
            yield Act(How.REWORDED, number, place, item.anchor, says, words)
    yield from _unquoted(item, done)


def _mended(number: str, done: set[str]) -> str:
    """«228» after «22A» is 22B: a scan takes B for 8."""
    return f"{number[:-1]}B" if number[-1:] == "8" and f"{number[:-1]}A" in done else number


def _unquoted(item: _Item, done: set[str]) -> Iterator[Act]:
    """What an instruction says of articles that do not stand below it under a heading of their own."""
    said = item.said
    number, words = heading_taken(said.rest)
    left = [each for each in said.articles if each not in done and each not in said.deleted]
    if words and (number or left):
        whole = bool(number) or said.is_whole(words)
        yield Act(
            How.REWORDED,
            number or left[-1],
            item.place,
            item.anchor,
            said.says,
            words,
            () if whole or not said.only_ayat else (said.only_ayat,),
            is_part=not whole,
        )
        done.add(number or left[-1])
    for each in said.deleted:
        if each not in done:
            yield Act(How.DELETED, each, item.place, item.anchor, said.says)
    for each in left:
        if each not in done:
            yield Act(How.REWORDED, each, item.place, item.anchor, said.says, is_part=True)
    if not (item.quoted or said.articles or number) and said.orders:
        yield Act(How.OTHER, "", item.place, item.anchor, said.says, words)


def coded(tree: Node) -> Iterator[Act]:
    """Articles of a text that gives amended units one by one: «[Perubahan PP_2012_39_Section_5_2_Letter_A] …»."""
    units = [node for node in tree.children if node.kind is Kind.AMENDED_UNIT]
    names = {node.number for node in units}
    by_article: dict[str, list[Node]] = defaultdict(list)
    for node in units:
        match = _UNIT.fullmatch(node.number)
        outer = node.number.rpartition(" huruf ")[0] or node.number.rpartition(" angka ")[0]
        if match and outer not in names:  # what stands in a larger unit is read there
            by_article[match["pasal"].upper()].append(node)
    for number, parts in by_article.items():
        yield _coded(number, sorted(parts, key=_place_in_article))


def _place_in_article(unit: Node) -> Order:
    match = _UNIT.fullmatch(unit.number)
    return order(match["ayat"] or "0" if match else "0")


def _coded(number: str, parts: list[Node]) -> Act:
    whole = next((node for node in parts if node.number == f"Pasal {number}"), None)
    if whole is not None:
        return Act(How.REWORDED, number, "", whole.anchor, whole.number, "\n".join(lines(whole)))
    places = [node.number.removeprefix(f"Pasal {number} ") for node in parts]
    ayat = [match["ayat"] if (match := re.fullmatch(r"ayat \((?P<ayat>\w+)\)", place)) else "" for place in places]
    words = [
        f"({paragraph}) {below}" if paragraph else f"{place}: {below}"
        for paragraph, place, node in zip(ayat, places, parts, strict=True)
        if (below := "\n".join(lines(node)))
    ]
    says = f"Pasal {number} {', '.join(places)}"
    kept = tuple(ayat) if all(ayat) else ()
    return Act(How.REWORDED, number, "", parts[0].anchor, says, "\n".join(words), kept, is_part=True)
