"""An amending regulation beside the one it amends: what becomes of each article, and that all others stay as they are.

An amending text holds only what changes. Articles that it does not name are unchanged, never gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from documents.enums import RelationKind
from documents.naming import number_key
from documents.text.amended import Act, How, acts, opening
from documents.text.amendments import is_amending
from documents.text.changes import Piece, changes
from documents.text.citations import find_citations, named_kind
from documents.text.instructions import without_orphan
from documents.text.nodes import Kind, Node, from_data, lines, walk
from documents.text.numbering import repaired

if TYPE_CHECKING:
    from documents.comparing import Side
    from documents.models import Regulation


class Fate(StrEnum):
    """What becomes of an article. `UNKNOWN`: the amended text does not have it, an earlier amendment inserted it."""

    CHANGED = "changed"
    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """A row: what it is about («Pasal 21»), what becomes of it, the item that says so with its address, and the words."""

    label: str
    fate: Fate
    place: str
    address: str
    says: str
    pieces: list[Piece]
    is_part: bool = False


class Amendment:
    """Two regulations of which `new` amends `old`; the words are compared for the rows of one screen only."""

    def __init__(self, old: "Side", new: "Side", found: list[Act], old_tree: Node) -> None:
        self.old, self.new = old, new
        self._articles = {node.number.upper(): node for node in _articles(old_tree)}
        self._chapters = {node.number.upper(): node for node in walk(old_tree) if node.kind is Kind.BAB}
        self._acts = [(act, self._fate(act)) for act in found]
        named = {act.number for act in found}
        gone = [node for act in found if act.how is How.OTHER for node in self._in_deleted_chapter(act)]
        self.untouched = [
            node.label for number, node in self._articles.items() if number not in named and node not in gone
        ]
        self.changed = self._count(Fate.CHANGED, Fate.UNKNOWN)
        self.inserted = self._count(Fate.INSERTED)
        self.deleted = self._count(Fate.DELETED) + len(gone)
        self.others = sum(fate is Fate.OTHER for _act, fate in self._acts)

    def shown(self, number: str, size: int) -> "tuple[Screen[tuple[Act, Fate]], list[Change]]":
        """A screen of so many items, and the rows on it."""
        screen = Paginator(self._acts, size).get_page(number)
        return screen, [self._row(act, fate) for act, fate in screen]

    def _count(self, *fates: Fate) -> int:
        return len({act.number for act, fate in self._acts if fate in fates})

    def _fate(self, act: Act) -> Fate:
        if act.how is How.OTHER:
            return Fate.OTHER
        if act.how is How.DELETED:
            return Fate.DELETED
        if act.number not in self._articles:
            return Fate.INSERTED if act.inserts or not act.says else Fate.UNKNOWN
        is_same = not act.is_part and _flat(act.words) == _flat(self._words_before(act))
        return Fate.SAME if is_same else Fate.CHANGED

    def _words_before(self, act: Act) -> str:
        """What the article (or its one paragraph that is quoted) said; "" where that cannot be set beside the new words."""
        article = self._articles.get(act.number)
        if act.chapter:
            chapter = self._chapters.get(act.chapter.upper())
            return f"{chapter.label} {chapter.heading}" if chapter else ""
        if article is None or (act.is_part and not act.ayat):
            return ""
        if not act.is_part:
            return without_orphan("\n".join(lines(article)))
        kept = [each for each in article.children if each.kind is Kind.AYAT and each.number in act.ayat]
        return without_orphan("\n".join(line for each in kept for line in lines(each, lead=True)))

    def _in_deleted_chapter(self, act: Act) -> Iterator[Node]:
        for number in act.deleted_chapters:
            if chapter := self._chapters.get(number):
                yield from _articles(chapter)

    def _row(self, act: Act, fate: Fate) -> Change:
        before = self._words_before(act)
        if fate is Fate.DELETED:
            pieces = changes(before, "")
        elif act.words:
            pieces = changes(before or act.words, act.words)
        else:
            pieces = []
        label = _("Pasal %(number)s") % {"number": act.number} if act.number else ""
        address = f"{self.new.address}#{act.anchor}" if self.new.address else ""
        return Change(label, fate, act.place or _("Naskah perubahan"), address, act.says, pieces, act.is_part)


def amendment(old: "Side", new: "Side") -> Amendment | None:
    """The comparison of a regulation with one that amends it; None if `new` says nothing of articles that `old` has."""
    if old.regulation is None or not amends(old, new):
        return None
    amended, before = old.regulation, from_data(old.tree)
    if not any(node.number[:1].isdigit() for node in _articles(before)):
        return None
    found = acts(from_data(new.tree), lambda words: _names_first(words, amended))
    return Amendment(old, new, found, before) if found else None


def amends(old: "Side", new: "Side") -> bool:
    """Whether `new` amends `old`, which must both be regulations with a text."""
    if old.regulation is None or new.regulation is None or not (old.tree and new.tree):
        return False
    return _amends(new.regulation, from_data(new.tree), old.regulation)


def _amends(amending: "Regulation", tree: Node, amended: "Regulation") -> bool:
    """By a stored relation, by the title, or by what the first amending article names."""
    if amending.relations.filter(kind=RelationKind.AMENDS, target=amended).exists():
        return True
    about = str(amending.about)
    return (is_amending(about) and _names_first(about, amended)) or _names_first(opening(tree), amended)


def _names_first(words: str, regulation: "Regulation") -> bool:
    """Whether the first regulation that the words cite is this one."""
    found = next(find_citations(words), None)
    if found is None or found.citation.year != regulation.year:
        return False
    kind = regulation.kind
    numbers = {number_key(found.citation.number), number_key(repaired(found.citation.number))}
    is_kind = found.citation.kind == kind.code or named_kind(words[found.start : found.end]) == kind.name.casefold()
    return is_kind and regulation.number_key in numbers


def _articles(node: Node) -> Iterator[Node]:
    """The articles of the text itself, not those explained or quoted."""
    for child in node.children:
        if child.kind is Kind.PASAL:
            yield child
        elif child.kind in (Kind.BUKU, Kind.BAB, Kind.BAGIAN, Kind.PARAGRAF, Kind.ENACTING):
            yield from _articles(child)


def _flat(words: str) -> str:
    return " ".join(words.split())
