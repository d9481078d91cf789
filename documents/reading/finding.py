"""Search inside one text: which articles have the words, and where they are marked.

A word counts wherever it stands in another («rehabilitasi» in «direhabilitasi»), for Indonesian builds words from both ends; one of
two letters only by itself. "Words in quotes" belong together. A unit has to have all of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from documents.reading.labels import ARTICLES, PARTS, Tree, label, title
from documents.reading.parts import Division
from documents.reading.prose import marked
from documents.text.nodes import Kind, one_line

QUESTION = "cari"
LONGEST_QUESTION = 100
MOST_WORDS = 8
MOST_SHOWN = 50
_AROUND = 90
_WORD = re.compile(r'"([^"]+)"|(\w+)')


@dataclass(frozen=True, slots=True)
class Hit:
    label: str
    address: str
    excerpt: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """The units that have all words, in the order of the text, the article that was asked for by its number first."""

    question: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.hits)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed; `pattern` marks any of its words, None if there is no word in it."""

    text: str
    words: tuple[re.Pattern[str], ...]
    pattern: re.Pattern[str] | None

    def is_met_by(self, words: str) -> bool:
        return bool(self.words) and all(word.search(words) for word in self.words)


def read(typed: str) -> Question:
    """Any text makes a question."""
    text = " ".join(typed.replace("\x00", "").split())[:LONGEST_QUESTION]
    sources = list(
        dict.fromkeys(_source(phrase or word) for phrase, word in _WORD.findall(text) if (phrase or word).strip())
    )
    sources = sources[:MOST_WORDS]
    words = tuple(re.compile(source, re.IGNORECASE) for source in sources)
    return Question(text, words, re.compile("|".join(sources), re.IGNORECASE) if sources else None)


def find(tree: Tree, division: Division, home: str, question: Question) -> Found:
    """Where the words stand."""
    matching = [
        (unit, words) for unit, words in _units(tree) if question.is_met_by(f"{one_line(unit.get('lead', ''))} {words}")
    ]
    matching.sort(key=lambda each: label(each[0]).casefold() != question.text.casefold())
    asked = urlencode({QUESTION: question.text})
    hits = (
        Hit(
            _name(unit),
            f"{division.address(division.index_at(unit['anchor']), home)}?{asked}#{unit['anchor']}",
            _excerpt(words, question.words),
        )
        for unit, words in matching[:MOST_SHOWN]
    )
    return Found(question.text, tuple(hits), len(matching))


def _source(word: str) -> str:
    source = r"\s+".join(re.escape(part) for part in word.split())
    return source if len(word) > 2 else rf"\b{source}\b"


def _units(unit: Tree) -> Iterator[tuple[Tree, str]]:
    """Articles, explained articles and the parts around them, each with all words below its heading."""
    for child in unit.get("children", ()):
        kind = Kind(child["kind"])
        inner = child.get("children", ())
        if kind in ARTICLES or (kind in PARTS and not any(Kind(each["kind"]) in (*ARTICLES, *PARTS) for each in inner)):
            yield child, one_line(" ".join(_words(child, is_heading=True)))
        else:
            yield from _units(child)


def _words(unit: Tree, *, is_heading: bool = False) -> Iterator[str]:
    yield "" if is_heading else unit.get("lead", "")
    yield unit.get("text", "")
    for child in unit.get("children", ()):
        yield from _words(child)


def _name(unit: Tree) -> str:
    if Kind(unit["kind"]) is Kind.EXPLAINED_PASAL:
        return f"{PARTS[Kind.EXPLANATION]} {label(unit)}"
    return title(unit)


def _excerpt(words: str, asked: Iterable[re.Pattern[str]]) -> SafeString:
    """The surroundings of the rarest word, which says most."""
    rarest = min(asked, key=lambda word: sum(1 for _ in word.finditer(words)))
    match = rarest.search(words)
    at = match.start() if match else 0
    start, end = max(0, at - _AROUND), min(len(words), at + 2 * _AROUND)
    start = words.rfind(" ", 0, start) + 1 if start else 0
    end = words.find(" ", end) if words.find(" ", end) > 0 else len(words)
    pattern = re.compile("|".join(each.pattern for each in asked), re.IGNORECASE)
    shown = marked(words[start:end], pattern)
    return mark_safe(f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}")  # noqa: S308 - `marked` escapes
