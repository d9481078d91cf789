"""The golden set of amendments: for 50 pairs of regulations what the one does to the other, read off both texts by eye.

A file of `amendments/` names the amending and the amended record of the corpus in its first line. Each line below is one fate
with its articles («deleted 3 4 5») or, where no article is meant, the places of the instructions («general I-1»): `changed` (as
a whole or in part, or inserted by an amendment in between), `inserted`, `deleted`, `general` (words changed wherever they
stand), `moved` (new numbers), `unsure` (the text has lost the instruction, a scan spoilt it, or the number was another's).
`complete` says that nothing else is changed.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from documents.amending import Amendment, Fate
from documents.comparing import Side
from documents.naming import number_key
from documents.text.amended import acts
from documents.text.citations import parse_citation
from documents.text.numbering import repaired
from documents.text.structure import parse

FOLDER = Path(__file__).with_name("amendments")
_WORDS = {
    Fate.CHANGED: "changed",
    Fate.SAME: "changed",
    Fate.UNKNOWN: "changed",
    Fate.INSERTED: "inserted",
    Fate.DELETED: "deleted",
    Fate.GENERAL: "general",
    Fate.MOVED: "moved",
    Fate.UNSURE: "unsure",
}


@dataclass(frozen=True, slots=True)
class Score:
    """What was made of one pair; each entry is «deleted 15»."""

    pair: str
    right: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def entries(self) -> int:
        return self.right + len(self.missing) + len(self.wrong)

    @property
    def share(self) -> float:
        return self.right / self.entries if self.entries else 1.0


def scores(corpus: Path) -> list[Score]:
    """Every pair of the set, compared and set beside its list."""
    lists = dict(map(_read, sorted(FOLDER.glob("*.txt"))))
    texts = _texts(corpus, {record for pair in lists for record in pair.split()})
    return [_score(pair, _found(*pair.split(), texts), lists[pair]) for pair in lists]


def accuracy(found: list[Score]) -> float:
    return sum(score.right for score in found) / sum(score.entries for score in found)


def table(found: list[Score]) -> str:
    """One line a pair: share, entries, name, and what is not right."""
    lines = []
    for score in found:
        faults = [f"-{entry}" for entry in score.missing] + [f"+{entry}" for entry in score.wrong]
        lines.append(f"{score.share:7.1%} of {score.entries:4} {score.pair} {', '.join(faults)}".rstrip())
    return "\n".join([*lines, f"{accuracy(found):7.2%} of {sum(each.entries for each in found)} entries"])


def _read(file: Path) -> tuple[str, set[str]]:
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    entries = {f"{fate} {each}".strip() for line in lines for fate, *all_ in [line.split()] for each in all_ or [""]}
    return head.removeprefix("# "), entries


def _texts(corpus: Path, wanted: set[str]) -> dict[str, str]:
    with gzip.open(corpus / "regulations.jsonl.gz", "rb") as lines:
        named = ((line[len(b'{"id": "') :].split(b'"', 1)[0].decode(), line) for line in lines)
        return {identity: str(json.loads(line)["text"]) for identity, line in named if identity in wanted}


def _found(amending: str, amended: str, texts: dict[str, str]) -> set[str]:
    old = parse(texts[amended])
    sides = [Side(name, "", {}) for name in (amended, amending)]
    comparison = Amendment(*sides, acts(parse(texts[amending]), _names(amended)), old)
    _screen, rows = comparison.shown("1", 1_000)
    found = set()
    for row in rows:
        if row.fate in _WORDS:
            place = row.place.removeprefix("Pasal ").replace(" angka ", "-")
            found.add(f"{_WORDS[row.fate]} {row.label.removeprefix('Pasal ') or place}")
    return found | ({"complete"} if comparison.is_complete else set())


def _names(record: str) -> Callable[[str], bool]:
    """Whether words cite this record first, by its year and number."""
    *_kind, year, number = record.split("_")

    def names(words: str) -> bool:
        cited = parse_citation(words)
        if cited is None or cited.year != int(year):
            return False
        return number_key(number) in {number_key(cited.number), number_key(repaired(cited.number))}

    return names


def _score(pair: str, found: set[str], expected: set[str]) -> Score:
    missing, wrong = sorted(expected - found), sorted(found - expected)
    return Score(pair, len(found & expected), tuple(missing), tuple(wrong))
