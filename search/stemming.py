"""Indonesian stemming: Tala's rules as Lucene's `indonesian` filter applies them.

Both engines must cut a word at the same place, so this is the same algorithm, not a better one:
corrections belong in `data/stem_overrides.tsv`, which both engines read. Source of the rules:
F. Z. Tala, "A Study of Stemming Effects on Information Retrieval in Bahasa Indonesia" (2003).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_VOWELS = frozenset("aeiou")
_PARTICLES = ("kah", "lah", "pun")
_POSSESSIVES = ("ku", "mu", "nya")


@dataclass(frozen=True, slots=True)
class _Prefix:
    """A prefix: what `text` it matches, what replaces it, and the class later rules ask about."""

    pattern: re.Pattern[str]
    replacement: str
    family: str


def _prefix(pattern: str, family: str, replacement: str = "") -> _Prefix:
    return _Prefix(re.compile(pattern), replacement, family)


# The order is the rule: the first prefix that matches is the only one removed.
_FIRST_ORDER = (
    _prefix("meng", "meng"),
    _prefix("meny(?=[aeiou])", "meng", "s"),
    _prefix("me[nm]", "meng"),
    _prefix("me", "meng"),
    _prefix("peng", "peng"),
    _prefix("peny(?=[aeiou])", "peng", "s"),
    _prefix("peny", "peng"),
    _prefix("pen(?=[aeiou])", "peng", "t"),
    _prefix("pe[nm]", "peng"),
    _prefix("di", "di"),
    _prefix("ter", "ter"),
    _prefix("ke", "ke"),
)
_SECOND_ORDER = (
    _prefix("ber", "ber"),
    _prefix("bel(?=ajar$)", "ber"),
    _prefix("be(?=[^aeiou]er)", "ber"),
    _prefix("per", ""),
    _prefix("pel(?=ajar$)", ""),
    _prefix("pe", "pe"),
)
_NO_KAN_AFTER = frozenset({"ke", "peng", "pe"})
_NO_AN_AFTER = frozenset({"di", "meng", "ter"})
_NO_I_AFTER = frozenset({"ber", "ke", "peng"})


class _Word:
    """A word while it is cut: its text, its syllables (vowels counted once) and the prefixes gone."""

    __slots__ = ("removed", "syllables", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.syllables = sum(letter in _VOWELS for letter in text)
        self.removed: set[str] = set()

    def cut_end(self, length: int) -> None:
        self.text = self.text[:-length]
        self.syllables -= 1

    def cut_particle(self) -> None:
        if self.syllables > 2 and self.text.endswith(_PARTICLES):
            self.cut_end(3)

    def cut_possessive(self) -> None:
        if self.syllables > 2:
            for ending in _POSSESSIVES:
                if self.text.endswith(ending):
                    self.cut_end(len(ending))
                    return

    def cut_prefix(self, prefixes: tuple[_Prefix, ...]) -> bool:
        """Remove the first prefix that matches; true when the word became shorter."""
        if self.syllables <= 2:
            return False
        for prefix in prefixes:
            found = prefix.pattern.match(self.text)
            if found:
                before = len(self.text)
                self.text = prefix.replacement + self.text[found.end() :]
                self.syllables -= 1
                if prefix.family:
                    self.removed.add(prefix.family)
                return len(self.text) != before
        return False

    def cut_suffix(self) -> bool:
        if self.syllables <= 2:
            return False
        text = self.text
        if text.endswith("kan") and not self.removed & _NO_KAN_AFTER:
            self.cut_end(3)
        elif text.endswith("an") and not self.removed & _NO_AN_AFTER:
            self.cut_end(2)
        elif text.endswith("i") and not text.endswith("si") and not self.removed & _NO_I_AFTER:
            self.cut_end(1)
        return len(self.text) != len(text)


def stem(text: str) -> str:
    """The stem of a lower-case word, exactly as Lucene's `IndonesianStemmer` (derivational) gives it."""
    word = _Word(text)
    if word.syllables <= 2:
        return text
    word.cut_particle()
    word.cut_possessive()
    if word.cut_prefix(_FIRST_ORDER):
        if word.cut_suffix():
            word.cut_prefix(_SECOND_ORDER)
    else:
        word.cut_prefix(_SECOND_ORDER)
        word.cut_suffix()
    return word.text
