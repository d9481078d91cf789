"""Which articles of an amending text hold what it changes, and in which regulation (an omnibus law has several)."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from documents.text.citations import find_citations
from documents.text.nodes import Kind, Node, own_articles, reading_text, walk

_AMENDS = re.compile(
    r"\W*(?:(?:mengubah|menambah|menghapus|menyisipkan)\b|"
    r"(?:beberapa )?ketentuan(?:-\s?ketentuan)?\b.{0,600}?\b(?:diubah|dihapus|ditambah)\b|"
    r"(?:menyetujui perubahan |pada |dalam )?pasal\s+\w+.{0,200}?\b(?:peraturan|undang-?\s?undang|ordonansi)\b.{0,500}?"
    r"\b(?:diubah|dihapus|ditambah|diganti|berbunyi)|"
    r"(?:peraturan|undang-?\s?undang)\b.{0,1500}?\b(?:diubah|ditambah)\b.{0,40}?\b(?:sebagai berikut|sehingga))",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = 600  # letters
_LONGEST = 4_000  # letters in which a regulation is named
_MOST_CITATIONS = 20  # that are looked at to see which regulation is meant


class Own:
    """The articles of the text itself. `names_it` says whether words name the regulation that is asked about first."""

    def __init__(self, tree: Node, names_it: Callable[[str], bool]) -> None:
        self.names_it = names_it = lru_cache(maxsize=4_000)(names_it)
        self.articles = list(own_articles(tree))
        self.holders = [node for node in self.articles if _quotes(node)]
        self._holders = {id(node) for node in self.holders}
        cited = [_cites(node, names_it) for node in self.holders]
        self._chosen: set[int] = set()
        is_named = True in cited
        is_it = not is_named
        for node, names_this in zip(self.holders, cited, strict=True):
            if is_named and names_this is not None:  # what follows it and names no regulation speaks of the same
                is_it = names_this
            if is_it and names_this is not False:
                self._chosen.add(id(node))

    @property
    def is_of_another(self) -> bool:
        """Whether it amends other regulations only."""
        return bool(self.holders) and not self._chosen

    @property
    def amends_it_only(self) -> bool:
        return len(self._chosen) == len(self.holders) > 0

    def amends_it(self, article: Node) -> bool:
        """Whether the article holds changes of the regulation."""
        return id(article) in self._chosen

    @property
    def without_items(self) -> list[Node]:
        return [node for node in self.articles if id(node) not in self._holders]


def opening(tree: Node) -> str:
    """The words with which the first amending article begins; "" for a text that amends nothing."""
    first = next((node for node in own_articles(tree) if _quotes(node)), None)
    return reading_text(first)[:_OPENING] if first else ""


def names(words: str, names_it: Callable[[str], bool]) -> bool | None:
    """Whether the words name this regulation; None if they name none. The first citations decide."""
    words = words[:_LONGEST]
    if names_it(words):
        return True
    found = list(islice(find_citations(words), _MOST_CITATIONS))
    if any(names_it(words[each.start : each.end]) for each in found):
        return True
    return False if found else None


def _cites(holder: Node, names_it: Callable[[str], bool]) -> bool | None:
    return names(holder.prose or reading_text(holder)[:_OPENING], names_it)


def _quotes(article: Node) -> bool:
    below = [node for node in walk(article) if node is not article]
    if any(node.kind in (Kind.AMENDMENT, Kind.PASAL) for node in below):
        return True
    prose = article.prose
    if prose.endswith(":"):  # «… yang telah diubah dengan: a. Nomor 4 Tahun 2002; b. … diubah sebagai berikut:»
        prose = reading_text(article)[:_LONGEST]
    return bool(_AMENDS.match(prose))
