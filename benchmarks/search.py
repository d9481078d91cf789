"""Search against its budgets: analysis, the engine's part of a result page at two sizes, publish to searchable.

The records are made from the corpus as the builders make them from pages, without the way through the database.
"""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, at_least, at_most
from search import analysis
from search.documents import IndexDoc
from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine
from search.parity.sample import regulations
from search.parity.sample import rows as rows_of
from search.parsing import parse, relax
from search.query import Result, SearchQuery

PUBLIC = ("public",)
ANALYSIS_MB_PER_SECOND = 20.0
PAGE_MS = 50.0
SEARCHABLE_SECONDS = 1.0
ROUNDS = 3

# Rare and common words, names, phrases, filters by word, citations, acronyms: what the search log of such a portal looks like.
QUESTIONS = (
    "asistensi lanjut usia", "rehabilitasi sosial", "pekerja sosial", "uu 8 tahun 2016", "pasal 12 uu 11/2009", "sosial",
    "pemerintah", "peraturan menteri sosial", "bantuan", "narkotika", "sanksi pidana", "anak telantar",
    "penyandang disabilitas aksesibilitas", "lks", '"anak usia dini"', "pendidikan -tinggi", "bencana alam",
    "lembaga kesejahteraan sosial anak", "izin usaha", "kesehatan", "dana desa", "tata cara", "pegawai negeri sipil",
    "pengasuhan", "korban perdagangan orang", "panti asuhan sejak 2010", "gelandangan pengemis", "napza", "pasal 5", "",
)  # fmt: skip


def rows(corpus: Path) -> list[Row]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as directory:
        return [
            analysis_speed(corpus),
            *page_times(corpus / "sample.jsonl", Path(directory) / "sample", "sample"),
            *page_times(corpus / "regulations.jsonl.gz", Path(directory) / "all", "all regulations"),
        ]


def analysis_speed(corpus: Path) -> Row:
    """Megabytes of text per second and core, stems remembered, best of three."""
    texts = [row["text"] for row in rows_of(corpus / "sample.jsonl")]
    size = sum(len(text.encode()) for text in texts)
    best = min(_seconds(texts) for _ in range(ROUNDS + 1))
    speed = size / best / 1_000_000
    return at_least("search: analysis", speed, "MB/s", ANALYSIS_MB_PER_SECOND)


def page_times(path: Path, directory: Path, name: str) -> list[Row]:
    """p95 over the questions and all rounds of the engine's time for a page of hits with total, facets, articles and
    excerpts: elapsed time, and beside it the processor's, which other processes hardly change; and one change made findable."""
    engine = SQLiteEngine(directory)
    rebuild = engine.rebuild()
    count = sum(rebuild.add(part) for part in batches(regulations(path)))
    rebuild.swap()
    for text in QUESTIONS:
        ask(engine, text)
    elapsed, processor = [], []
    for text in QUESTIONS * ROUNDS:
        started, before = time.perf_counter(), time.thread_time()
        ask(engine, text)
        processor.append((time.thread_time() - before) * 1000)
        elapsed.append((time.perf_counter() - started) * 1000)
    p95, p95_processor = (statistics.quantiles(times, n=20)[-1] for times in (elapsed, processor))
    searchable = _change(engine)
    engine.close()
    return [
        at_most(f"search: page p95, {name} ({count})", p95, "ms", PAGE_MS),
        at_most(f"search: page p95, {name}, processor", p95_processor, "ms", PAGE_MS),
        at_most(f"search: change to findable, {name}, engine alone", searchable, "s", SEARCHABLE_SECONDS),
    ]


def ask(engine: Engine, text: str, **more: Any) -> Result:
    """The public's question, relaxed when nothing has every word, as `search.service.ask` does. `more`: fields of `SearchQuery`."""
    parsed = parse(text)
    result = engine.search(parsed.query(audience=PUBLIC, **more))
    looser = relax(parsed.tree) if result.total == 0 else None
    return engine.search(SearchQuery(looser, audience=PUBLIC)) if looser else result


def articles_found(corpus: Path, engine: SQLiteEngine) -> dict[str, int]:
    """How many of the people's questions find their document and their article: to judge a change of the ranking."""
    found = {"questions": 0, "document first": 0, "document in 10": 0, "article shown": 0}
    for question in rows_of(corpus / "questions" / "pasal_questions.jsonl"):
        hits = ask(engine, question["query"]).hits
        place = next((place for place, hit in enumerate(hits) if hit.key == question["document"]), None)
        found["questions"] += 1
        if place is not None:
            labels = {passage.label.lower() for passage in hits[place].passages}
            found["document first"] += place == 0
            found["document in 10"] += place < 10
            found["article shown"] += bool(
                labels & {f"pasal {question['pasal']}", f"penjelasan pasal {question['pasal']}"}
            )
    return found


def _change(engine: SQLiteEngine) -> float:
    """Seconds from handing over a changed record to finding it."""
    word = "kataujicobasekali"
    started = time.perf_counter()
    engine.apply(
        [IndexDoc("bench:1", "uu", f"Peraturan {word}", "/", PUBLIC, body="isi " * 5_000, date=dt.date(2020, 1, 1))]
    )
    if ask(engine, word).total != 1:
        raise RuntimeError("the changed record is not found")
    return time.perf_counter() - started


def _seconds(texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        analysis.terms(text)
    return time.process_time() - started


def batches(docs: Iterable[IndexDoc]) -> Iterator[list[IndexDoc]]:
    rest = iter(docs)
    while part := list(itertools.islice(rest, 200)):
        yield part
