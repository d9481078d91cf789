"""Taking people out of free text once their data has gone: a record of decisions stays, and names nobody."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from portal.core.masking import with_numbers_replaced

REMOVED = "[dihapus]"
_SHORTEST = 3
"""Letters; shorter ones are particles of names, and would tear holes into ordinary words."""

_WORD = re.compile(r"[^\W_]+")
_FARTHEST = 4
"""Signs between two words of one phrase: «Siti_Aminah», «Siti - Aminah», and over the end of a line."""

_FORMS_OF_ADDRESS = frozenset({"bapak", "bpk", "pak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari"})
_TITLES = _FORMS_OF_ADDRESS | frozenset(
    {"h", "hj", "haji", "hajah", "kh", "kyai", "ust", "ustaz", "ustadz", "ustazah", "dr", "drs", "dra", "ir", "prof"}
)

Words = tuple[str, ...]
Found = tuple[str, int, int]
"""A word as it is compared, and where it stands."""


class Phrases:
    """Finds phrases as whole words, the longest first, whatever their case and whatever stands between the words.

    By hash, word by word: a large proposal names thousands of people.
    """

    def __init__(self, phrases: Iterable[Words]) -> None:
        self._by_first: dict[str, list[Words]] = {}
        for words in sorted({words for words in phrases if words}, key=len, reverse=True):
            self._by_first.setdefault(words[0], []).append(words)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, in order and not overlapping."""
        found = [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
        at = 0
        while at < len(found):
            length = self._length(found, at)
            if length == 2 and found[at][0] in _FORMS_OF_ADDRESS and self._length(found, at + 1) > 1:
                length = 0  # «Ibu» and the whole name: the name
            if length:
                yield found[at][1], found[at + length - 1][2]
            at += length or 1

    def _length(self, found: list[Found], at: int) -> int:
        """How many words long the longest phrase is that begins there."""
        first = found[at][0] if at < len(found) else ""
        return next((len(words) for words in self._by_first.get(first, ()) if _stands(words, found, at)), 0)


def _stands(words: Words, found: list[Found], at: int) -> bool:
    there = found[at : at + len(words)]
    return tuple(word for word, _start, _end in there) == words and all(
        after[1] - before[2] <= _FARTHEST for before, after in pairwise(there)
    )


def words_of(phrase: str) -> Words:
    """Its words as they are compared."""
    return tuple(match[0].casefold() for match in _WORD.finditer(phrase))


def bare_name(name: str) -> Words:
    """The words of a name without titles before it and degrees behind a comma; all of it if nothing else is there."""
    words = words_of(name.partition(",")[0])
    first = next((place for place, word in enumerate(words) if word not in _TITLES), 0)
    return words[first:]


def ways_to_call(name: str) -> Iterator[Words]:
    """The name with and without its titles, any two of its words that follow each other, and «Ibu» with one of them."""
    yield words_of(name)
    bare = bare_name(name)
    for size in range(2, len(bare) + 1):
        yield from (bare[start : start + size] for start in range(len(bare) - size + 1))
    if len(bare) == 1:
        yield bare
    yield from ((title, word) for word in bare if len(word) >= _SHORTEST for title in _FORMS_OF_ADDRESS)


class Scrubber:
    """Knows the names of some people, and other phrases by which they are found: addresses, numbers."""

    def __init__(self, known: Iterable[str], names: Iterable[str] = ()) -> None:
        called = (words for name in names for words in ways_to_call(name))
        self._known = Phrases(words for words in (*map(words_of, known), *called) if sum(map(len, words)) >= _SHORTEST)

    def __call__(self, text: str) -> str:
        """The text without them, and without any number that looks like one of a person."""
        left, at = [], 0
        for start, end in self._known.spans(text):
            left += [text[at:start], REMOVED]
            at = end
        return with_numbers_replaced("".join(left) + text[at:], lambda written: REMOVED)
