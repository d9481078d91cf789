"""How the two things that speak for a document meet: its words as a whole, and its best article.

Shared by both engines. A long law has every word somewhere; one article that has them all is the better answer.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

TITLE_BONUS = 3.0
"""Added to the score of a document whose title alone answers the whole query."""

RERANKED = 30
"""So many of the best documents are ordered again by their best passage; the rest keep their order."""

BY_NAME = 2_000.0
"""Scores from here on are of documents asked for by name; no words of a question reach it."""

READ_CLOSELY = 5
"""So many passages more than are shown are read, to show the best of them."""

_PASSAGE_SHARE = 1.0
_NEIGHBOURS = 0.5
_K1, _B = 1.2, 0.75


def idf(having: int, total: int) -> float:
    """The weight of a word that `having` of `total` passages have; never negative."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def passage_score(weights: Sequence[float], length: int, average: float) -> float:
    """BM25 of a passage of `length` words that has words of these weights once each."""
    norm = _K1 * (1 - _B + _B * length / max(average, 1.0))
    return sum(weights) * (_K1 + 1) / (1 + norm)


def closeness(
    counts: Mapping[str, int],
    neighbours: Collection[tuple[str, str]],
    length: int,
    asked: Sequence[str],
    weights: Mapping[str, float],
    average: float,
) -> float:
    """BM25 of a passage of `length` words with its real word counts, plus half a word's weight for words side by side as in
    the question: `neighbours` are pairs of terms.
    """
    norm = _K1 * (1 - _B + _B * length / max(average, 1.0))
    score = sum(
        weights.get(term, 0.0) * counts[term] * (_K1 + 1) / (counts[term] + norm)
        for term in dict.fromkeys(asked)
        if counts.get(term)
    )
    return score + sum(
        _NEIGHBOURS * min(weights.get(one, 0.0), weights.get(other, 0.0))
        for one, other in pairwise(asked)
        if (one, other) in neighbours
    )


def fuse(scores: Sequence[tuple[int, float]], passages: Mapping[int, float]) -> list[tuple[int, float]]:
    """Order (document, score) pairs anew, given the score of the best passage of each. Those asked for by name stay first."""
    named = [pair for pair in scores if pair[1] >= BY_NAME]
    scores = [pair for pair in scores if pair[1] < BY_NAME]
    best_document = max((score for _, score in scores), default=0.0)
    best_passage = max((passages.get(row, 0.0) for row, _ in scores), default=0.0)
    if best_document <= 0 or best_passage <= 0:
        return [*named, *scores]
    fused = [
        (row, score + _PASSAGE_SHARE * best_document * passages.get(row, 0.0) / best_passage) for row, score in scores
    ]
    return [*named, *sorted(fused, key=lambda pair: (-pair[1], pair[0]))]
