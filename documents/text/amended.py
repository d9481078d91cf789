"""What an amending text does: which article each item of its Pasal I words anew, inserts or deletes (UU 12/2011, butir 233-237).

Careful where a scan has run items together: an article that an instruction names is never passed over in silence, and neither
is an instruction that cannot be read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from documents.text.acts import Act, How, Item, acts_of
from documents.text.closing_articles import orders, unread
from documents.text.coded_units import coded
from documents.text.holders import Own, names
from documents.text.instruction_words import VERB
from documents.text.instructions import split_at_items, without_orphan
from documents.text.named_articles import without_quotations
from documents.text.nodes import HEADS, Kind, Node, lines, one_line

#: Words under a heading that are no article but an amending one of the text's own, whose heading a scan misread.
_OWN = re.compile(
    r"\W*beberapa ketentuan\s+(?:dalam\s+)?(?:peraturan|undang)|"
    r"\W*(?:mengubah|menambah|beberapa ketentuan|ketentuan|pasal \w+)\b.{0,80}?\b(?:peraturan|undang-?\s?undang)\b.{0,500}?"
    r"(?:berbunyi|sebagai\s+berikut|sehingga)",
    re.IGNORECASE | re.DOTALL,
)
MOST_ACTS = 5_000  # the longest amendment of the corpus has some hundreds
_MOST_LETTERS = 200_000  # of all instructions; the most in the corpus are 6,000
_LETTERS_A_NAME = 20  # that a range may name without writing them
_FEWEST_MISREAD = 40  # items that would be missing: rather is the number misread
_MOST_MISSING = 1_000


def acts(tree: Node, names_it: Callable[[str], bool]) -> list[Act]:
    """What the text does to one regulation, in its order; `names_it` says whether words name that regulation first.

    A text with several articles that amend (an omnibus law) is read where it names the regulation, or names none.
    """
    own = Own(tree, names_it)
    found = list(_bounded(chain.from_iterable(_by_article(own))))
    found += coded(tree)
    found = list(_of_another_doubted(found, own))
    worded = {act.number for act in found if act.number and (act.words or act.how is How.DELETED)}
    moved = {number for act in found for number in act.names if act.how is not How.UNSURE}
    kept = [act for act in found if act.words or act.number not in worded or act.how is not How.REWORDED]
    kept += unread(own, kept) if kept else []
    return [replace(act, is_moved=True) if act.number in moved else act for act in kept]


def _bounded(items: Iterable[Item]) -> Iterator[Act]:
    """What the items do. A text that orders beyond all measure is read up to there; what else it orders is not claimed to be read."""
    letters = count = 0
    for item in items:
        letters += len(item.said.says) + _LETTERS_A_NAME * len(item.said.articles)
        read = list(islice(acts_of(item), MOST_ACTS - count)) if letters <= _MOST_LETTERS else []
        yield from read
        count += len(read)
        if letters > _MOST_LETTERS or count == MOST_ACTS:
            yield Act(How.UNSURE, "", item.place, item.anchor, "")
            return


def _of_another_doubted(found: list[Act], own: Own) -> Iterator[Act]:
    """What goes by an instruction that names other regulations only is not sure: «Pasal 5 Undang-Undang Nomor 8 Tahun 1999 dihapus»."""
    cited: dict[str, bool | None] = {}
    for act in found:
        if act.how is How.DELETED and act.says not in cited:
            cited[act.says] = names(without_quotations(act.says), own.names_it)
        yield replace(act, how=How.UNSURE) if act.how is How.DELETED and cited[act.says] is False else act


def _by_article(own: Own) -> Iterator[Iterable[Item]]:
    """The items of each article that amends the regulation, and the orders of those that hold no items."""
    for node in own.articles:
        if own.amends_it(node) or (own.is_of_another and node is own.holders[0]):
            items = _items(node)
            items[0].is_of_another = own.is_of_another
            yield items
        elif own.amends_it_only:
            yield orders(node, own.names_it)


def _items(holder: Node) -> list[Item]:
    found: list[Item] = []
    for unit in (holder, *(node for node in holder.children if node.kind is Kind.AMENDMENT)):
        number = unit.number if unit.kind is Kind.AMENDMENT else ""
        _take(found, holder, unit, number, _own_lines(unit))
        for quoted in _quoted(unit):
            kept, *following = split_at_items(_words(quoted))
            is_order = VERB.search(kept.words) if quoted.kind in HEADS else _OWN.match(kept.words)
            if is_order:  # «Bagian Kedua BAB II dihapus» is no heading
                _take(found, holder, unit, number, kept.words)
            else:
                found[-1].quoted.append((quoted, without_orphan(kept.words)))
            for each in following:
                _take(found, holder, unit, each.number, each.words)
    _count(found)
    return found


def _take(found: list[Item], holder: Node, unit: Node, number: str, words: str) -> None:
    """The instruction with these words, and those that a scan ran into it."""
    for each in split_at_items(words):
        angka = each.number or number
        place = f"Pasal {holder.number}" + (f" angka {angka}" if angka else "")
        found.append(Item(place, unit.anchor, each.words, angka))


def _count(items: list[Item]) -> None:
    """Notes at each item the numbers that are missing between it and the next, and whether there are items at all."""
    expected = 1
    is_alone = not any(each.number for each in items)
    for index, item in enumerate(items):
        item.is_alone = is_alone
        if not item.number.isdigit():
            continue
        value = int(item.number)
        following = next((int(each.number) for each in items[index + 1 : index + 3] if each.number.isdigit()), 0)
        if value == 1 or (value < expected and following == expected + 1):  # a new list, or «1» for 11
            expected = 2 if value == 1 and following != expected + 1 else expected + 1
        elif value <= expected:
            expected = max(expected, value + 1)
        elif following == expected + 1:  # «117» for 17
            expected += 1
        else:
            items[max(index - 1, 0)].missing += range(expected, min(value, expected + _MOST_MISSING))
            is_misread = value > expected + _FEWEST_MISREAD and expected < following < value
            expected = expected if is_misread else value + 1


def _own_lines(unit: Node) -> str:
    """The words of an item but for the articles that are quoted; points that hang at it belong to it."""
    points = (child for child in unit.children if child.kind not in (Kind.AMENDMENT, Kind.PASAL, *HEADS))
    return "\n".join([unit.prose, *(line for point in points for line in lines(point, lead=True))])


def _quoted(unit: Node) -> Iterator[Node]:
    for child in unit.children:
        if child.kind in HEADS:
            yield child
            yield from _quoted(child)
        elif child.kind is Kind.PASAL:
            yield child


def _words(quoted: Node) -> str:
    if quoted.kind in HEADS:
        return one_line(f"{quoted.lead} {quoted.text}")
    return "\n".join(lines(quoted))
