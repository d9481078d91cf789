"""The one entry for everybody who searches. Chooses the engine, degrades when it is down, never raises."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from search import cursors, engines, spelling, suggesting
from search.engines import patience
from search.engines.base import Engine, EngineUnavailable, UnusableIndex
from search.parsing import Parsed, parse, relax
from search.query import Audience, Hit, Result, SearchQuery, Suggestion

logger = logging.getLogger(__name__)

_FEW = 2
_SERVER_SECONDS = 2.5
"""So long a reader waits for a search server, however many requests it takes; then the embedded engine answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, and what was found. `instead`: nothing was found for the text, this is the answer to another spelling."""

    parsed: Parsed
    result: Result
    instead: str | None = None

    @property
    def meant(self) -> Parsed:
        """The question that was answered."""
        return parse(self.instead) if self.instead else self.parsed


def ask(text: str, *, audience: Audience, literal: bool = False, **more: Any) -> Answer:
    """Answer what a person typed; `more` are other fields of `SearchQuery`, which go before what the words say. Where it
    finds nothing, the answer is to the spelling that was probably meant, unless it is to be taken literally; where no
    document has every word, most of them are enough (`relaxed`).
    """
    with waiting():
        return _answer(parse(text), audience, literal, more)


def waiting() -> AbstractContextManager[None]:
    """Questions asked within share the time that a reader waits for a search server."""
    return patience.limited(_SERVER_SECONDS)


def _answer(parsed: Parsed, audience: Audience, literal: bool, more: Mapping[str, Any]) -> Answer:
    query = parsed.query(audience=audience, **more)
    asked = _in_order()
    result, engine = _search(asked, query)
    if engine is None:
        return Answer(parsed, result)
    suggestion = _did_you_mean(asked[asked.index(engine) :], parsed, result, audience)
    if suggestion and result.total == 0 and not literal:
        meant = parse(suggestion).query(audience=audience, **more)
        found, _ = _search(asked, meant)
        if found.total:
            return Answer(parsed, replace(found, did_you_mean=suggestion), instead=suggestion)
    looser = relax(parsed.tree) if result.total == 0 else None
    if looser is not None:
        relaxed, _ = _search(asked, replace(query, tree=looser))
        if relaxed.total:
            result = replace(relaxed, relaxed=True)
    return Answer(parsed, replace(result, did_you_mean=suggestion))


def suggest(prefix: str, *, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
    """The regulation cited and titles that begin like what is being typed; none while no engine works."""
    with waiting():
        for engine in _in_order():
            try:
                return suggesting.suggestions(engine, prefix, audience=audience, limit=limit)
            except EngineUnavailable as error:
                logger.warning("search: %s cannot suggest: %s", engine.name, error)
    return ()


def related(key: str, *, audience: Audience, limit: int = 6) -> tuple[Hit, ...]:
    """Documents about the same as `key`; none while no engine works."""
    with waiting():
        for engine in _in_order():
            try:
                return engine.related(key, audience=audience, limit=limit)
            except EngineUnavailable as error:
                logger.warning("search: %s cannot relate: %s", engine.name, error)
    return ()


def _in_order() -> list[Engine]:
    """The engines to ask, those first that hold every change: a server whose disk is full answers and takes none, and one that is
    back from a failure still shows what was closed meanwhile."""
    every = engines.every()
    return sorted(every, key=cursors.is_behind) if len(every) > 1 else every


def _search(asked: Sequence[Engine], query: SearchQuery) -> tuple[Result, Engine | None]:
    """The first whole answer; while every index is still being filled, the first of these."""
    unfinished: tuple[Result, Engine] | None = None
    preparing = False
    for engine in asked:
        try:
            result = replace(engine.search(query), degraded=engine != engines.every()[0])
        except EngineUnavailable as error:
            logger.warning("search: %s cannot answer: %s", engine.name, error)
            preparing = preparing or isinstance(error, UnusableIndex)
            continue
        if not result.preparing:
            return result, engine
        unfinished = unfinished or (result, engine)
    return unfinished or (Result(0, (), {}, "", 0.0, degraded=True, preparing=preparing), None)


def _did_you_mean(asked: Sequence[Engine], parsed: Parsed, result: Result, audience: Audience) -> str | None:
    """Asked only where little was found: a good question needs no advice. Of the engine that answered, or of the next."""
    if result.total > _FEW or parsed.tree is None:
        return None
    for engine in asked:
        try:
            return spelling.did_you_mean(engine, parsed.text, audience=audience)
        except EngineUnavailable as error:
            logger.warning("search: %s has no advice: %s", engine.name, error)
    return None
