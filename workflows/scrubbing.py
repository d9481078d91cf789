"""Taking people out of free text once their data has gone: a record of decisions stays, and names nobody."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations

from portal.core.masking import with_numbers_replaced

REMOVED = "[dihapus]"
_SHORTEST = 3
"""Letters; shorter ones are particles of names, and would tear holes into ordinary words."""

_WORD = re.compile(r"[^\W_]+")
_FARTHEST = 4
"""Signs between two words of one phrase: «Siti_Aminah», «Siti - Aminah», and over the end of a line."""

_SHORTEST_JOINED = 7
"""Letters of a name that is written as one word."""
_PARTICLES = frozenset({"bin", "binti", "bt", "al", "alias", "als"})

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
        found = _found(text)
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


def _found(text: str) -> list[Found]:
    return [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]


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


class Names:
    """Finds people by what `ways_to_call` gives, by two or more words of one name in any order, and by a name written as
    one word: «Aminah binti Siti», «SITIAMINAH»."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        self._phrases = Phrases(
            words for name in names for words in ways_to_call(name) if sum(map(len, words)) >= _SHORTEST
        )
        self._people: list[frozenset[str]] = []
        self._of_word: dict[str, set[int]] = {}
        self._joined: set[str] = set()
        for words in {bare_name(name) for name in names}:
            own = tuple(word for word in words if word not in _PARTICLES)
            for word in own:
                self._of_word.setdefault(word, set()).add(len(self._people))
            self._people.append(frozenset(own))
            self._joined.update(_joined(own))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand, in order and not overlapping."""
        found = _found(text)
        return merged([*self._phrases.spans(text), *self._in_any_order(found), *self._in_one_word(found)])

    def _in_any_order(self, found: list[Found]) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(found):
            run = self._run(found, at)
            if len(run) > 1 and any(len(found[place][0]) >= _SHORTEST for place in run):
                yield found[at][1], found[run[-1]][2]
                at = run[-1]
            at += 1

    def _run(self, found: list[Found], at: int) -> list[int]:
        """The places of the words, from this one on, that are words of one name."""
        run, used = [at], {found[at][0]}
        people = self._of_word.get(found[at][0], set())
        while people and (place := _next_of_name(found, run[-1])) is not None:
            word = found[place][0]
            sharing = people & self._of_word.get(word, set())
            if not sharing or word in used:
                break
            run.append(place)
            used.add(word)
            people = sharing
        return run

    def _in_one_word(self, found: list[Found]) -> Iterator[tuple[int, int]]:
        return ((start, end) for word, start, end in found if word.strip("0123456789") in self._joined)


def _next_of_name(found: list[Found], at: int) -> int | None:
    """The next word, or the one after «bin», if only a few signs stand between."""
    for place in range(at + 1, min(at + 3, len(found))):
        if found[place][1] - found[place - 1][2] > _FARTHEST:
            return None
        if found[place][0] not in _PARTICLES:
            return place
    return None


def _joined(words: Words) -> Iterator[str]:
    """Any two of them, any that follow each other, and all from the last to the first, where an ordinary word is not so long."""
    size = len(words)
    runs = [words[start:end] for start in range(size) for end in range(start + 2, size + 1)]
    for run in (*runs, *permutations(words, 2), words[::-1]):
        if len(run) > 1 and len(word := "".join(run)) >= _SHORTEST_JOINED:
            yield word


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places in order, those that overlap as one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


class Scrubber:
    """Knows the names of some people, and other phrases by which they are found: addresses, numbers."""

    def __init__(self, known: Iterable[str], names: Iterable[str] = ()) -> None:
        self._known = Phrases(words for words in map(words_of, known) if sum(map(len, words)) >= _SHORTEST)
        self._names = Names(names)

    def __call__(self, text: str) -> str:
        """The text without them, and without any number that looks like one of a person."""
        left, at = [], 0
        for start, end in merged([*self._known.spans(text), *self._names.spans(text)]):
            left += [text[at:start], REMOVED]
            at = end
        return with_numbers_replaced("".join(left) + text[at:], lambda written: REMOVED)
