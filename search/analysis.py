"""From text to index terms: tokenise, lower, fold, overrides, stem. The only place that knows how.

Equal to the Elasticsearch chain `pattern [^\\p{L}\\p{N}]+` → lowercase → asciifolding →
stemmer_override → stemmer(indonesian). A word is cut once per process: stems are remembered.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from search import stemming

DATA = Path(__file__).parent / "data"
TOKEN = re.compile(r"[^\W_]+")
_NOT_A_WORD_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\w]+")
_ASCII_SEPARATORS_TO_BLANK = bytes(code if code > 127 or chr(code).isalnum() else ord(" ") for code in range(256))
_REMEMBERED = 600_000
MIN_WORD, MAX_WORD = 3, 30
MAX_NAME = 300
_FOLDED = frozenset({"Ll", "Lu", "Nd", "No", "Mn"})
_LEFT_AS_THEY_ARE = re.compile("[İ\u2100-\u214f\u3251-\u32bf\ufb05\U00010000-\U0010ffff]")


def fold(word: str) -> str:
    """`word` in lower case without accents; letters that have no ASCII form stay."""
    lowered = word.lower()
    return lowered if lowered.isascii() else "".join(map(_fold_letter, lowered))


@cache
def _fold_letter(letter: str) -> str:
    special = _folding().get(letter)
    if special is not None:
        return special
    if unicodedata.category(letter) not in _FOLDED or _LEFT_AS_THEY_ARE.match(letter):
        return letter
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return plain.lower() if plain.isascii() and plain.isalnum() else ("" if not plain else letter)


@cache
def _folding() -> dict[str, str]:
    """Letter → what `data/folding.tsv` writes for it."""
    lines = (line.split("\t") for line in data_lines("folding.tsv"))
    return {letter: plain for plain, letters in lines for letter in letters}


@cache
def overrides() -> dict[str, str]:
    """Word → term of `data/stem_overrides.tsv`. Raises ValueError when a word stands there twice."""
    table: dict[str, str] = {}
    for line in data_lines("stem_overrides.tsv"):
        word, term = line.split("\t")
        if word in table:
            raise ValueError(f"stem_overrides.tsv: {word!r} stands there twice")
        table[word] = term
    return table


@cache
def stopwords() -> frozenset[str]:
    """Words a query may drop. The index holds them, so that a phrase can ask for them."""
    return frozenset(word for line in data_lines("stopwords.txt") for word in line.split())


@cache
def synonyms() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Groups of equal names, each name as its words."""
    return tuple(tuple(tuple(name.split()) for name in line.split("\t")) for line in data_lines("synonyms.tsv"))


@cache
def everyday_names() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What people say and the names that it stands for, each as its words; not the other way round."""
    return tuple(tuple(tuple(name.split()) for name in line.split("\t")) for line in data_lines("everyday.tsv"))


def data_lines(name: str) -> list[str]:
    """The lines of a data file, without comments and blank ones."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


class _Terms(dict[str, str]):
    """Word as written → term; computes what it has not seen."""

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        term = overrides().get(folded) or stemming.stem(folded)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = term
        return term


_TERMS = _Terms()


def term(word: str) -> str:
    """The index term of one word."""
    return _TERMS[word]


def terms(text: str) -> list[str]:
    """The index terms of a text, in order, stop words included."""
    return list(map(_TERMS.__getitem__, words(text)))


def words(text: str) -> list[str]:
    """The words of a text as written: what `TOKEN` finds, at twice its speed (48 against 25 MB/s)."""
    if not text.isascii():
        text = _NOT_A_WORD_BEYOND_ASCII.sub(" ", text)
    return text.encode().translate(_ASCII_SEPARATORS_TO_BLANK).decode().split()


def name_key(name: str) -> str:
    """What a document is called, or a whole question, in a form in which equal names are equal; "" for what is no name."""
    key = " ".join(term(word) for word in words(name) if fold(word) not in stopwords())
    return key if len(key) <= MAX_NAME else ""


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case and folded, not stemmed: for suggestions and spelling."""
    return [fold(word) for word in words(text)]


class _Suggested(dict[str, str]):
    """Word as written → the form in which spelling may suggest it, or "" when it may not: letters only, 3 to 30 of them."""

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if not (MIN_WORD <= len(folded) <= MAX_WORD and folded.isalpha()):
            folded = ""
        if len(self) >= _REMEMBERED // 2:
            self.clear()
        self[word] = folded
        return folded


_SUGGESTED = _Suggested()


def vocabulary(text: str) -> list[str]:
    """The different words of a text that spelling may suggest, lower case and folded."""
    found = dict.fromkeys(map(_SUGGESTED.__getitem__, dict.fromkeys(words(text))))
    found.pop("", None)
    return list(found)


def deletions(word: str) -> Iterable[str]:
    """The word and every form of it that lacks one letter: two words near each other share one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def clean(text: str) -> str:
    """Text that every engine and database accepts: NFC, no surrogates, no control characters but line breaks."""
    encodable = text.encode("utf-8", "ignore").decode("utf-8")
    composed = unicodedata.normalize("NFC", encodable)
    return _CONTROL.sub(" ", composed)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


@cache
def signature() -> str:
    """Changes when a word may be cut differently, or a name be written differently: an index made under another signature must be
    rebuilt. The synonyms are not part of it: only questions know them.
    """
    return signature_of(
        Path(stemming.__file__),
        Path(__file__),
        DATA / "stem_overrides.tsv",
        DATA / "folding.tsv",
        DATA / "stopwords.txt",
    )


def signature_of(*parts: Path | str) -> str:
    """Twelve characters that are others when the content of a file or a text is another."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]
