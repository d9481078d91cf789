"""What an amending text does: which article each item of its Pasal I words anew, inserts or deletes (UU 12/2011, butir 233-237).

Careful where a scan has run items together: an article that an instruction names is never passed over in silence, and neither
is an instruction that cannot be read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from documents.text.acts import Act, How, Item, acts_of
from documents.text.citations import find_citations
from documents.text.coded_units import coded
from documents.text.hidden_orders import hidden_orders
from documents.text.instruction_words import VERB
from documents.text.instructions import instruction, split_at_items, without_orphan
from documents.text.named_articles import without_quotations
from documents.text.nodes import HEADS, Kind, Node, lines, one_line, reading_text, walk
from documents.text.unread_orders import clauses

_AMENDS = re.compile(
    r"\W*(?:(?:mengubah|menambah|menghapus|menyisipkan)\b|"
    r"(?:beberapa )?ketentuan(?:-\s?ketentuan)?\b.{0,600}?\b(?:diubah|dihapus|ditambah)\b|"
    r"(?:menyetujui perubahan |pada |dalam )?pasal\s+\w+.{0,200}?\b(?:peraturan|undang-?\s?undang|ordonansi)\b.{0,500}?"
    r"\b(?:diubah|dihapus|ditambah|diganti|berbunyi)|"
    r"(?:peraturan|undang-?\s?undang)\b.{0,700}?\b(?:diubah|ditambah)\b.{0,40}?\b(?:sebagai berikut|sehingga))",
    re.IGNORECASE | re.DOTALL,
)
#: Words under a heading that are no article but an amending one of the text's own, whose heading a scan misread.
_OWN = re.compile(
    r"\W*beberapa ketentuan\s+(?:dalam\s+)?(?:peraturan|undang)|"
    r"\W*(?:mengubah|menambah|beberapa ketentuan|ketentuan|pasal \w+)\b.{0,80}?\b(?:peraturan|undang-?\s?undang)\b.{0,500}?"
    r"(?:berbunyi|sebagai\s+berikut|sehingga)",
    re.IGNORECASE | re.DOTALL,
)
#: Words changed wherever they stand, in an article after the first: «Pasal III: Setiap kata … harus dibaca …».
_GENERAL = re.compile(
    r"\W*(?:(?:semua|seluruh|setiap)\s+)?(?:kata|istilah|frasa|perkataan|sebutan|penyebutan)\b"
    r"(?:(?!peraturan|undang)[^.:]){0,200}?\b(?:dihapus|diubah|diganti|dibaca|dimaknai)",
    re.IGNORECASE,
)
_PARTS = (Kind.AYAT, Kind.HURUF, Kind.ANGKA)
_OPENING = 600  # letters
MOST_ACTS = 5_000  # the longest amendment of the corpus has some hundreds
_FEWEST_MISREAD = 40  # items that would be missing: rather is the number misread
_MOST_MISSING = 1_000


def acts(tree: Node, names_it: Callable[[str], bool]) -> list[Act]:
    """What the text does to one regulation, in its order; `names_it` says whether words name that regulation first.

    A text with several articles that amend (an omnibus law) is read where it names the regulation, or names none.
    """
    every = (act for items in _by_holder(tree, names_it) for item in items for act in acts_of(item))
    found = list(islice(every, MOST_ACTS))
    if len(found) == MOST_ACTS:  # what else it orders is not read, and so not claimed
        found.append(Act(How.UNSURE, "", found[-1].place, found[-1].anchor, ""))
    found += coded(tree)
    found = list(_of_another_doubted(found, names_it))
    worded = {act.number for act in found if act.number and (act.words or act.how is How.DELETED)}
    moved = {number for act in found for number in act.names if act.how is not How.UNSURE}
    kept = [act for act in found if act.words or act.number not in worded or act.how is not How.REWORDED]
    kept += _unread(tree, kept, names_it) if kept else []
    return [replace(act, is_moved=True) if act.number in moved else act for act in kept]


def _unread(tree: Node, found: list[Act], names_it: Callable[[str], bool]) -> Iterator[Act]:
    """What the articles that hold no items order of articles, chapters or words of which nothing was found."""
    own = list(_own_articles(tree))
    holders = [node for node in own if _quotes(node)]
    is_of_several = any(_cites(node, names_it) is False for node in holders)
    read = {number for act in found for number in (act.number, *act.names)}
    read |= {node.number for node in own if node.number.isdigit()}
    read_chapters = {act.chapter for act in found}
    for node in own:
        if node in holders:
            continue
        place = f"Pasal {node.number}"
        has_words = any(act.place == place and act.how in (How.GENERAL, How.UNSURE) for act in found)
        for clause in clauses(reading_text(node), names_it):
            named = {*clause.articles} - read or {*clause.chapters} - read_chapters or clause.repeals_all
            if (named or (clause.is_about_words and not has_words)) and (clause.names_it or not is_of_several):
                yield Act(How.UNSURE, "", place, node.anchor, clause.words, names=clause.articles)


def _of_another_doubted(found: list[Act], names_it: Callable[[str], bool]) -> Iterator[Act]:
    """What goes by an instruction that names other regulations only is not sure: «Pasal 5 Undang-Undang Nomor 8 Tahun 1999 dihapus»."""
    cited: dict[str, bool | None] = {}
    for act in found:
        if act.how is How.DELETED and act.says not in cited:
            cited[act.says] = _names(without_quotations(act.says), names_it)
        yield replace(act, how=How.UNSURE) if act.how is How.DELETED and cited[act.says] is False else act


def opening(tree: Node) -> str:
    """The words with which the first amending article begins; "" for a text that amends nothing."""
    first = next((node for node in _own_articles(tree) if _quotes(node)), None)
    return reading_text(first)[:_OPENING] if first else ""


def _by_holder(tree: Node, names_it: Callable[[str], bool]) -> Iterator[list[Item]]:
    """The items of each article that amends the regulation."""
    own = list(_own_articles(tree))
    holders = [node for node in own if _quotes(node)]
    cited = [_cites(node, names_it) for node in holders]
    if True in cited:  # what follows it and names no regulation speaks of the same
        chosen = {id(node) for index, node in enumerate(holders) if _last_named(cited[: index + 1])}
    else:
        chosen = {id(node) for node, names in zip(holders, cited, strict=True) if names is None}
    is_of_another = bool(holders) and not chosen
    for node in own:
        if id(node) in chosen or (is_of_another and node is holders[0]):
            items = _items(node)
            items[0].is_of_another = is_of_another
            yield items
        elif len(chosen) == len(holders) > 0:
            yield list(_orders(node, names_it))


def _last_named(cited: list[bool | None]) -> bool:
    return next((names for names in reversed(cited) if names is not None), False)


def _cites(holder: Node, names_it: Callable[[str], bool]) -> bool | None:
    """Whether it names this regulation; None if it names none."""
    return _names(holder.prose or reading_text(holder)[:_OPENING], names_it)


def _names(words: str, names_it: Callable[[str], bool]) -> bool | None:
    """Whether the words name this regulation; None if they name none."""
    if names_it(words):
        return True
    found = list(find_citations(words))
    if any(names_it(words[each.start : each.end]) for each in found):
        return True
    return False if found else None


def _orders(article: Node, names_it: Callable[[str], bool]) -> Iterator[Item]:
    """Orders among the rules on coming into force, and in what a scan took for an article of the text's own.

    Those for another regulation are left out: the last article of an amendment may repeal others.
    """
    for unit in (article, *(node for node in walk(article) if node.kind in _PARTS)):
        prose = unit.prose.split(" PENJELASAN ")[0]  # a scan's last article may hold it
        found = [prose] if _GENERAL.match(prose) else hidden_orders(prose)
        for order in found:
            if _names(without_quotations(order), names_it) is not False:
                yield Item(f"Pasal {article.number}", unit.anchor, instruction(order), is_alone=True)


def _own_articles(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind is Kind.PASAL:
            yield child
        elif child.kind in (*HEADS, Kind.ENACTING):
            yield from _own_articles(child)


def _quotes(article: Node) -> bool:
    below = [node for node in walk(article) if node is not article]
    return any(node.kind in (Kind.AMENDMENT, Kind.PASAL) for node in below) or bool(_AMENDS.match(article.prose))


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
        found.append(Item(place, unit.anchor, instruction(each.words), angka))


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
