"""The two engines, filled with the same records, asked the same questions: what has to be equal, and what nearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from search import analysis
from search.documents import PUBLIC, IndexDoc
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.parsing import parse, relax
from search.query import FACETS, Audience, Facet, Hit, Result, SearchQuery

Filters = Mapping[Facet, tuple[str, ...]]

QUESTIONS = Path(__file__).parent / "questions.tsv"
TOP = 10
MEAN_OVERLAP, LEAST_OVERLAP = 0.8, 0.5
_DISCRIMINATING = 0.3
_EVERY_HIT = 1_000
_PREFIX_WORDS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What a person types, and its class («rare», «phrase» …)."""

    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Both engines with the same records."""

    embedded: Engine
    server: ElasticEngine

    def search(self, query: SearchQuery) -> tuple[Result, Result]:
        """The two answers, the embedded engine's first."""
        return self.embedded.search(query), self.server.search(query)


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: how often it was looked at, each place where it is not kept, and a figure where it is one."""

    name: str
    compared: int
    differences: tuple[str, ...] = ()
    figure: str = ""


def questions(path: Path = QUESTIONS) -> list[Question]:
    """All questions of the file, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Question(*line.split("\t", 1)) for line in lines if not line.startswith("#")]


def checks(
    pair: Pair, records: Sequence[IndexDoc], asked: Sequence[Question], audiences: Sequence[Audience]
) -> Iterator[Check]:
    """Every promise in turn, for engines that hold these records."""
    yield same_tokens(pair.server, records)
    yield same_sets(pair, asked, audiences)
    yield same_relaxed_sets(pair, asked)
    yield near_order(pair, asked, len(records))
    yield same_excerpts(pair, asked)
    yield same_words_near(pair, asked)
    yield same_suggestions(pair, records, audiences)


def query_of(text: str, audience: Audience = (PUBLIC,)) -> SearchQuery:
    return parse(text).query(audience=audience)


def same_tokens(server: ElasticEngine, records: Iterable[IndexDoc]) -> Check:
    """The words of every title and body, stemmed and plain, cut by the server and by `search.analysis`."""
    differences: list[str] = []
    compared = 0
    for record in records:
        for text in filter(None, (record.title, record.body)):
            compared += 1
            for stemmed, expected in ((True, analysis.terms(text)), (False, analysis.plain_words(text))):
                found = server.analyzed(text, stemmed=stemmed)
                if found != expected:
                    differences.append(f"{record.key}: {_first_unlike(expected, found)}")
    return Check("tokens", compared, tuple(differences))


def same_sets(pair: Pair, asked: Iterable[Question], audiences: Sequence[Audience]) -> Check:
    """Totals, keys and the counts of all facets, unfiltered and under the most frequent values of each facet and of each two."""
    differences: list[str] = []
    compared = 0
    for question in asked:
        for audience in audiences:
            query = _whole(query_of(question.text, audience))
            for filters in ({}, *_narrowings(pair.embedded.search(query))):
                compared += 1
                ours, theirs = map(_set, pair.search(replace(query, filters=filters)))
                if ours != theirs:
                    differences.append(f"{question.text!r} {'+'.join(audience)} {filters}: {ours} ≠ {theirs}")
    return Check("sets, totals, facets", compared, tuple(differences))


def same_relaxed_sets(pair: Pair, asked: Iterable[Question]) -> Check:
    """The documents that have most words, where none has all."""
    trees = {question.text: relax(parse(question.text).tree) for question in asked}
    differences: list[str] = []
    for text, tree in trees.items():
        if tree is not None:
            ours, theirs = map(_set, pair.search(_whole(SearchQuery(tree, audience=(PUBLIC,)))))
            differences += [f"{text!r}: {ours} ≠ {theirs}"] if ours != theirs else []
    return Check("relaxed", sum(tree is not None for tree in trees.values()), tuple(differences))


def near_order(pair: Pair, asked: Iterable[Question], documents: int) -> Check:
    """How much the first ten have in common, for questions whose documents are less than 30 % of all."""
    overlaps: dict[str, float] = {}
    for question in asked:
        ours, theirs = pair.search(replace(query_of(question.text), facets=(), size=TOP))
        if 0 < ours.total <= _DISCRIMINATING * documents:
            first, other = ({hit.key for hit in result.hits} for result in (ours, theirs))
            overlaps[question.text] = len(first & other) / len(first)
    mean = sum(overlaps.values()) / max(len(overlaps), 1)
    low = [f"{text!r}: {value:.2f}" for text, value in overlaps.items() if value < LEAST_OVERLAP]
    low += [f"mean {mean:.2f}"] if mean < MEAN_OVERLAP else []
    return Check(
        "top ten", len(overlaps), tuple(low), f"mean {mean:.2f}, least {min(overlaps.values(), default=0):.2f}"
    )


def same_excerpts(pair: Pair, asked: Iterable[Question], *, hits: int = 20) -> Check:
    """Titles, excerpts, articles and what is marked in them, byte for byte, of the documents on both first pages."""
    differences: list[str] = []
    compared = 0
    for question in asked:
        results = pair.search(replace(query_of(question.text), facets=(), size=hits))
        ours, theirs = ({hit.key: _shown(hit) for hit in result.hits} for result in results)
        for key in ours.keys() & theirs.keys():
            compared += 1
            if ours[key] != theirs[key]:
                differences.append(f"{question.text!r} {key}: {_first_unlike(ours[key], theirs[key])}")
    return Check("excerpts", compared, tuple(differences))


def same_words_near(pair: Pair, asked: Iterable[Question]) -> Check:
    """The words that «mungkin maksud Anda» chooses from."""
    words = dict.fromkeys(word for question in asked for word in analysis.plain_words(question.text) if len(word) > 3)
    differences: list[str] = []
    for word in words:
        ours, theirs = (engine.similar_words(word, audience=(PUBLIC,)) for engine in (pair.embedded, pair.server))
        differences += [f"{word}: {ours} ≠ {theirs}"] if ours != theirs else []
    return Check("similar words", len(words), tuple(differences))


def same_suggestions(pair: Pair, records: Sequence[IndexDoc], audiences: Sequence[Audience]) -> Check:
    """What is offered while a title is typed: as many, of the same weight and day. Equal ones may change places."""
    rank = {record.key: (record.weight, record.date or record.year) for record in records}
    beginnings = dict.fromkeys(" ".join(record.title.split()[-_PREFIX_WORDS:])[:-1] for record in records)
    differences: list[str] = []
    for prefix in beginnings:
        for audience in audiences:
            ours, theirs = (engine.suggest(prefix, audience=audience) for engine in (pair.embedded, pair.server))
            if [rank[each.key] for each in ours] != [rank[each.key] for each in theirs]:
                keys = [[each.key for each in offered] for offered in (ours, theirs)]
                differences.append(f"{prefix!r} {'+'.join(audience)}: {keys[0]} ≠ {keys[1]}")
    return Check("suggestions", len(beginnings) * len(audiences), tuple(differences))


def _whole(query: SearchQuery) -> SearchQuery:
    """The query for everything that is found, without texts."""
    return replace(query, size=_EVERY_HIT, sort="newest", passages_per_hit=0, excerpts=False)


def _narrowings(result: Result) -> Iterator[Filters]:
    most = {facet: tuple(each.value for each in result.facets[facet][:2]) for facet in FACETS if result.facets[facet]}
    yield from ({facet: values} for facet, values in most.items())
    yield from ({facet: most[facet][:1], other: most[other]} for facet, other in combinations(most, 2))


def _set(result: Result) -> tuple[int, list[str], dict[str, dict[str, int]]]:
    facets = {str(facet): {each.value: each.count for each in counts} for facet, counts in result.facets.items()}
    return result.total, sorted(hit.key for hit in result.hits), facets


def _shown(hit: Hit) -> list[object]:
    return [hit.title_html, hit.snippet_html, *hit.passages, hit.more_passages]


def _first_unlike(ours: Sequence[object], theirs: Sequence[object]) -> str:
    """Where two lists part."""
    place = next((i for i, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        return f"{len(ours)} ≠ {len(theirs)}"
    return f"{ours[place]!r} ≠ {theirs[place]!r}"
