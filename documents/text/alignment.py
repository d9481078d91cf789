"""Which article of one text answers to which of another: first by equal words, then by likeness, a same number helping.

Likeness is the share of word triples that both have, counted over an index of the triples: no pair without one in common is
ever looked at, so two long laws take time in proportion to their length.
"""

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALIKE = 0.3
ALIKE_WITH_SAME_NUMBER = 0.15
_SAME_NUMBER = 0.2
_MOST_TRIPLES = 600  # of one article
_COMMON = 30  # a triple in more articles than this tells nothing
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Unit:
    """An article: `anchor` without regard to the text it is from, its words as lines."""

    anchor: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Articles that answer to each other; one side is None where an article was added or left out."""

    old: Unit | None
    new: Unit | None

    @property
    def is_same(self) -> bool:
        return self.old is not None and self.new is not None and _flat(self.old.words) == _flat(self.new.words)


def align(old: Sequence[Unit], new: Sequence[Unit], *, by_number: bool) -> list[Pair]:
    """All articles of both, in the order of the new text; what was left out stands where it stood.

    `by_number`: both are versions of one regulation, so that articles of one number answer to each other however they differ.
    """
    partner: dict[int, int] = {}  # place in new → place in old
    for score in (_equal(old, new), _alike(old, new, by_number=by_number)):
        taken = set(partner.values())
        for theirs, ours in score:
            if ours not in partner and theirs not in taken:
                partner[ours] = theirs
                taken.add(theirs)
    return _in_order(old, new, partner)


def _equal(old: Sequence[Unit], new: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    places: dict[str, OrderedDict[str, int]] = defaultdict(OrderedDict)  # of equal words, by anchor
    for index, unit in enumerate(old):
        places[_flat(unit.words)].setdefault(unit.anchor, index)
    for index, unit in enumerate(new):
        same = places.get(_flat(unit.words))
        if same:
            yield (same.pop(unit.anchor) if unit.anchor in same else same.popitem(last=False)[1]), index


def _alike(old: Sequence[Unit], new: Sequence[Unit], *, by_number: bool) -> Iterable[tuple[int, int]]:
    """Pairs that are alike enough, the most alike first."""
    ours, theirs = [_triples(unit) for unit in new], [_triples(unit) for unit in old]
    with_triple: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, triples in enumerate(theirs):
        for triple in triples:
            with_triple[triple].append(index)
    by_anchor = {unit.anchor: index for index, unit in enumerate(old)}
    scored: list[tuple[float, int, int]] = []
    for index, unit in enumerate(new):
        shared = Counter(
            place for triple in ours[index] if len(found := with_triple.get(triple, ())) <= _COMMON for place in found
        )
        named_alike = by_anchor.get(unit.anchor, -1)
        if by_number and named_alike >= 0:
            shared.setdefault(named_alike, 0)
        for place, count in shared.items():
            score = 2 * count / ((len(ours[index]) + len(theirs[place])) or 1)
            is_named_alike = place == named_alike
            if (by_number and is_named_alike) or score >= (ALIKE_WITH_SAME_NUMBER if is_named_alike else ALIKE):
                scored.append((score + _SAME_NUMBER * is_named_alike, place, index))
    return ((place, index) for _, place, index in sorted(scored, key=lambda each: (-each[0], each[2], each[1])))


def _in_order(old: Sequence[Unit], new: Sequence[Unit], partner: dict[int, int]) -> list[Pair]:
    place_of = {theirs: ours for ours, theirs in partner.items()}
    rows: list[tuple[float, int, Pair]] = []
    for index, unit in enumerate(new):
        theirs = partner.get(index)
        rows.append((float(index), 0, Pair(None if theirs is None else old[theirs], unit)))
    last = -1.0
    for index, unit in enumerate(old):
        if index in place_of:
            last = float(place_of[index])
        else:
            rows.append((last + 0.5, index, Pair(unit, None)))
    return [pair for _, _, pair in sorted(rows, key=lambda row: row[:2])]


def _triples(unit: Unit) -> set[tuple[str, ...]]:
    words = _WORD.findall(unit.words.casefold())[: _MOST_TRIPLES + 2]
    if len(words) < 3:
        return {tuple(words)} if words else set()
    return set(zip(words, words[1:], words[2:], strict=False))


def _flat(words: str) -> str:
    return " ".join(words.split())
