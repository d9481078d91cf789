"""Which words make a document what it is: the query that finds documents about the same. Engine independent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from search import analysis
from search.query import Any_, Node, Word

_WORDS = 8
_CANDIDATES = 150
_TITLE_BONUS = 3
_TOO_COMMON = 0.2
_READ = 20_000

Statistics = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]
"""For words as `analysis.fold` writes them: how many public documents have each, and how many of these there are."""


def likeness(title: str, keywords: str, body: str, statistics: Statistics) -> Node | None:
    """A tree of the most telling words: those that the document has often and few others have at all; None when it has none.

    What is rare is judged by public documents alone, and a term is as common as its most common form in this document:
    «kesejahteraan» is found with «menyejahterakan».
    """
    counts: Counter[str] = Counter()
    forms: dict[str, dict[str, str]] = {}
    for text, bonus in ((title, _TITLE_BONUS), (keywords, _TITLE_BONUS), (body[:_READ], 1)):
        for word in analysis.words(text):
            folded = analysis.fold(word)
            if len(word) > 3 and word.isalpha() and folded not in analysis.stopwords():
                term = analysis.term(word)
                counts[term] += bonus
                forms.setdefault(term, {}).setdefault(folded, word)
    candidates = counts.most_common(_CANDIDATES)
    documents, total = statistics([form for term, _ in candidates for form in forms[term]])
    weighed = []
    for term, count in candidates:
        having = max(documents.get(form, 0) for form in forms[term])
        if 1 < having <= max(_TOO_COMMON * total, 2):
            weighed.append((count * math.log(1 + total / having), term))
    chosen = [Word(next(iter(forms[term].values()))) for _, term in sorted(weighed, reverse=True)[:_WORDS]]
    return Any_(tuple(chosen)) if chosen else None
