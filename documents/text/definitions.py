"""Terms that a regulation defines («Ketentuan Umum»), and where its articles use them.

UU 12/2011, Lampiran II, numbers 97 to 109: definitions, abbreviations and acronyms stand in the first article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.text.nodes import Kind, Node, walk

ARTICLES_LOOKED_AT = 3
LONGEST_NAME = 100
MOST_TERMS = 400

_OPENING = re.compile(r"yang\s+dimaksud(?:kan)?(?:\s+dengan)?\s*+(?::\s*+)?\Z")
_END = (
    r"(?=,?\s+(?:adalah|ialah|merupakan|yang\s+selanjutnya|selanjutnya|atau\s+(?:disingkat|yang\s+disebut)|dan\s+selanjutnya)\b"
    r"|\s*[(:;,]|\.?\Z)"
)
_NAME = re.compile(rf"\s*[\"“]?([^\s\"“][^:;(]{{1,{LONGEST_NAME}}}?)[\"”]?{_END}")
_ALIAS = re.compile(
    rf"(?:selanjutnya|atau)\s+(?:dalam\s+[^,;:]{{1,60}}?\s+ini\s+)?(?:di)?(?:sebut|singkat)\s+(?:dengan\s+|sebagai\s+)?"
    rf"[\"“]?([^\s\"“][^:;(,]{{0,{LONGEST_NAME}}}?)[\"”]?{_END}"
)
#: «Peraturan Menteri» is no mention of the term «Menteri».
_NOT_AFTER = "".join(rf"(?<!{word}\s)" for word in ("Peraturan", "Keputusan", "Instruksi", "Undang-Undang"))


@dataclass(frozen=True, slots=True)
class Term:
    """A name («Lembaga Kesejahteraan Sosial», «LKS») and the anchor of the point that defines it."""

    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The defined terms, and the anchor of the unit that defines them, in which none is a use."""

    terms: tuple[Term, ...] = ()
    anchor: str = ""


def glossary(tree: Node) -> Glossary:
    """What the first articles define; empty for a text without such a list."""
    articles = (node for node in walk(tree) if node.kind is Kind.PASAL)
    for _, article in zip(range(ARTICLES_LOOKED_AT), articles, strict=False):
        for unit in (article, *article.children):
            if _OPENING.search(unit.text):
                terms = dict[str, Term]()
                for point in unit.children:
                    for name in _names(point.text):
                        terms.setdefault(name, Term(name, point.anchor))
                return Glossary(tuple(terms.values())[:MOST_TERMS], article.anchor)
    return Glossary()


def _names(text: str) -> Iterator[str]:
    """The name that is defined and its short forms."""
    first = _NAME.match(text)
    if first is None:
        return
    opening = re.split(r"\s(?:adalah|ialah)\s", text, maxsplit=1)[0]
    for match in (first, *_ALIAS.finditer(opening)):
        name = " ".join(match[1].split()).strip(" .,")
        if 1 < len(name) <= LONGEST_NAME:
            yield name


class Uses:
    """Finds the terms of a glossary in words: as they are written in their definition, or in any letters where a text
    that defines «Bencana alam» goes on to write «bencana alam» only.
    """

    def __init__(self, glossary: Glossary, words: str) -> None:
        self._number = {term.name: index for index, term in enumerate(glossary.terms)}
        exact = [name for name in self._number if name in words]
        loose = [name for name in self._number if name not in exact]
        self._loose = {name.casefold(): name for name in loose}
        self._patterns = [_pattern(exact, 0), _pattern(loose, re.IGNORECASE)]

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and the number of the term."""
        for pattern in filter(None, self._patterns):
            for match in pattern.finditer(text):
                name = " ".join(match[0].split())
                number = self._number.get(name, self._number.get(self._loose.get(name.casefold(), ""), -1))
                if number >= 0:
                    yield match.start(), match.end(), number


def _pattern(names: list[str], flags: int) -> re.Pattern[str] | None:
    """The longest name wins: «Pekerja Sosial Profesional» is no «Pekerja Sosial»."""
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in longest_first)
    return re.compile(rf"{_NOT_AFTER}(?<![\w-])(?:{words})(?![\w-])", flags)
