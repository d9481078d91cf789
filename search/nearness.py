"""How near two spellings are."""

from __future__ import annotations


def is_near(word: str, other: str) -> bool:
    """Whether one of two words that lack at most a letter each may be a slip for the other: by one letter, or by two behind
    the same first letter. Lucene's `DirectSpellChecker` looks no further, so neither engine does.
    """
    return word[:1] == other[:1] or distance(word, other) == 1


def distance(one: str, other: str) -> int:
    """Letters to insert, remove, replace or swap with a neighbour."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, another in enumerate(other, start=1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
