"""The golden set: for 85 regulations of every type and era the anchors that are right, read off their texts by eye.

A file of `golden/` names its source in the first line (a record of the corpus, or a PDF of it) and then, in the order of the
text, the anchors of every BUKU, BAB, Pasal, item of an amendment, quoted Pasal, amended unit and explained Pasal. A file of
`golden/places/` has for some of them the anchors inside: Bagian, Paragraf, ayat, huruf and angka of the body. Where a source
has lost a heading, the list has none; where the parser cannot be right, the list says what is right all the same.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from documents.text.extraction import inspect_pdf
from documents.text.nodes import Kind, Node, walk
from documents.text.structure import parse

FOLDER = Path(__file__).with_name("golden")
_ARTICLES = {Kind.BUKU, Kind.BAB, Kind.PASAL, Kind.AMENDMENT, Kind.AMENDED_UNIT, Kind.EXPLAINED_PASAL}
_INSIDE = {Kind.BAGIAN, Kind.PARAGRAF, Kind.AYAT, Kind.HURUF, Kind.ANGKA, Kind.SUB_HURUF, Kind.SUB_ANGKA}
_BODY = {Kind.BUKU, Kind.BAB, Kind.BAGIAN, Kind.PARAGRAF, Kind.PASAL, Kind.AMENDED_UNIT}


class Anchors(Enum):
    """Which anchors are compared: the folder of their lists."""

    ARTICLES = FOLDER
    PLACES = FOLDER / "places"

    @property
    def lists(self) -> list[Path]:
        return sorted(self.value.glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Score:
    """What the parser made of one document of the set."""

    document: str
    right: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def anchors(self) -> int:
        """All anchors in question: those of the list, and those that the parser invented."""
        return self.right + len(self.missing) + len(self.wrong)

    @property
    def share(self) -> float:
        return self.right / self.anchors


def scores(corpus: Path, anchors: Anchors) -> list[Score]:
    """Every document of the set, parsed and compared with its list."""
    lists = dict(map(_read, anchors.lists))
    return [
        _score(source, _anchors(parse(text), anchors), lists[source]) for source, text in _texts(corpus, set(lists))
    ]


def accuracy(found: list[Score]) -> float:
    return sum(score.right for score in found) / sum(score.anchors for score in found)


def table(found: list[Score]) -> str:
    """One line a document: share, anchors, name, and what is not right."""
    lines = []
    for score in sorted(found, key=lambda each: each.document):
        faults = [f"-{anchor}" for anchor in score.missing] + [f"+{anchor}" for anchor in score.wrong]
        lines.append(f"{score.share:7.1%} of {score.anchors:4} {score.document} {' '.join(faults)}".rstrip())
    return "\n".join([*lines, f"{accuracy(found):7.2%} of {sum(each.anchors for each in found)} anchors"])


def _read(file: Path) -> tuple[str, list[str]]:
    head, _, anchors = file.read_text(encoding="utf-8").partition("\n")
    return head.removeprefix("# "), anchors.split()


def _texts(corpus: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    for source in sorted(wanted):
        if source.endswith(".pdf"):
            yield source, inspect_pdf(corpus / source).text
    with gzip.open(corpus / "regulations.jsonl.gz", "rb") as lines:
        for line in lines:
            identity = line[len(b'{"id": "') :].split(b'"', 1)[0].decode()
            if identity in wanted:
                yield identity, str(json.loads(line)["text"])


def _anchors(tree: Node, anchors: Anchors) -> list[str]:
    if anchors is Anchors.ARTICLES:
        return [node.anchor for node in walk(tree) if node.kind in _ARTICLES]
    body = (unit for unit in tree.children if unit.kind in _BODY)
    return [node.anchor for unit in body for node in walk(unit) if node.kind in _INSIDE]


def _score(source: str, found: list[str], expected: list[str]) -> Score:
    return Score(
        document=source,
        right=len(set(found) & set(expected)),
        missing=tuple(anchor for anchor in expected if anchor not in set(found)),
        wrong=tuple(anchor for anchor in found if anchor not in set(expected)),
    )
