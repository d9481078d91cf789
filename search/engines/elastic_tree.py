"""The query tree as Elasticsearch's queries. No query string is ever parsed by the server, so nothing in it is an operator.

The texts of closed documents stand in fields of their own. BM25 counts by field: who sees public documents only is answered from
theirs, as if there were no others. For all others both are one: what a word weighs follows then from whichever has more
documents, and from whichever has the word more often, so that a closed document weighs what a public one with its words would.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from elasticsearch.dsl.query import (
    Bool,
    CombinedFields,
    ConstantScore,
    DisMax,
    MatchNone,
    MatchPhrase,
    Prefix,
    Query,
    Term,
    Terms,
)

from search import analysis, ranking
from search.documents import PUBLIC, WEIGHTS, number_keys
from search.engines.base import CITED_BONUS
from search.engines.elastic_sources import CLOSED
from search.query import All, Any_, AtLeast, Audience, Citation, Minus, Node, Phrase, Word

_SAME_SCALE = 2.2
"""Lucene leaves out BM25's factor k1 + 1; with it the scores are of the size FTS5 gives, which the bonuses are made for."""

_PHRASE_BOOST = {"title": 2.0, "keywords": 1.5, "body": 1.0}


def term_query(field: str, value: str | int) -> Query:
    return Term(field, {"value": value})


class Texts:
    """Asks the texts of all documents that an audience may see, and of no others where it sees only public ones."""

    def __init__(self, audience: Audience) -> None:
        self._halves = ("",) if set(audience) <= {PUBLIC} else ("", CLOSED)

    def query(self, tree: Node) -> Query:
        """The documents a tree asks for, with their scores."""
        about_text, in_title = self._text(tree), self._text(tree, in_title=True)
        if about_text is not None and in_title is not None:
            return Bool(must=[about_text], should=[ConstantScore(filter=in_title, boost=ranking.TITLE_BONUS)])
        match tree:
            case Citation():
                return ConstantScore(filter=_cited(tree), boost=CITED_BONUS)
            case AtLeast(count, parts):
                asked = [self._text(part) or self.query(part) for part in parts]
                return Bool(should=asked, minimum_should_match=count)
            case Minus(keep, drop):
                return Bool(must=[self.query(keep)], must_not=[self.query(drop)])
            case All(parts):
                return Bool(must=[self.query(part) for part in parts])
            case Any_(parts):
                return Bool(should=[self.query(part) for part in parts], minimum_should_match=1)
        raise TypeError(f"not a node: {tree!r}")

    def titled(self, words: Sequence[str]) -> list[Query]:
        """Filters: titles as written hold all words, the last one possibly unfinished."""
        fields = self._fields("title")
        held = [_any_of([term_query(f"{field}.plain", word) for field in fields]) for word in words[:-1]]
        return [*held, _any_of([Prefix(f"{field}.plain", {"value": words[-1]}) for field in fields])]

    def _text(self, node: Node, *, in_title: bool = False) -> Query | None:
        """A tree of words over the weighed texts (or only the title), or None when a part of it is not about text."""
        match node:
            case Word(text):
                return self._word(text, in_title=in_title)
            case Phrase(words):
                return self._phrase(words, in_title=in_title)
            case All(parts):
                compiled = self._every(parts, in_title=in_title)
                return Bool(must=compiled) if compiled is not None else None
            case Any_(parts):
                compiled = self._every(parts, in_title=in_title)
                return _any_of(compiled) if compiled is not None else None
            case Minus(keep, drop):
                kept, dropped = self._text(keep, in_title=in_title), self._text(drop, in_title=in_title)
                return Bool(must=[kept], must_not=[dropped]) if kept and dropped else None
        return None

    def _every(self, parts: Sequence[Node], *, in_title: bool) -> list[Query] | None:
        compiled = [self._text(part, in_title=in_title) for part in parts]
        present = [part for part in compiled if part is not None]
        return present if len(present) == len(compiled) else None

    def _word(self, text: str, *, in_title: bool) -> Query:
        if in_title:
            return _any_of([term_query(field, analysis.term(text)) for field in self._fields("title")])
        return self._weighed(text)

    def _phrase(self, words: tuple[str, ...], *, in_title: bool) -> Query:
        """For whoever sees both halves by its words: side by side they would weigh by the half they stand in."""
        said = " ".join(words)
        places = [
            MatchPhrase(field, {"query": said, "boost": _SAME_SCALE * boost})
            for name, boost in _PHRASE_BOOST.items()
            if name == "title" or not in_title
            for field in self._fields(name)
        ]
        if in_title or len(self._halves) == 1:
            return DisMax(queries=places, tie_breaker=0.3)
        return Bool(must=[self._weighed(said, "and")], filter=[_any_of(places)])

    def _weighed(self, text: str, operator: Literal["or", "and"] = "or") -> Query:
        fields = [f"{field}^{weight:g}" for name, weight in WEIGHTS.items() for field in self._fields(name)]
        return CombinedFields(query=text, fields=fields, boost=_SAME_SCALE, operator=operator)

    def _fields(self, name: str) -> list[str]:
        return [f"{half}{name}" for half in self._halves]


def _any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Bool(should=list(queries), minimum_should_match=1)


def _cited(citation: Citation) -> Query:
    """The documents of this name; a citation without a number names none."""
    if not citation.number:
        return MatchNone()
    named: list[Query] = [term_query("number_keys", number_keys(citation.number)[0])]
    if citation.kinds:
        named.append(Terms("kind", list(citation.kinds)))
    if citation.year is not None:
        named.append(term_query("year", citation.year))
    return Bool(filter=named)
