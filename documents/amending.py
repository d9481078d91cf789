"""An amending regulation beside the one it amends: what becomes of each article, and whether all others stay as they are.

An amending text holds only what changes. Articles that it does not name are never gone; they are said to be unchanged only if
every instruction was read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from documents import numbers
from documents.enums import RelationKind
from documents.text.acts import Act, How
from documents.text.amended import acts
from documents.text.amendments import is_amending
from documents.text.changes import Piece, changes
from documents.text.citations import find_citations, named_kind
from documents.text.holders import opening
from documents.text.instructions import without_orphan
from documents.text.nodes import Kind, Node, lines, own_articles, walk
from documents.text.numbering import order, repaired
from documents.text.quotations import Quoted, beside

if TYPE_CHECKING:
    from documents.comparing import Side
    from documents.models import Regulation


class Fate(StrEnum):
    """What becomes of an article. `UNKNOWN`: the amended text does not have it, an earlier amendment inserted it.

    Of no single article: `OTHER` (a heading, an annex), `GENERAL` (words changed wherever they stand), `MOVED` (new numbers).
    `UNSURE`: the instruction could not be read for certain.
    """

    CHANGED = "changed"
    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    UNKNOWN = "unknown"
    OTHER = "other"
    GENERAL = "general"
    MOVED = "moved"
    UNSURE = "unsure"


_COMPARED = (Fate.CHANGED, Fate.SAME, Fate.OTHER, Fate.UNSURE)
_FATES = {How.OTHER: Fate.OTHER, How.GENERAL: Fate.GENERAL, How.MOVED: Fate.MOVED, How.UNSURE: Fate.UNSURE}


@dataclass(frozen=True, slots=True)
class Change:
    """A row: what it is about («Pasal 21»), what becomes of it, the item that says so with its address, and the words.

    `is_moved`: its number is, or was, that of another article.
    """

    label: str
    fate: Fate
    place: str
    address: str
    says: str
    pieces: list[Piece]
    is_part: bool = False
    is_moved: bool = False


class Amendment:
    """Two regulations of which `new` amends `old`; the words are compared for the rows of one screen only."""

    def __init__(self, old: "Side", new: "Side", found: list[Act], old_tree: Node) -> None:
        self.old, self.new = old, new
        self._articles = {node.number.upper(): node for node in own_articles(old_tree)}
        self._chapters = {node.number.upper(): node for node in walk(old_tree) if node.kind is Kind.BAB}
        self._before: dict[tuple[str, str, tuple[str, ...], bool], str] = {}
        self._gone: set[str] = set()
        self._acts = [(act, self._fate(act)) for one in found for act in self._each(one)]
        named = {number for act, _fate in self._acts for number in (act.number, *act.names)}
        self.unnamed = [node.label for number, node in self._articles.items() if number not in named]
        self.changed = self._count(Fate.CHANGED, Fate.UNKNOWN)
        self.inserted = self._count(Fate.INSERTED)
        self.deleted = self._count(Fate.DELETED)
        fates = [fate for _act, fate in self._acts]
        self.others = fates.count(Fate.OTHER)
        self.general = fates.count(Fate.GENERAL)
        self.moved = fates.count(Fate.MOVED)
        self.unsure = fates.count(Fate.UNSURE)
        self.is_excerpt = any(not act.place for act in found)

    @property
    def is_complete(self) -> bool:
        """Whether every instruction was read, so that what is not named is unchanged. An excerpt holds no instructions."""
        return not (self.general or self.moved or self.unsure or self.is_excerpt)

    def shown(self, number: str, size: int) -> "tuple[Screen[tuple[Act, Fate]], list[Change]]":
        """A screen of so many items, and the rows on it."""
        screen = Paginator(self._acts, size).get_page(number)
        return screen, [self._row(act, fate) for act, fate in screen]

    def _count(self, *fates: Fate) -> int:
        return len({act.number for act, fate in self._acts if fate in fates})

    def _each(self, act: Act) -> Iterator[Act]:
        """The act; for a deleted chapter or range, one for every article of it that the amended text has."""
        if act.how is How.DELETED and not act.number:
            chapter = self._chapters.get(act.chapter)
            gone = [node.number.upper() for node in own_articles(chapter)] if chapter else []
            yield from (replace(act, number=number) for number in self._not_yet_gone(gone))
            if not gone:
                yield replace(act, how=How.UNSURE)
            return
        yield self._measured(act)
        if act.through:  # «Pasal 33 sampai dengan Pasal 46»: 33A too
            inserted = [number for number in self._articles if not number.isdigit()]
            between = [number for number in inserted if order(act.number) < order(number) < order(act.through)]
            yield from (replace(act, number=number) for number in self._not_yet_gone(between))

    def _measured(self, act: Act) -> Act:
        """The act, as part of an article where paragraphs that stay would else look deleted."""
        article = self._articles.get(act.number)
        if act.how is not How.REWORDED or article is None or not (act.words and act.place):
            return act
        found = beside(article, act.says, act.words, Quoted(act.is_part, act.ayat))
        return replace(act, is_part=found.is_part, ayat=found.ayat)

    def _not_yet_gone(self, numbers: Iterable[str]) -> list[str]:
        """A text that deletes a chapter again and again deletes its articles once."""
        new = [number for number in numbers if number not in self._gone]
        self._gone.update(new)
        return new

    def _fate(self, act: Act) -> Fate:
        if act.how in _FATES:
            return _FATES[act.how]
        is_here = act.number in self._articles
        if act.how is How.DELETED:
            return Fate.DELETED if is_here else Fate.UNKNOWN
        if act.inserts_article:
            return Fate.INSERTED
        if not is_here:
            return Fate.UNKNOWN
        if act.is_moved:  # the number was another's: nothing to set beside it
            return Fate.UNSURE
        is_same = not act.is_part and _is_same(act.words, self._words_before(act))
        return Fate.SAME if is_same else Fate.CHANGED

    def _words_before(self, act: Act) -> str:
        """As `_words_of` has them; many items may speak of one article."""
        key = (act.number, act.chapter, act.ayat, act.is_part)
        if key not in self._before:
            self._before[key] = self._words_of(act)
        return self._before[key]

    def _words_of(self, act: Act) -> str:
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

    def _row(self, act: Act, fate: Fate) -> Change:
        is_compared = fate is Fate.DELETED or (fate in _COMPARED and not act.is_moved)
        before = self._words_before(act) if is_compared else ""
        if fate is Fate.DELETED:
            pieces = changes(before, "")
        elif act.words:
            pieces = changes(before or act.words, act.words)
        else:
            pieces = []
        label = _("Pasal %(number)s") % {"number": act.number} if act.number else ""
        address = f"{self.new.address}#{act.anchor}" if self.new.address else ""
        return Change(
            label, fate, act.place or _("Naskah perubahan"), address, act.says, pieces, act.is_part, act.is_moved
        )


def amendment(old: "Side", new: "Side") -> Amendment | None:
    """The comparison of a regulation with one that amends it; None if `new` says nothing of articles that `old` has."""
    if old.regulation is None or not amends(old, new):
        return None
    amended, before = old.regulation, old.root
    if not any(node.number[:1].isdigit() for node in own_articles(before)):
        return None
    found = acts(new.root, lambda words: _names_first(words, amended))
    return Amendment(old, new, found, before) if found else None


def amends(old: "Side", new: "Side") -> bool:
    """Whether `new` amends `old`, which must both be regulations with a text."""
    if old.regulation is None or new.regulation is None or not (old.tree and new.tree):
        return False
    return _amends(new.regulation, new.root, old.regulation)


def _amends(amending: "Regulation", tree: Node, amended: "Regulation") -> bool:
    """By a stored relation, by the title, or by what the first amending article names."""
    if amending.relations.filter(kind=RelationKind.AMENDS, target=amended).exists():
        return True
    about = str(amending.about)
    return (is_amending(f"tentang {about}") and _names_first(about, amended)) or _names_first(opening(tree), amended)


def _names_first(words: str, regulation: "Regulation") -> bool:
    """Whether the first regulation that the words cite is this one."""
    found = next(find_citations(words), None)
    if found is None or found.citation.year != regulation.year:
        return False
    kind = regulation.kind
    is_kind = found.citation.kind == kind.code or named_kind(words[found.start : found.end]) == kind.name.casefold()
    known = [(regulation.number_key, regulation)]  # stored as «179», cited as «179/PMK.011/2012»
    written = (found.citation.number, repaired(found.citation.number))
    return is_kind and any(numbers.matching(number, known)[0] for number in written)


def _is_same(words: str, others: str) -> bool:
    """Whether they are the same but for blanks and breaks; long ones are not cut up to see that they are of other lengths."""
    if len(words) > 2 * len(others) + 100 or len(others) > 2 * len(words) + 100:
        return False
    return words.split() == others.split()
