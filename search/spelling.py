"""«Mungkin maksud Anda»: another spelling of the question, only if it finds something for this very reader."""

from __future__ import annotations

from search import analysis
from search.engines.base import Engine
from search.nearness import distance
from search.parsing import known_name, parse, single_names
from search.query import Audience, WordCount

_MIN_LENGTH = 4
_MAX_WORDS = 8
_FAR_MORE_FREQUENT = 100


def did_you_mean(engine: Engine, text: str, *, audience: Audience) -> str | None:
    """The text with its misspelt words put right, or None. Every word told stands in public documents."""
    found = list(analysis.TOKEN.finditer(text))
    if len(found) > _MAX_WORDS:
        return None
    doubtful = {match.group(): word for match in found if (word := _doubtful(match.group()))}
    similar = engine.similar_to_each(doubtful.values(), audience=audience) if doubtful else {}
    corrected, position = "", 0
    for match in found:
        word = doubtful.get(match.group())
        better = _better(word, similar[word]) if word else None
        corrected += text[position : match.start()] + (better or match.group())
        position = match.end()
    corrected += text[position:]
    return corrected if corrected != text and _finds(engine, corrected, audience) else None


def _doubtful(written: str) -> str | None:
    """The word to look for among others; None where it is too short or known to be meant."""
    word = analysis.fold(written)
    if len(word) < _MIN_LENGTH or not word.isalpha() or word in analysis.stopwords() or known_name(word):
        return None
    return word


def _better(word: str, similar: tuple[WordCount, ...]) -> str | None:
    """A word near the one written that is more likely meant; None when the word is good as it stands."""
    itself = next((each.documents for each in similar if each.word == word), 0)
    as_long = (name for name in single_names() if itself == 0 and abs(len(name) - len(word)) <= 1)
    curated = tuple(WordCount(name, 0) for name in as_long if distance(word, name) == 1)
    candidates = [each for each in similar + curated if _is_better(each, word, itself)]
    best = min(candidates, key=lambda each: (distance(word, each.word), -each.documents, each.word), default=None)
    return best.word if best else None


def _is_better(each: WordCount, word: str, itself: int) -> bool:
    """A frequent misprint («disabiltas») yields only to a word a hundred times as frequent; nothing yields to a stop word,
    which would be dropped from the question: «orang gila» does not mean «orang bila»."""
    if each.word == word or analysis.term(each.word) == analysis.term(word) or each.word in analysis.stopwords():
        return False
    return itself == 0 or each.documents >= _FAR_MORE_FREQUENT * itself


def _finds(engine: Engine, text: str, audience: Audience) -> bool:
    return engine.search(parse(text).query(audience=audience, facets=(), size=0)).total > 0
