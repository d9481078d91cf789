"""Which articles of a document answer best: one reckoning, so that both engines show the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from search import analysis, ranking
from search.places import finder, neighbours
from search.query import Phrase, SearchQuery, Word
from search.snippets import positive_leaves

_MAX_LEAVES = 12
_COMMON = 0.3

Leaf = Word | Phrase
Id = TypeVar("Id", int, str)


@dataclass(frozen=True, slots=True)
class Scored(Generic[Id]):
    """Articles of one document, the best first, as (id, score); `equal` have as many words as the best.

    `is_named`: the first was asked for by its number.
    """

    passages: tuple[tuple[Id, float], ...] = ()
    equal: int = 0
    is_named: bool = False

    @property
    def best(self) -> float:
        return max((score for _, score in self.passages[:2]), default=0.0)


def leaf_terms(leaf: Leaf) -> tuple[str, ...]:
    """The index terms of a leaf."""
    return tuple(map(analysis.term, (leaf.text,) if isinstance(leaf, Word) else leaf.words))


class Weigher:
    """Weighs articles for one query, given how many public ones there are, how many words they have, and how many have a term.

    Public ones only: which words weigh, and how much, may tell nobody what stands in documents closed to him. A word that no
    public article has weighs as one that stands nowhere, and is asked for beside the others: who reads a closed document
    finds the article in it.
    """

    def __init__(self, query: SearchQuery, total: int, words: float, frequency: Callable[[str], int]) -> None:
        self._query = query
        self._total = total
        self._average = words / max(total, 1)
        self._weights: dict[str, float] = {}
        self.leaves = self._weighed(positive_leaves(query.tree), frequency)

    def _weighed(self, leaves: Iterable[Leaf], frequency: Callable[[str], int]) -> list[tuple[Leaf, float]]:
        """The weight of each leaf; words that most articles have only when there is no other that public articles have."""
        different = {leaf_terms(leaf): leaf for leaf in reversed(list(leaves))}
        # A phrase is as frequent as its rarest word.
        counted = {terms: min(map(frequency, terms), default=0) for terms in reversed(different)}
        self._weights = {" ".join(terms): ranking.idf(count, self._total) for terms, count in counted.items()}
        known = sorted((count, place, terms) for place, (terms, count) in enumerate(counted.items()) if count)
        rare = [each for each in known if each[0] <= _COMMON * self._total]
        unknown = [(count, place, terms) for place, (terms, count) in enumerate(counted.items()) if not count]
        chosen = [*(rare or known)[:_MAX_LEAVES], *unknown[:_MAX_LEAVES]]
        return [(different[terms], ranking.idf(count, self._total)) for count, _, terms in chosen]

    def scored(self, having: Mapping[Id, tuple[int, Sequence[int]]], named: Id | None) -> Scored[Id]:
        """The articles of one document: id → length and the places in `leaves` of what it has, in the order of the text."""
        scores: list[tuple[Id, float]] = [
            (id_, ranking.passage_score([self.leaves[place][1] for place in sorted(places)], length, self._average))
            for id_, (length, places) in having.items()
        ]
        scores.sort(key=lambda pair: -pair[1])
        most = len(having[scores[0][0]][1]) if scores else 0
        equal = sum(1 for _, places in having.values() if len(places) >= most)
        if named is not None:
            scores = [pair for pair in scores if pair[0] != named]
            scores.insert(0, (named, 0.0))
        return Scored(tuple(scores), equal, named is not None)

    def closest(self, texts: Sequence[tuple[str, int]], *, is_named: bool) -> list[int]:
        """The places of candidates, given as label, heading and text in one and how many words these are, the best first once
        they are read closely.
        """
        order = [analysis.term(leaf.text) for leaf in positive_leaves(self._query.tree) if isinstance(leaf, Word)]
        closeness = [self._closeness(text, length, order) for text, length in texts]
        return sorted(range(len(texts)), key=lambda place: (not (is_named and place == 0), -closeness[place], place))

    def _closeness(self, text: str, length: int, order: Sequence[str]) -> float:
        found = finder(frozenset(order)).places(text)
        counts = Counter(place.term for place in found)
        return ranking.closeness(counts, neighbours(text, found), length, order, self._weights, self._average)
