"""Near-duplicates in a file: another number with the same title, or with nearly the same words.

Nearness of words is the Jaccard similarity of the sets of five words in a row, estimated from bottom-k sketches (Broder 1997):
of each set only the k smallest hashes are kept, and the share of the k smallest of the union that lie in both estimates it.
Nothing is refused for being near: yearly regulations repeat each other word by word, and an operator decides.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.importing.rows import Row

SHINGLE = 5
SKETCH = 32
NEAR = 0.85
_SHARED = SKETCH // 2  # hashes in common before two sketches are compared
_CROWDED = 60  # a hash that so many texts share is a formula of all laws and finds nothing
_READ = 60_000  # characters of each text
_SHORTEST = 60  # words; a cut-off text of three formulas is near to many
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A row that an earlier row, or a regulation of the portal, is very like."""

    line: int
    key: str
    other: str
    reason: str


@dataclass(slots=True)
class Duplicates:
    """Add the rows one by one; each is compared with all before it. Some 3 KB a row."""

    found: list[NearDuplicate] = field(default_factory=list)
    _titles: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _sketches: list[tuple[int, ...]] = field(default_factory=list)
    _holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, line: int, row: Row) -> None:
        name = row.key or f"{row.type} {row.number}/{row.year}"
        title = " ".join(_WORD.findall(row.about.casefold()))
        share, nearest = self._nearest(sketch := sketch_of(row.text))
        if nearest is not None:
            self.found.append(NearDuplicate(line, name, nearest, f"{share:.0%} isinya sama"))
        elif title and (other := self._titles.get((row.type, title))):
            self.found.append(NearDuplicate(line, name, other, "judulnya sama"))
        if title:
            self._titles.setdefault((row.type, title), name)
        self._keep(name, sketch)

    def _nearest(self, sketch: tuple[int, ...]) -> tuple[float, str | None]:
        shared = Counter(index for value in sketch for index in self._holders.get(value, ()))
        best: tuple[float, str | None] = (NEAR, None)
        for index, count in shared.most_common(5):
            if (
                count >= min(_SHARED, len(sketch) // 2)
                and (share := similarity(sketch, self._sketches[index])) >= best[0]
            ):
                best = (share, self._names[index])
        return best

    def _keep(self, name: str, sketch: tuple[int, ...]) -> None:
        for value in sketch:
            holders = self._holders[value]
            if len(holders) < _CROWDED:
                holders.append(len(self._names))
        self._names.append(name)
        self._sketches.append(sketch)


def sketch_of(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of five words; empty for a text too short to be like anything."""
    words = _WORD.findall(text[:_READ].casefold())
    if len(words) < _SHORTEST:
        return ()
    return tuple(heapq.nsmallest(SKETCH, set(_hashes(words))))


def _hashes(words: list[str]) -> Iterator[int]:
    # Of strings Python's hash differs from process to process; sketches live in one.
    return map(hash, zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def similarity(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Estimated share of common runs of words, 0 to 1."""
    if not first or not second:
        return 0.0
    union = heapq.nsmallest(SKETCH, {*first, *second})
    both = {*first} & {*second}
    return sum(value in both for value in union) / len(union)
