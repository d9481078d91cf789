"""From what a person typed to a query tree. Never raises: any text is a question.

Words must all occur (in any form); "…" is a phrase; -word excludes; acronyms and equal names are
alternatives; a regulation named by number is found by its metadata; «tahun 2009-2012», «sejak 2015»,
«sebelum 2010» limit the years. Both engines get the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

from search import analysis, citations
from search.query import All, Any_, AtLeast, Audience, Citation, Minus, Name, Node, Phrase, SearchQuery, Word
from search.snippets import positive_leaves

MAX_TEXT = 1_000
MAX_WORDS = 32
_RELAXED_SHARE = 0.6
_MIN_WORDS_TO_RELAX = 3
_MOST_OTHERS = 3
_MOST_WORDS_NAMED = 8
_LEAST_OF_A_NAME = 4

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_YEAR = r"((?:19|20)\d\d)"
_TO = r"\s*(?:-|–|—|\.\.\.?|s\.?\s*/?\s*d\.?|sampai(?:\s+dengan)?|hingga)\s*"
_YEARS = re.compile(rf"\b(?:tahun\s+{_YEAR}{_TO}(?:tahun\s+)?{_YEAR}|{_YEAR}\s*\.\.\.?\s*{_YEAR})\b", re.IGNORECASE)
_SINCE = re.compile(rf"\b(?:sejak|mulai)\s+(?:tahun\s+)?{_YEAR}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\bsebelum\s+(?:tahun\s+)?{_YEAR}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question understood. `tree` None: nothing was asked, so everything is listed. `beside`: the words that are wanted, phrases in
    quotes, without those that name a regulation.
    """

    text: str
    tree: Node | None
    citation: Citation | None = None
    year_from: int | None = None
    year_to: int | None = None
    name: Name | None = None
    beside: str = ""

    def query(self, *, audience: Audience, **more: Any) -> SearchQuery:
        """The question to an engine; `more` are other fields of `SearchQuery`."""
        pasal = self.citation.pasal if self.citation else None
        said = {"year_from": self.year_from, "year_to": self.year_to, "pasal": pasal, "name": self.name}
        return SearchQuery(self.tree, self.text, audience=audience, **{**said, **more})


def parse(raw: str) -> Parsed:
    """Understand a question of any length and content; what exceeds `MAX_TEXT` is not read."""
    text = " ".join(analysis.clean(raw[:MAX_TEXT]).split())
    rest, year_from, year_to = _take_years(text)
    recognised = citations.recognise(rest)
    tree = _parse_words(rest)
    citation, beside = None, rest
    if recognised and tree:
        citation, beside = _with_words(recognised, rest)
        tree = Any_((citation, tree))
    if citation is None and (number := citations.article(rest)):
        citation = Citation(pasal=number)
    name = _name(rest) if tree and not isinstance(tree, Minus) else None
    return Parsed(text, tree, citation, year_from, year_to, name, " ".join(_written(beside)))


def relax(tree: Node | None) -> Node | None:
    """The tree asking for most words instead of all; None when there is nothing to relax."""
    if isinstance(tree, Any_) and isinstance(tree.parts[0], Citation):
        tree = tree.parts[1]
    if isinstance(tree, Minus):
        kept = relax(tree.keep)
        return replace(tree, keep=kept) if kept else None
    if not isinstance(tree, All) or len(tree.parts) < _MIN_WORDS_TO_RELAX:
        return None
    needed = max(2, round(len(tree.parts) * _RELAXED_SHARE))
    return AtLeast(min(needed, len(tree.parts) - 1), tree.parts)


def _take_years(text: str) -> tuple[str, int | None, int | None]:
    """The text without its limits on years, and the limits."""
    between = _YEARS.search(text)
    if between:
        first, last = sorted(int(year) for year in between.groups() if year)
        return _without(text, between), first, last
    since, before = _SINCE.search(text), _BEFORE.search(text)
    if since:
        text = _without(text, since)
    if before:
        text = _BEFORE.sub(" ", text, count=1)
    return text, int(since[1]) if since else None, int(before[1]) - 1 if before else None


def _with_words(recognised: citations.Recognised, text: str) -> tuple[Citation, str]:
    """The citation with the words that say it, and the text without them."""
    citation = recognised.citation
    said = f"{text[recognised.start : recognised.end]} {f'pasal {citation.pasal}' if citation.pasal else ''}"
    beside = f"{text[: recognised.start]} {text[recognised.end :]}"
    if citation.pasal:
        beside = citations.without_article(beside)
    return replace(citation, said=tuple(positive_leaves(_parse_words(said)))), beside


def _written(text: str) -> Iterator[str]:
    for found in _PART.finditer(text):
        phrase, word = found["phrase"], found["word"]
        if found["minus"] or not analysis.words(phrase or word or ""):
            continue
        if phrase is not None or analysis.fold(word) not in analysis.stopwords():
            yield f'"{phrase}"' if phrase is not None else word


def _name(text: str) -> Name | None:
    kinds, rest = citations.kind_before(text)
    key = analysis.name_key(rest)
    return Name(key, kinds) if key else None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _parse_words(text: str) -> Node | None:
    keep: list[Node] = []
    drop: list[Node] = []
    for found in list(_PART.finditer(text))[:MAX_WORDS]:
        target = drop if found["minus"] else keep
        if found["phrase"] is not None:
            target.extend(_phrase(analysis.words(found["phrase"])))
        else:
            target.extend(_word(found["word"], keep_stopwords=bool(found["minus"])))
    keep = _without_repeats(keep)
    if not keep and not drop:  # nothing but stop words: then they are the question
        keep = [Word(word) for word in analysis.words(text)[:MAX_WORDS]]
    if not keep:
        return None
    wanted = _join(_expand(keep))
    return Minus(wanted, drop[0] if len(drop) == 1 else Any_(tuple(drop))) if drop else wanted


def _phrase(words: list[str]) -> list[Node]:
    words = words[:MAX_WORDS]
    if len(words) == 1:
        return [Word(words[0])]
    return [Phrase(tuple(words))] if words else []


def _word(written: str, *, keep_stopwords: bool) -> list[Node]:
    """A written word; «107/HUK/2009» and «15/4» are names and stay together."""
    words = analysis.words(written)[:MAX_WORDS]
    if len(words) > 1 and any(character.isdigit() for character in written):
        return [Phrase(tuple(words))]
    stop = frozenset() if keep_stopwords else analysis.stopwords()
    return [Word(word) for word in words if analysis.fold(word) not in stop]


def _without_repeats(nodes: list[Node]) -> list[Node]:
    """A word asked for twice is asked for once: repeats would weigh double."""
    seen: dict[object, Node] = {}
    for node in nodes:
        seen.setdefault(analysis.term(node.text) if isinstance(node, Word) else node, node)
    return list(seen.values())


def _join(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


@cache
def _names() -> dict[tuple[str, ...], tuple[Node, ...]]:
    """Each name of the tables of names, as terms → what else finds what it names."""
    table: dict[tuple[str, ...], list[Node]] = {}
    pairs = [(name, other) for group in analysis.synonyms() for name in group for other in group if other != name]
    pairs += [(said, name) for said, *names in analysis.everyday_names() for name in names]
    for name, other in pairs:
        node: Node = Word(other[0]) if len(other) == 1 else Phrase(other)
        others = table.setdefault(_as_terms(name), [])
        if node not in others:
            others.append(node)
    return {name: tuple(others) for name, others in table.items()}


@cache
def single_names() -> tuple[str, ...]:
    """The names of one word in the synonym table: «atensi» is a good word even before any document has it."""
    names = chain.from_iterable(analysis.synonyms()), (said for said, *_ in analysis.everyday_names())
    return tuple(dict.fromkeys(name[0] for name in chain(*names) if len(name) == 1))


def other_names(text: str) -> list[str]:
    """The text with a word of it replaced by another name of the same, at most `_MOST_OTHERS` of them: «kursi lansia» is also
    «kursi lanjut usia». The last word may be unfinished.
    """
    words = analysis.words(text)[:_MOST_WORDS_NAMED]
    found: dict[str, None] = {}
    for place, word in enumerate(words):
        is_last = place == len(words) - 1 and len(word) >= _LEAST_OF_A_NAME
        begun = [name for name in single_names() if is_last and name.startswith(analysis.fold(word))]
        for name in dict.fromkeys([word, *begun]):
            for other in _names().get((analysis.term(name),), ()):
                said = (other.text,) if isinstance(other, Word) else other.words if isinstance(other, Phrase) else ()
                found.setdefault(" ".join([*words[:place], *said, *words[place + 1 :]]))
    return list(found)[:_MOST_OTHERS]


def known_name(word: str) -> bool:
    """Whether the synonym table knows this single word: it is then no misprint."""
    return (analysis.term(word),) in _names()


def _as_terms(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name as a query has it: terms, without stop words and repeats."""
    stop = analysis.stopwords()
    return tuple(dict.fromkeys(analysis.term(word) for word in name if word not in stop))


@cache
def _longest_name() -> int:
    return max(map(len, _names()))


def _expand(nodes: list[Node]) -> list[Node]:
    """Replace every known name, the longest first, by the choice between it and its equals."""
    expanded: list[Node] = []
    position = 0
    while position < len(nodes):
        taken, choice = _name_at(nodes, position)
        expanded.append(choice)
        position += taken
    return expanded


def _name_at(nodes: list[Node], position: int) -> tuple[int, Node]:
    for length in range(min(_longest_name(), len(nodes) - position), 0, -1):
        part = nodes[position : position + length]
        words = [node for node in part if isinstance(node, Word)]
        if len(words) < length:
            continue
        others = _names().get(tuple(analysis.term(word.text) for word in words))
        if others:
            return length, Any_((_join(part), *others))
    return 1, nodes[position]
