"""What can be asked and what is answered: frozen values that know no engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from search.documents import number_keys

Audience: TypeAlias = tuple[str, ...]
"""The ACL tokens of whoever reads (`portal.core.audience.audience_of`). An empty one sees nothing."""

Facet = Literal["kind", "year", "status", "cluster", "issuer"]
FACETS: tuple[Facet, ...] = ("kind", "year", "status", "cluster", "issuer")
Sort = Literal["relevance", "newest", "oldest", "published"]
"""«newest» and «oldest» go by the day of the document, «published» by when the portal last published it, the latest first."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any of its forms: `pengasuhan` also finds `diasuh`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side and in this order, each in any of its forms, within one field."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation by name: a leaf that matches on metadata, never on text. None: not said. `said` are the words of the question
    that name it: they ask for nothing else.
    """

    kinds: tuple[str, ...] = ()
    number: str | None = None
    year: int | None = None
    pasal: str | None = None
    said: tuple[Word | Phrase, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part, anywhere in the document."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any_:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts, which are words, phrases or alternatives of these."""

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """`keep` without `drop`."""

    keep: Node
    drop: Node


Node: TypeAlias = Word | Phrase | Citation | All | Any_ | AtLeast | Minus


@dataclass(frozen=True, slots=True)
class Name:
    """A whole question taken as what a document is called, as its `analysis.name_key`. `kinds` empty: of any kind."""

    key: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question to an engine. Without a tree it lists everything the audience may see.

    `filters` maps a facet to the values wanted: OR inside a facet, AND between facets. The count of
    a facet's values ignores that facet's own filter, so that a reader can widen the choice. `pasal`
    is the number of an article asked for by name: where a hit has it, it is shown first. Documents that
    are called `name` come first, if the tree finds them: «pekerja sosial» wants the act of that name. Without
    `excerpts` none is cut, and no long text is read for one: for lists of titles and articles.
    """

    tree: Node | None = None
    raw: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    pasal: str | None = None
    name: Name | None = None
    audience: Audience = field(kw_only=True)
    facets: tuple[Facet, ...] = FACETS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    passages_per_hit: int = 3
    excerpts: bool = True


@dataclass(frozen=True, slots=True)
class PassageHit:
    """An article that answers: its label («Pasal 12»), where it stands, and an excerpt (safe HTML)."""

    label: str
    anchor: str
    snippet_html: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `*_html` are escaped, with the words found in <mark>."""

    key: str
    title: str
    title_html: str
    url: str
    kind: str
    number: str
    year: int | None
    status: str
    issuer: str
    clusters: tuple[str, ...]
    date: dt.date | None
    snippet_html: str
    score: float
    passages: tuple[PassageHit, ...] = ()
    more_passages: int = 0

    def is_named_by(self, citation: Citation) -> bool:
        """Whether it is the regulation of this kind, number and year, as the engines take it."""
        names = number_keys(citation.number)[:1] if citation.number else ()
        return (
            any(name in number_keys(self.number) for name in names)
            and (not citation.kinds or self.kind in citation.kinds)
            and (citation.year is None or self.year == citation.year)
        )


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many documents the result would have with this value chosen in its facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """A page of an answer. `relaxed`: no document has every word, these have most of them.

    `preparing`: the index is being made for the first time, or anew for a new version: much is not found yet.
    `degraded`: an engine before this one could not answer.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    engine: str
    took_ms: float
    did_you_mean: str | None = None
    relaxed: bool = False
    degraded: bool = False
    preparing: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title that begins like what is being typed."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word as written and the number of public documents that have it."""

    word: str
    documents: int
