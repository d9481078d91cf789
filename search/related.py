"""Which words make a document what it is: the query that finds documents about the same. Engine independent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from search import analysis
from search.query import Any_, Node, Word

_WORDS = 8
_CANDIDATES = 25
_TITLE_BONUS = 3
_TOO_COMMON = 0.2
_READ = 20_000


def likeness(title: str, keywords: str, body: str, frequency: Callable[[str], int], total: int) -> Node | None:
    """A tree of the most telling words; None when the document has none. `frequency` tells how many documents have a term."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, bonus in ((title, _TITLE_BONUS), (keywords, _TITLE_BONUS), (body[:_READ], 1)):
        for word in analysis.words(text):
            if len(word) > 3 and word.isalpha() and analysis.fold(word) not in analysis.stopwords():
                term = analysis.term(word)
                counts[term] += bonus
                written.setdefault(term, word)
    weighed = []
    for term, count in counts.most_common(_CANDIDATES):
        having = frequency(term)
        if 1 < having <= max(_TOO_COMMON * total, 2):
            weighed.append((count * math.log(1 + total / having), term))
    chosen = [Word(written[term]) for _, term in sorted(weighed, reverse=True)[:_WORDS]]
    return Any_(tuple(chosen)) if chosen else None
