"""Questions of every class of `search.md` §2.2, drawn from an index by how many documents have their words."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from search import analysis

Questions = Mapping[str, Sequence[str]]
NORMAL = ("rare word", "word of 1 %", "three words", "phrase")
_SEED = 20_26


def draw(index: sqlite3.Connection, documents: int, texts: Sequence[str]) -> Questions:
    """Class → questions, the same for the same index. `texts` are of some documents of it: words that stand together."""
    dice = random.Random(_SEED)
    counted = dict(index.execute("SELECT word, documents FROM words WHERE documents >= 5").fetchall())
    words = {word: count for word, count in counted.items() if len(word) > 3 and word not in analysis.stopwords()}

    def having(least: float, most: float) -> list[str]:
        return sorted(word for word, count in words.items() if least <= count <= most)

    common = having(0.4 * documents, documents)
    middling = set(having(0.002 * documents, 0.2 * documents))
    together = [[word for word in analysis.plain_words(text) if word in middling] for text in texts]
    together = [found for found in together if len(found) > 8]
    return {
        "rare word": _some(dice, having(5, 50), 30),
        "word of 1 %": _some(dice, having(0.005 * documents, 0.02 * documents), 30),
        "three words": [" ".join(dice.sample(sorted(set(found)), 3)) for found in together[:40] if len(set(found)) > 3],
        "phrase": [_phrase(dice, text) for text in texts[:30]],
        "word in most documents": _some(dice, common, 15),
        "three such words": [" ".join(dice.sample(common, 3)) for _ in range(15)] if len(common) > 3 else [],
    }


def drawn_from(folder: Path, documents: int, texts: Sequence[str]) -> Questions:
    """The questions for the index in use in the folder of an embedded engine."""
    with closing(sqlite3.connect(folder / (folder / "current").read_text())) as index:
        return draw(index, documents, texts)


def misspelt(words: Sequence[str]) -> list[str]:
    """Words with two neighbouring letters the wrong way round."""
    return [f"{word[:2]}{word[3]}{word[2]}{word[4:]}" for word in words if len(word) > 4]


def _some(dice: random.Random, words: list[str], count: int) -> list[str]:
    return dice.sample(words, min(count, len(words)))


def _phrase(dice: random.Random, text: str) -> str:
    words = analysis.words(text)
    first = dice.randrange(max(1, len(words) - 2))
    return f'"{" ".join(words[first : first + 2])}"'
