"""Which words the public documents in Elasticsearch have, and in how many: for other spellings and for what is alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.query import Bool, MatchNone

from search import analysis
from search.documents import PUBLIC
from search.engines.elastic_tree import term_query
from search.nearness import is_near
from search.query import WordCount

_MAX_SIMILAR = 20

Ask = Callable[..., list[Mapping[str, Any]]]
"""Searches of the documents → their answers, in one request."""


def similar_to_each(ask: Ask, words: Iterable[str]) -> Mapping[str, tuple[WordCount, ...]]:
    """`Engine.similar_to_each` for who may see public documents, in two requests."""
    folded = {word: _folded(word) for word in words}
    asked = [word for word, fold in folded.items() if fold]
    similar: dict[str, tuple[WordCount, ...]] = dict.fromkeys(folded, ())
    if not asked:
        return similar
    offered = ask(*(_near_words_search(folded[word]) for word in asked))
    near = [[folded[word], *_near(folded[word], answer)] for word, answer in zip(asked, offered, strict=True)]
    counted = ask(*(_counts_search(dict.fromkeys(each)) for each in near))
    for word, answer in zip(asked, counted, strict=True):
        found = [WordCount(each, documents) for each, documents in _counted(answer).items()]
        common = [each for each in found if each.documents >= 2]
        similar[word] = tuple(sorted(common, key=lambda each: (-each.documents, each.word))[:_MAX_SIMILAR])
    return similar


def counts(ask: Ask, words: Sequence[str]) -> tuple[Mapping[str, int], int]:
    """How many public documents have each word, and how many there are."""
    (answer,) = ask(_counts_search(words))
    return _counted(answer), int(answer["hits"]["total"]["value"])


def _near_words_search(word: str) -> Search[Any]:
    """Candidates for words near this one; their counts may be those of records that are gone."""
    options = {
        "field": "spelling",
        "suggest_mode": "always",
        "sort": "frequency",
        "max_edits": 2,
        "prefix_length": 0,
        "min_word_length": 1,
        "min_doc_freq": 0,
        "max_term_freq": 100_000_000,
        "max_inspections": 100,
        "accuracy": 0.0,
        "size": 500,
        "shard_size": 500,
        "string_distance": "damerau_levenshtein",
    }
    return Search().query(MatchNone()).suggest("near", word, term=options)[:0]


def _counts_search(words: Iterable[str]) -> Search[Any]:
    """How many public documents have each word, counted now; `hits.total` is how many public documents there are."""
    search = Search().query(Bool(filter=[term_query("acl", PUBLIC)])).extra(track_total_hits=True)[:0]
    filters = {word: term_query("spelling", word) for word in words}
    if filters:
        search.aggs.bucket("words", A("filters", filters=filters))
    return search


def _counted(answer: Mapping[str, Any]) -> dict[str, int]:
    """Word → documents; none where no word was asked."""
    found: Mapping[str, Mapping[str, Any]] = answer.get("aggregations", {}).get("words", {}).get("buckets", {})
    return {word: int(bucket["doc_count"]) for word, bucket in found.items()}


def _folded(word: str) -> str:
    return "".join(analysis.plain_words(analysis.clean(word[: analysis.MAX_WORD]))[:1])


def _near(word: str, answer: Mapping[str, Any]) -> list[str]:
    """The words offered by the server that are near this one, by the portal's own measure."""
    forms = set(analysis.deletions(word))
    options = (option["text"] for entry in answer["suggest"]["near"] for option in entry["options"])
    return [each for each in options if not forms.isdisjoint(analysis.deletions(each)) and is_near(word, each)]
