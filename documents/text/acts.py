"""What one instruction does: to which article, in which words, and where one cannot be sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice

from documents.text.hidden_orders import hidden_orders
from documents.text.insertions import insertions
from documents.text.instruction_words import VERB
from documents.text.instructions import Instruction, headings_taken, instruction
from documents.text.nodes import HEADS, Kind, Node
from documents.text.quotations import quoted

_GONE = re.compile(r"\W*di ?hapus(?:kan)?\W*", re.IGNORECASE)
_MOST_HIDDEN = 100  # orders in the words of one quotation; one suffices to doubt what they are
_HEADING = re.compile(r"\b(?:bab|bagian|paragraf|judul|buku)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:ayat|huruf|angka|butir|sub|kata|kata-kata|perkataan|fras[ae]|kalimat|istilah|sebutan)\b", re.IGNORECASE
)


class How(StrEnum):
    """`REWORDED`: changed or inserted, which only the amended text can tell; `OTHER`: no article of its own (a heading, an annex).

    `GENERAL`: words are changed wherever they stand; `MOVED`: articles get other numbers; `UNSURE`: the instruction could not
    be read for certain, or is not in the text.
    """

    REWORDED = "reworded"
    DELETED = "deleted"
    OTHER = "other"
    GENERAL = "general"
    MOVED = "moved"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Act:
    """One article (or none) of one item.

    `number` is that of the article in the amended text, in capitals («14A»); `place` and `anchor` name the item; `says` is its
    instruction, "" where the text has lost it; `words` are the new words as lines, "" where none are quoted. `is_part` says that
    they are less than the article, `ayat` which of its paragraphs they are, if they are whole ones. `chapter` is the number of
    the BAB whose heading they are, or that goes with all its articles. `names` are other articles that the instruction moves or
    speaks of; `through` the last of the range of which this deleted article is the first. `is_moved`: the number is, or was, another's.
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
    names: tuple[str, ...] = ()
    through: str = ""
    is_moved: bool = False

    @property
    def inserts_article(self) -> bool:
        """Whether the instruction inserts just this article, and not a paragraph into it."""
        inserted, is_last_inserted = insertions(self.says)
        # A number that a scan misread is not found again: «Pasal 22A dan Pasal 228».
        return inserted.get(self.number, is_last_inserted)


@dataclass
class Item:
    """The words of an instruction and what is quoted after it, up to the next. `number` is that of the item, "" for the opening sentence.

    `missing` are the numbers of items that should stand between it and the next. `is_alone`: its article has no numbered items.
    `is_of_another`: it names another regulation than the one that is asked about.
    """

    place: str
    anchor: str
    words: str
    number: str = ""
    quoted: list[tuple[Node, str]] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    is_alone: bool = False
    is_of_another: bool = False

    @cached_property
    def said(self) -> Instruction:
        """The instruction, taken apart when it is asked for."""
        return instruction(self.words)


def acts_of(item: Item) -> Iterator[Act]:
    """What the item does, in the order of its words; an item that is missing after it last."""
    done: set[str] = set()
    lost = list(item.missing)
    if item.is_of_another:
        yield Act(How.UNSURE, "", _holder(item), item.anchor, item.said.says)
    for node, words in item.quoted:
        yield _quoted(item, node, words, done, lost)
    yield from _unquoted(item, done)
    yield from _hidden(item)
    if lost and item.said.opens and VERB.search(item.said.rest):  # the first item stands in the line of the opening
        lost.pop(0)
    if lost:
        numbers = str(lost[0]) if len(lost) == 1 else f"{lost[0]}–{lost[-1]}"
        yield Act(How.UNSURE, "", f"{_holder(item)} angka {numbers}", item.anchor, "")


def _hidden(item: Item) -> Iterator[Act]:
    """Orders for other articles among the words that are quoted; those in the line of an opening sentence are read there."""
    rest = "" if item.said.opens else item.said.rest
    for words in (rest, *(words for _node, words in item.quoted)):
        for order in islice(hidden_orders(words), _MOST_HIDDEN):
            said = instruction(order)
            if not set(said.articles) <= set(item.said.articles):
                yield Act(How.UNSURE, "", _holder(item), item.anchor, said.says, said.rest, names=said.articles)


def _quoted(item: Item, node: Node, words: str, done: set[str], lost: list[int]) -> Act:
    said = item.said
    if node.kind in HEADS:
        chapter = node.number if node.kind is Kind.BAB else ""
        is_lost = bool(lost) and not _HEADING.search(said.says)
        if is_lost:
            lost.pop(0)
        place, says = (_holder(item), "") if is_lost else (item.place, said.says)
        return Act(How.OTHER, "", place, item.anchor, says, words, chapter=chapter)
    number = _mended(node.number.upper(), done)
    done |= {number, node.number.upper()}
    # The sentence that opens Pasal I names no article; an item that names none speaks of all that it quotes.
    is_named = bool({number, node.number.upper()} & {*said.articles}) or (not said.articles and bool(item.number))
    place, says = (item.place, said.says) if is_named else (_holder(item), "")
    is_expected = is_named or (item.is_alone and not said.articles)
    if not is_expected and lost:  # the item that announced it is lost
        lost.pop(0)
        is_expected = True
    how = How.DELETED if _GONE.fullmatch(words) else How.REWORDED
    if not is_expected or not (words or is_named):
        how = How.UNSURE
    names = said.articles if said.named.moves and is_named else ()
    if how is How.DELETED:
        return Act(how, number, place, item.anchor, says, names=names)
    part = quoted(says, words, is_headed=True, among=said.among(number))
    return Act(how, number, place, item.anchor, says, words, part.ayat, is_part=part.is_part, names=names)


def _holder(item: Item) -> str:
    return item.place.split(" angka ")[0]


def _mended(number: str, done: set[str]) -> str:
    """«228» after «22A» is 22B: a scan takes B for 8."""
    return f"{number[:-1]}B" if number[-1:] == "8" and f"{number[:-1]}A" in done else number


def _unquoted(item: Item, done: set[str]) -> Iterator[Act]:
    """What an instruction says of articles that do not stand below it under a heading of their own."""
    said, named = item.said, item.said.named
    if said.opens:
        yield from _below_opening(item)
    elif said.articles or named.is_general or named.chapters or not named.is_clear:
        yield from _worded(item, done)
        yield from _named(item, done)
    elif not (item.quoted or said.is_fragment):
        yield from _nameless(item, done)


def _worded(item: Item, done: set[str]) -> Iterator[Act]:
    """New words that follow the instruction in its own line."""
    said, named = item.said, item.said.named
    if named.is_general:
        return
    left = _left(item, done)
    for heading, words in headings_taken(said.rest, said.articles):
        if item.quoted and not (heading or left or VERB.search(words)):  # the heading of the chapter that is quoted
            continue
        number = heading or (said.announced if said.announced in left else left[0] if len(left) == 1 else "")
        is_sure = bool(number) and (not said.articles or number in said.articles)
        if not is_sure:
            yield Act(How.UNSURE, number, item.place, item.anchor, said.says, words, names=tuple(left))
            done.update((number, *left) if number else left)
            continue
        part = quoted(said.says, words, is_headed=bool(heading), among=said.among(number))
        names = said.articles if named.moves else ()
        where = (number, item.place, item.anchor, said.says)
        yield Act(How.REWORDED, *where, words, part.ayat, is_part=part.is_part, names=names)
        done.add(number)


def _named(item: Item, done: set[str]) -> Iterator[Act]:
    """What is named without new words: what goes, what is changed inside, what moves, and what could not be read."""
    said, named = item.said, item.said.named
    spans = dict(named.spans)
    place = (item.place, item.anchor, said.says)
    for each in named.deleted:
        if each not in done:
            yield Act(How.DELETED, each, *place, through=spans.get(each, ""))
    for chapter in named.chapters:
        yield Act(How.DELETED, "", *place, chapter=chapter)
    if named.is_general:
        yield Act(How.GENERAL, "", *place, said.rest)
    left = _left(item, done)
    if named.moves and (len(left) > 1 or (left and not done)):
        yield Act(How.MOVED, "", *place, names=said.articles)
    elif not named.moves:
        is_read = bool(VERB.search(said.says))
        for each in left:
            how = How.REWORDED if is_read and each not in named.doubted else How.UNSURE
            yield Act(how, each, *place, is_part=bool(_PART.search(said.says)))
    if not named.is_clear:
        yield Act(How.UNSURE, "", *place)


def _left(item: Item, done: set[str]) -> list[str]:
    """Articles that the instruction names and that neither went nor got their words."""
    gone = done | {*item.said.named.deleted}
    return [each for each in item.said.articles if each not in gone]


def _below_opening(item: Item) -> Iterator[Act]:
    """An item that stands in one line with the sentence that opens the list, its number lost."""
    said = item.said
    if not VERB.search(said.rest):
        if not item.quoted and re.search(r"[^\W\d_]{4}", said.rest):
            yield Act(How.UNSURE, "", item.place, item.anchor, said.says, said.rest)
        return
    inner = instruction(said.rest)
    if inner.opens:
        yield Act(How.UNSURE, "", item.place, item.anchor, said.rest)
        return
    yield from _unquoted(Item(item.place, item.anchor, said.rest), set())


def _nameless(item: Item, done: set[str]) -> Iterator[Act]:
    """An instruction that names no article: a heading, an annex, or words that are quoted with their article."""
    said = item.said
    found = headings_taken(said.rest, ())
    if found and found[0][0]:
        number, words = found[0]
        done.add(number)
        yield Act(How.REWORDED, number, item.place, item.anchor, said.says, words)
    elif said.orders and said.named.names_heading:
        yield Act(How.OTHER, "", item.place, item.anchor, said.says, said.rest)
    else:
        yield Act(How.UNSURE, "", item.place, item.anchor, said.says, said.rest)
