"""Both engines at the size of `make bench SCALE=…`: the table of `search.md` §5, warm, their questions interleaved."""

from __future__ import annotations

import itertools
import os
import shlex
import sqlite3
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.rows import Row, at_most
from benchmarks.scale import cut
from benchmarks.scale_questions import NORMAL, Questions, draw, misspelt
from benchmarks.search import PUBLIC, ask, batches
from search import spelling
from search.documents import IndexDoc
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.sqlite import SQLiteEngine
from search.parity.sample import regulations
from search.query import SearchQuery

ROUNDS = 3
UPDATES = 100
PREFIXES = ("undang", "peraturan menteri sos", "kes", "per", "rehabilitasi so", "tata cara pen", "lan", "disabilitas")
# Row → budget for the embedded engine and for Elasticsearch; the where it names one, else search.md §5.
BUDGETS = {
    "page, normal question": (40.0, 60.0),
    "page, word in most documents": (100.0, 60.0),
    "page, three such words": (100.0, 60.0),
    "filtered, no articles": (40.0, 40.0),
    "newest first, word in most documents": (40.0, 40.0),
    "suggest": (15.0, 15.0),
    "did you mean": (5.0, 60.0),
    "update": (10.0, 60.0),
}
REBUILD_SECONDS = {"sqlite": 90.0, "elastic": 120.0}
MEMORY_MB = 350.0
FIRST_MS = 350.0


def rows(corpus: Path, folder: Path, count: int) -> Iterator[Row]:
    """All figures at `count` documents; those of Elasticsearch only where a server is named."""
    whole = list(regulations(corpus / "regulations.jsonl.gz"))
    engines = list(_engines(folder))
    for engine in engines:
        seconds, filled = _fill(engine, cut(whole, count))
        yield at_most(f"{engine.name}: rebuild ({filled})", seconds, "s", REBUILD_SECONDS[engine.name])
    sample = [doc.body for doc in itertools.islice(cut(whole, count), 0, None, max(1, count // 60))]
    del whole
    index = sqlite3.connect(folder / (folder / "current").read_text())
    questions = draw(index, count, sample)
    index.close()
    yield _first_question(folder, questions)
    for name, times in _times(engines, questions).items():
        for place, engine in enumerate(engines):
            elapsed, processor = zip(*times[engine.name], strict=True)
            yield at_most(f"{engine.name}: {name}, p95", _p95(elapsed), "ms", BUDGETS[name][place])
            if engine.name == "sqlite":  # the other engine works in another process
                yield at_most(f"sqlite: {name}, p95, processor", _p95(processor), "ms", BUDGETS[name][place])
    yield _memory(folder, questions)
    for engine in engines:
        _discard(engine)


def _engines(folder: Path) -> Iterator[Engine]:
    yield SQLiteEngine(folder)
    url = os.environ.get("ELASTICSEARCH_URL_FOR_TESTS")
    if not url and (command := os.environ.get("ELASTICSEARCH_START")):
        started = subprocess.run(shlex.split(command), check=True, stdout=subprocess.PIPE, text=True)
        url = started.stdout.strip().splitlines()[-1]
    if url:
        yield ElasticEngine(Server(Address(url)), prefix=f"bench-{uuid.uuid4().hex[:8]}")
    else:
        print("Left out without ELASTICSEARCH_URL_FOR_TESTS or ELASTICSEARCH_START: the rows of Elasticsearch")


def _discard(engine: Engine) -> None:
    if isinstance(engine, ElasticEngine):
        engine.remove()
        engine.close()
    elif isinstance(engine, SQLiteEngine):
        engine.close()


def _fill(engine: Engine, docs: Iterator[IndexDoc]) -> tuple[float, int]:
    """Seconds to fill the engine, the making of the documents not counted, and how many there were."""
    rebuild = engine.rebuild()
    seconds, filled = 0.0, 0
    for part in batches(docs):
        started = time.perf_counter()
        filled += rebuild.add(part)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    rebuild.swap()
    return seconds + time.perf_counter() - started, filled


def _times(engines: Sequence[Engine], questions: Questions) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Row → engine → milliseconds elapsed and of our processor. Engines take turns question by question; the first round is not counted."""
    kinds: dict[str, list[Callable[[Engine], object]]] = {
        "page, normal question": [_page(text) for name in NORMAL for text in questions[name]],
        "page, word in most documents": [_page(text) for text in questions["word in most documents"]],
        "page, three such words": [_page(text) for text in questions["three such words"]],
        "filtered, no articles": [_filtered(text) for text in questions["word in most documents"]],
        "newest first, word in most documents": [_newest(text) for text in questions["word in most documents"]],
        "suggest": [_suggestion(prefix) for prefix in PREFIXES],
        "did you mean": [_correction(word) for word in misspelt(questions["word of 1 %"])],
        "update": [_update(number) for number in range(UPDATES)],
    }
    times: dict[str, dict[str, list[tuple[float, float]]]] = {
        name: {engine.name: [] for engine in engines} for name in kinds
    }
    for name, asked in kinds.items():
        for turn in range(1 if name == "update" else ROUNDS + 1):
            for each, engine in itertools.product(asked, engines):
                started, before = time.perf_counter(), time.thread_time()
                each(engine)
                elapsed, processor = time.perf_counter() - started, time.thread_time() - before
                if turn or name == "update":
                    times[name][engine.name].append((elapsed * 1000, processor * 1000))
    return times


def _page(text: str) -> Callable[[Engine], object]:
    return lambda engine: ask(engine, text)


def _filtered(text: str) -> Callable[[Engine], object]:
    narrowed = {"kind": ("uu", "pp"), "cluster": ("anak", "lanjut-usia")}
    return lambda engine: ask(engine, text, filters=narrowed, facets=(), passages_per_hit=0)


def _newest(text: str) -> Callable[[Engine], object]:
    return lambda engine: ask(engine, text, sort="newest", facets=(), passages_per_hit=0)


def _suggestion(prefix: str) -> Callable[[Engine], object]:
    return lambda engine: engine.suggest(prefix, audience=PUBLIC)


def _correction(word: str) -> Callable[[Engine], object]:
    return lambda engine: spelling.did_you_mean(engine, word, audience=PUBLIC)


def _update(number: int) -> Callable[[Engine], object]:
    doc = IndexDoc(f"bench:{number % 10}", "uu", f"Peraturan {number}", "/", PUBLIC, body=f"Isi {number} " * 250)
    return lambda engine: engine.apply([doc])


def _first_question(folder: Path, questions: Questions) -> Row:
    """A word in most documents, asked of a process that has read its sets but not this word."""
    engine = SQLiteEngine(folder)
    engine.search(SearchQuery(audience=PUBLIC, size=0, facets=()))
    times = []
    for text in questions["word in most documents"]:
        started = time.perf_counter()
        ask(engine, text)
        times.append((time.perf_counter() - started) * 1000)
    engine.close()
    return at_most("sqlite: page, word in most documents, asked for the first time, p95", _p95(times), "ms", FIRST_MS)


def _memory(folder: Path, questions: Questions) -> Row:
    """The most a web worker needs: the whole portal loaded, eight threads asking every question."""
    asked = "\n".join(text for texts in questions.values() for text in texts)
    command = [sys.executable, "-m", "benchmarks.worker_memory", str(folder)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return at_most("sqlite: memory of a web worker", float(done.stdout.split()[-1]), "MB", MEMORY_MB)


def _p95(times: Sequence[float]) -> float:
    return round(statistics.quantiles(times, n=20)[-1], 1) if len(times) > 1 else 0.0
