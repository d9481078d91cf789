"""What a search box suggests while somebody types: the regulation cited, then titles that begin like that, by any of its names."""

from __future__ import annotations

from search import analysis, citations
from search.engines.base import Engine
from search.parsing import other_names
from search.query import Audience, SearchQuery, Suggestion


def suggestions(engine: Engine, prefix: str, *, audience: Audience, limit: int) -> tuple[Suggestion, ...]:
    """At most `limit`, each once. «uu 11/2009» suggests that act, «lansia» also titles with «lanjut usia»."""
    text = analysis.clean(prefix)
    found = {each.key: each for each in _cited(engine, text, audience, limit)}
    for typed in (text, *other_names(text)):
        if len(found) < limit:
            for each in engine.suggest(typed, audience=audience, limit=limit):
                found.setdefault(each.key, each)
    return tuple(found.values())[:limit]


def _cited(engine: Engine, text: str, audience: Audience, limit: int) -> list[Suggestion]:
    recognised = citations.recognise(text)
    if recognised is None:
        return []
    query = SearchQuery(
        recognised.citation, audience=audience, facets=(), size=limit, passages_per_hit=0, excerpts=False
    )
    return [Suggestion(hit.key, hit.title, hit.url) for hit in engine.search(query).hits]
