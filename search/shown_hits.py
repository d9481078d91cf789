"""A hit as the result page shows it: tags, the articles that answer, and where the others are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from documents.looks import NEUTRAL, Look, look_of
from documents.reading import finding
from documents.reading.parts import address_at
from search import proposals
from search.builders import PAGE_KIND, read_by_machine
from search.labels import Labels
from search.parsing import Parsed
from search.query import Hit
from workflows.enums import Stage

_STAGES: dict[str, Look] = {
    Stage.DRAFT: Look("", "edit"),
    Stage.REVISION: Look("warn", "return"),
    Stage.DONE: Look("ok", "check"),
    Stage.REJECTED: Look("danger", "cross"),
    Stage.WITHDRAWN: Look("", "return"),
    Stage.EXPIRED: Look("", "clock"),
}
"""How the stage of a proposal looks; one at which somebody has to act is neutral."""


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with the words for its kind and status. `missing`: the article asked for that it has not; `inside`: the address at which
    the document itself is searched.
    """

    hit: Hit
    kind: str
    status: str
    tag: str
    tag_icon: str
    articles: Sequence[tuple[str, str, str]] = field(default=())
    is_ocr: bool = False
    missing: str = ""
    inside: str = ""

    @property
    def registered(self) -> str:
        """The registration number of a proposal; other kinds have theirs in the title."""
        return self.hit.number if self.hit.kind == proposals.KIND else ""

    @property
    def more(self) -> str:
        """What is not shown of what answers: articles of a regulation, pages of a proposal's papers, parts of a page."""
        number = self.hit.more_passages
        if not number:
            return ""
        if self.hit.kind == proposals.KIND:
            told = ngettext("%s halaman berkas lain cocok", "%s halaman berkas lain cocok", number)
        elif self.hit.kind == PAGE_KIND:
            told = ngettext("%s bagian lain cocok di halaman ini", "%s bagian lain cocok di halaman ini", number)
        else:
            told = ngettext("%s pasal lain cocok dalam dokumen ini", "%s pasal lain cocok dalam dokumen ini", number)
        return told % number


def shown_hits(hits: Iterable[Hit], labels: Labels, parsed: Parsed | None = None) -> list[ShownHit]:
    """Each with its words; one query for all of them."""
    hits = list(hits)
    machine_read = read_by_machine(hit.key for hit in hits)
    return [shown(hit, labels, parsed, is_ocr=hit.key in machine_read) for hit in hits]


def shown(hit: Hit, labels: Labels, parsed: Parsed | None = None, *, is_ocr: bool = False) -> ShownHit:
    """The hit with its words, as an answer to what was asked."""
    missing = ""
    if parsed and parsed.citation and hit.is_named_by(parsed.citation):
        hit, missing = _as_cited(hit, parsed)
    look = _STAGES.get(hit.status, NEUTRAL) if hit.kind == proposals.KIND else look_of(hit.status)
    articles = [
        (passage.label, _address(hit, passage.anchor) if passage.anchor else hit.url, passage.snippet_html)
        for passage in hit.passages
    ]
    status = labels.status(hit.status) if hit.status else ""
    return ShownHit(hit, labels.kind(hit.kind), status, *look, articles, is_ocr, missing, _inside(hit, parsed))


def _as_cited(hit: Hit, parsed: Parsed) -> tuple[Hit, str]:
    """Of a regulation asked for by its number alone no article is shown but the one that was named; and what it has not."""
    pasal = (parsed.citation.pasal if parsed.citation else None) or ""
    names = {f"pasal {pasal}", f"penjelasan pasal {pasal}"}
    named = tuple(passage for passage in hit.passages if passage.label.lower() in names)
    is_missing = pasal and not any(passage.label.lower() == f"pasal {pasal}" for passage in named)
    if not parsed.beside:
        hit = replace(hit, passages=named, more_passages=0)
    told = gettext("Pasal %(number)s tidak ada dalam teks peraturan ini.") % {"number": pasal.upper()}
    return hit, told if is_missing else ""


def _inside(hit: Hit, parsed: Parsed | None) -> str:
    """Where a regulation is searched by itself for the same words."""
    if not parsed or not parsed.beside or hit.kind in {proposals.KIND, PAGE_KIND}:
        return ""
    return f"{hit.url}?{urlencode({finding.QUESTION: parsed.beside[: finding.LONGEST_QUESTION]})}"


def _address(hit: Hit, anchor: str) -> str:
    """A passage of a proposal is a page of one of its papers, a file of its own; only regulations are shown in parts."""
    if hit.kind == proposals.KIND:
        return proposals.address_of(anchor)
    return f"{hit.url}#{anchor}" if hit.kind == PAGE_KIND else address_at(hit.url, anchor)
