"""What two regulations cannot be to each other. Pure: the caller brings both ends; `documents.checking` reads them.

Sources: only the same or a higher rank revokes (UU 12/2011, Lampiran II, butir 223); what is not promulgated yet cannot be
revoked (it is withdrawn, butir 222); an order in time has no cycle.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents import hierarchy
from documents.enums import Contradiction, RelationKind
from documents.statuses import ACTING_KINDS

REPEALING_KINDS = (RelationKind.REPEALS, RelationKind.REPEALS_PART)
_NUMBER = re.compile(r"\s*(\d+)([A-Za-z]{0,2})\b(?:\s*ayat\s*\((\d+)([a-z]?)\))?", re.IGNORECASE)
_ANCHOR = re.compile(r"(?:\A|-)pasal-(\d+[A-Za-z]{0,2})(?:-ayat-(\w+))?\Z")
_PLACE = re.compile(
    r"(?:\d+[A-Za-z]{0,2}|[IVX]+)(?: ayat \(\d+[a-z]?\))?(?: huruf [a-z]{1,2}\d?)?(?: angka \d+[a-z]?)?", re.IGNORECASE
)

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class End:
    """One regulation of a relation: the code of its kind and its dates as far as known."""

    title: str
    code: str
    year: int
    enacted_on: dt.date | None = None
    promulgated_on: dt.date | None = None

    @property
    def day(self) -> dt.date | None:
        """When it was promulgated, or at least enacted."""
        return self.promulgated_on or self.enacted_on


def found(kind: str, source: End, target: End, article: str, numbers: frozenset[str] | None) -> Contradiction:
    """The contradiction in a relation of these ends, cycles aside. `numbers` are the target's articles, None if unknown."""
    if kind in REPEALING_KINDS and hierarchy.is_lower(source.code, than=target.code):
        return Contradiction.LOWER_RANK
    if kind in ACTING_KINDS and _is_older(source, target):
        return Contradiction.TOO_EARLY
    if article and numbers is not None and not has_article(article, numbers):
        return Contradiction.NO_ARTICLE
    return Contradiction.NONE


def sentence(contradiction: Contradiction, source: End, target: End, article: str) -> str:
    """Why the relation is refused, for the editor."""
    names = {"source": source.title, "target": target.title, "article": article}
    return {
        Contradiction.CYCLE: _(
            "Hubungan ini melingkar: %(target)s sudah tercatat mengubah atau mencabut %(source)s, langsung atau lewat "
            "peraturan lain. Periksa mana yang lebih baru."
        ),
        Contradiction.LOWER_RANK: _(
            "%(source)s lebih rendah daripada %(target)s. Peraturan hanya dapat dicabut oleh peraturan yang setingkat "
            "atau lebih tinggi (UU 12/2011, Lampiran II butir 223)."
        ),
        Contradiction.TOO_EARLY: _(
            "%(source)s lebih tua daripada %(target)s: peraturan tidak dapat diubah atau dicabut sebelum diundangkan. "
            "Periksa tanggal dan arah hubungannya."
        ),
        Contradiction.NO_ARTICLE: _("Pasal %(article)s tidak ada dalam naskah %(target)s. Periksa nomor pasalnya."),
    }[contradiction] % names


def articles_of(tree: dict[str, Any]) -> frozenset[str]:
    """The numbers of all articles in a stored tree, those quoted in an amendment included («7A» of «Pasal I»), and of
    their paragraphs («7A(2)»).
    """
    return frozenset(number for anchor in _anchors(tree) if (number := _article_number(anchor)))


def has_article(article: str, numbers: frozenset[str]) -> bool:
    """Whether «4 ayat (3)» can exist. A text has gaps where scans are bad, so only the last number is a limit.

    Inserted numbers («14A») stand between others and are no gap: they must be there. No numbers at all: unknown, so yes.
    """
    match = _NUMBER.match(article)
    if match is None or not numbers:
        return True
    number, letters, paragraph, inserted = match.groups()
    own = number + letters.upper()
    if own in numbers:
        return paragraph is None or _has_paragraph(own, int(paragraph), inserted.lower(), numbers)
    last = max(int(known) for each in numbers if (known := re.match(r"\d+", each)[0]))  # type: ignore[index]
    return not letters and int(number) <= last


def _has_paragraph(article: str, paragraph: int, inserted: str, numbers: frozenset[str]) -> bool:
    """As with articles; an article whose text shows no paragraphs has none that can be missed."""
    known = {each.removeprefix(f"{article}(")[:-1] for each in numbers if each.startswith(f"{article}(")}
    if not known or f"{paragraph}{inserted}" in known:
        return True
    return not inserted and paragraph <= max(int(re.sub(r"\D", "", each) or 0) for each in known)


def readable_place(article: str) -> str:
    """«Pasal 4 Ayat (3)» as it is stored, «4 ayat (3)»; raises ValueError with a sentence for what names no article."""
    words = re.sub(r"\A\s*pasal\b", "", " ".join(article.split()), flags=re.IGNORECASE).strip()
    words = re.sub(r"\b(ayat|huruf|angka)\b", lambda found: found[0].lower(), words, flags=re.IGNORECASE)
    if words and not _PLACE.fullmatch(words):
        raise ValueError(
            _("Tulis pasalnya seperti 50, 14A, atau 4 ayat (3) huruf a; kosongkan untuk seluruh peraturan.")
        )
    return words


def cyclic(edges: Iterable[Edge]) -> set[Edge]:
    """The edges that lie on a cycle."""
    left = set(edges)
    while True:  # what nobody leads to, or leads to nobody, is on no cycle
        starts, ends = {start for start, _end in left}, {end for _start, end in left}
        kept = {(start, end) for start, end in left if start in ends and end in starts}
        if kept == left:
            break
        left = kept
    return {(start, end) for start, end in left if leads(end, start, left)}


def leads(start: int, end: int, edges: Iterable[Edge]) -> bool:
    """Whether `end` can be reached from `start`."""
    following: dict[int, list[int]] = {}
    for before, after in edges:
        following.setdefault(before, []).append(after)
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        new = [each for each in following.get(at, ()) if each not in seen]
        seen.update(new)
        waiting += new
    return False


def _is_older(source: End, target: End) -> bool:
    if source.day and target.day:
        return source.day < target.day
    return source.year < target.year


def _anchors(node: dict[str, Any]) -> Iterator[str]:
    yield node.get("anchor", "")
    for child in node.get("children", ()):
        yield from _anchors(child)


def _article_number(anchor: str) -> str:
    match = None if anchor.startswith("penjelasan") else _ANCHOR.search(anchor)
    if match is None:
        return ""
    return match[1].upper() + (f"({match[2].lower()})" if match[2] else "")
