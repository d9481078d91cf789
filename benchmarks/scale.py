"""Many short documents made from the corpus: real articles, three to a document or a few more, with facets and readers by a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, pairwise

from search.documents import IndexDoc, PassageDoc

ARTICLES = 3
CLUSTERS = ("anak", "penyandang-disabilitas", "lanjut-usia", "tuna-sosial", "korban-bencana")
GROUPS = 20
_RESTRICTED_EVERY = 10


def cut(regulations: Iterable[IndexDoc], count: int) -> Iterator[IndexDoc]:
    """`count` documents of three articles and what is left over.

    Where the articles do not reach, they are cut again, one article further on.
    """
    kept: list[IndexDoc] = []
    parts = islice(chain(_cut_once(regulations, kept), _cut_again(kept)), count)
    return (_numbered(part, position) for position, part in enumerate(parts))


def enough(regulations: Iterable[IndexDoc], count: int) -> Iterator[IndexDoc]:
    """As many regulations as `count` documents are cut from, all of them where they do not reach."""
    parts = 0
    for regulation in regulations:
        if parts >= count:
            return
        parts += len(_cuts(len(regulation.passages), 0))
        yield regulation


def _cut_once(regulations: Iterable[IndexDoc], kept: list[IndexDoc]) -> Iterator[IndexDoc]:
    for regulation in regulations:
        kept.append(regulation)
        yield from _parts(regulation, 0)


def _cut_again(kept: list[IndexDoc]) -> Iterator[IndexDoc]:
    shift = 0
    while kept:
        shift += 1
        for regulation in kept:
            yield from _parts(regulation, shift)


def _parts(regulation: IndexDoc, shift: int) -> Iterator[IndexDoc]:
    for first, last in _cuts(len(regulation.passages), shift % ARTICLES):
        articles = regulation.passages[first:last]
        yield replace(
            regulation,
            title=f"{regulation.title} ({_span(articles)})",
            body="\n".join(article.text for article in articles),
            passages=articles,
        )


def _cuts(articles: int, start: int) -> list[tuple[int, int]]:
    """Where each document begins and ends; the last one takes what is left over, so that there are three to a document on average."""
    firsts = list(range(start, articles, ARTICLES))
    if len(firsts) > 1 and articles - firsts[-1] < ARTICLES:
        firsts.pop()
    return list(pairwise([*firsts, articles])) if firsts else []


def _span(articles: tuple[PassageDoc, ...]) -> str:
    return f"{articles[0].label} – {articles[-1].label}" if len(articles) > 1 else articles[0].label


def _numbered(doc: IndexDoc, position: int) -> IndexDoc:
    """Its own key; day, cluster, status and readers by a rule."""
    return replace(
        doc,
        key=f"made:{position}",
        url=f"/made/{position}/",
        date=dt.date(doc.year or 2000, 1 + position % 12, 1 + position % 28),
        clusters=CLUSTERS[position % 7 : position % 7 + 1],
        status=("in_force", "unverified", "repealed")[position % 3],
        acl=(f"g{position % GROUPS}",) if position % _RESTRICTED_EVERY == 0 else ("public",),
    )
