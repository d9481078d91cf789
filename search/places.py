"""Where the words of a question stand in a text, without cutting all of the text into terms.

A word holds its term, or ends with all but the first letter of it: the rules of `stemming` only cut off ends, and put an «s» or «t»
for a prefix. So what is left is looked for as it is written, which is ten times as fast as cutting every word, and only the words that
hold it are cut. Words with letters beyond ASCII are written in more ways than one, and cut all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from search import analysis

_ASCII = bytes(range(128))
_PUT_FOR_A_PREFIX = ("s", "t")
_MOST_NEEDLES = 16
_DENSE = 40


class Place(NamedTuple):
    """A word of a text, from `start` to before `end`, and its term."""

    start: int
    end: int
    term: str


class Finder:
    """Finds the words whose terms are asked for. Immutable; threads may share it."""

    def __init__(self, asked: Collection[str]) -> None:
        self._asked = frozenset(asked)
        self._needles = tuple(dict.fromkeys(needle for term in asked for needle in _needles(term)))

    def places(self, text: str) -> list[Place]:
        """Every place in the text of a word that is asked for, ascending."""
        if not self._asked:
            return []
        lowered = text.lower()
        beyond = _letters_beyond_ascii(text)
        found = (
            self._by_word(text) if self._is_slow_in(text, lowered, beyond) else self._by_needle(text, lowered, beyond)
        )
        return [Place(start, *found[start]) for start in sorted(found)]

    def _is_slow_in(self, text: str, lowered: str, beyond: Collection[str]) -> bool:
        """Also where «İ» in lower case is two letters, and places are no longer the same."""
        if len(self._needles) + len(beyond) > _MOST_NEEDLES or len(lowered) != len(text):
            return True
        return sum(map(lowered.count, self._needles)) * _DENSE > len(text) + 10 * _DENSE

    def _by_needle(self, text: str, lowered: str, beyond: Collection[str]) -> dict[int, tuple[int, str]]:
        looked_in = [*((lowered, needle) for needle in self._needles), *((text, letter) for letter in beyond)]
        found = {}
        for within, needle in looked_in:
            position = within.find(needle)
            while position >= 0:
                start, end = _word_around(text, position)
                term = analysis.term(text[start:end])
                if term in self._asked:
                    found[start] = end, term
                position = within.find(needle, end)
        return found

    def _by_word(self, text: str) -> dict[int, tuple[int, str]]:
        asked = [word for word in set(analysis.words(text)) if analysis.term(word) in self._asked]
        return {start: (end, analysis.term(word)) for word in asked for start, end in _places_of(text, word)}


@lru_cache(maxsize=256)
def finder(asked: frozenset[str]) -> Finder:
    """That of these terms."""
    return Finder(asked)


def neighbours(text: str, places: Sequence[Place]) -> set[tuple[str, str]]:
    """The pairs of terms that stand side by side somewhere."""
    return {(one.term, other.term) for one, other in pairwise(places) if _is_next(text, one, other)}


def phrase_places(text: str, places: Sequence[Place], phrase: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the terms of a phrase stand side by side in its order; `places` have all of them."""
    for first in range(len(places) - len(phrase) + 1):
        some = places[first : first + len(phrase)]
        if all(place.term == term for place, term in zip(some, phrase, strict=True)) and all(
            _is_next(text, one, other) for one, other in pairwise(some)
        ):
            yield some[0].start, some[-1].end


def _letters_beyond_ascii(text: str) -> set[str]:
    if text.isascii():
        return set()
    return set(filter(str.isalnum, text.encode("utf-8", "ignore").translate(None, _ASCII).decode()))


def _is_next(text: str, one: Place, other: Place) -> bool:
    return analysis.TOKEN.search(text, one.end, other.start) is None


def _word_around(text: str, position: int) -> tuple[int, int]:
    """From where to before where the word goes that has the letter at `position`."""
    start = position
    while start and text[start - 1].isalnum():
        start -= 1
    found = analysis.TOKEN.match(text, position)
    return start, found.end() if found else position + 1


def _places_of(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands as a whole."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(word, end)


def _needles(term: str) -> Iterable[str]:
    """What of a term stands in each of its words that is written in ASCII; nothing shorter than a letter."""
    kept = term[1:] if term.startswith(_PUT_FOR_A_PREFIX) and len(term) > 1 else term
    return (kept, *(word for word in _overridden().get(term, ()) if kept not in word))


@cache
def _overridden() -> dict[str, list[str]]:
    """Term → the words that are said to have it."""
    words: dict[str, list[str]] = {}
    for word, term in analysis.overrides().items():
        words.setdefault(term, []).append(word)
    return words
