"""The same questions to others, in turn with ours: how many times as long they take."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.peer_modelsearch import Modelsearch
from benchmarks.peer_postgres import Postgres
from benchmarks.processors import Clock, of_thread_and
from benchmarks.rows import Row, at_least
from benchmarks.scale_questions import Questions, drawn_from
from benchmarks.search import ask, batches
from search.documents import IndexDoc
from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine

ROUNDS = 2
BEARABLE = 2_500
"""So many documents Wagtail's own search can bear: at 10,000 a common word takes it ten seconds and more."""
_FEW_QUESTIONS = 5


class Contestant(NamedTuple):
    """`page` answers a question as a page of hits; `clock` tells what that costs the processors."""

    name: str
    page: Callable[[str], object]
    clock: Clock


def ours(engine: Engine, *processes: int) -> Contestant:
    return Contestant(engine.name, lambda text: ask(engine, text), of_thread_and(*processes))


def against_postgres(
    contestants: Sequence[Contestant], url: str, questions: Questions, docs: Iterator[IndexDoc]
) -> Iterator[Row]:
    """The whole page of PostgreSQL beside that of every engine, class by class. Only the embedded one is promised to be no slower:
    a search server costs some milliseconds before it looks at anything."""
    peer = Postgres(url)
    try:
        print(f"{peer.name} was filled in {peer.fill(docs):.1f} s", flush=True)
        other = Contestant(peer.name, peer.page, of_thread_and(peer.process))
        for name, texts in ((name, texts) for name, texts in questions.items() if texts):
            times = _in_turn([*contestants, other], texts)
            for each in contestants:
                least = 1.0 if each.name == "sqlite" else 0.0
                yield _ratio(f"{peer.name} ÷ {each.name}: page, {name}", times[peer.name], times[each.name], least)
    finally:
        peer.close()


def against_modelsearch(folder: Path, docs: Iterator[IndexDoc]) -> Iterator[Row]:
    """Wagtail's own search beside the embedded engine at `BEARABLE` documents: its hits and total beside our whole page."""
    few = list(itertools.islice(docs, BEARABLE))
    engine, peer = SQLiteEngine(folder), Modelsearch()
    rebuild = engine.rebuild()
    for part in batches(few):
        rebuild.add(part)
    rebuild.swap()
    print(f"{peer.name} was filled with {len(few)} in {peer.fill(few):.1f} s", flush=True)
    questions = drawn_from(folder, len(few), [doc.body for doc in few[:: max(1, len(few) // 60)]])
    contestants = [ours(engine), Contestant(peer.name, peer.page, of_thread_and())]
    for name, texts in ((name, texts) for name, texts in questions.items() if texts):
        times = _in_turn(contestants, texts[:_FEW_QUESTIONS])
        yield _ratio(f"{peer.name} ÷ sqlite at {len(few)}: {name}", times[peer.name], times["sqlite"], 1.0)
    engine.close()


class _Times(NamedTuple):
    elapsed: list[float]
    processor: list[float]


def _in_turn(contestants: Sequence[Contestant], texts: Sequence[str]) -> dict[str, _Times]:
    """Contestant → seconds. They take turns question by question; the first round is not counted."""
    times = {each.name: _Times([], []) for each in contestants}
    for turn in range(ROUNDS + 1):
        for text, each in itertools.product(texts, contestants):
            before, started = each.clock(), time.perf_counter()
            each.page(text)
            elapsed = time.perf_counter() - started
            if turn:
                times[each.name].elapsed.append(elapsed)
                times[each.name].processor.append(each.clock() - before)
    return times


def _ratio(name: str, theirs: _Times, ours: _Times, least: float) -> Row:
    """How many times as long the others take, by the median time on the processor. Beside it the medians in words."""
    medians = [
        statistics.median(each) * 1000 for each in (theirs.elapsed, ours.elapsed, theirs.processor, ours.processor)
    ]
    theirs_ms, ours_ms, theirs_processor, ours_processor = medians
    told = f"{theirs_ms:.1f} : {ours_ms:.1f} ms, processor {theirs_processor:.1f} : {ours_processor:.1f}"
    return at_least(f"{name} ({told})", theirs_processor / ours_processor, "×", least)
