"""The Pasal parser and PDF reading against their budgets: speed, yield over the whole corpus, anchors checked by eye."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row, at_least, at_most
from documents.text.citations import find_citations
from documents.text.extraction import inspect_pdf
from documents.text.nodes import Kind, walk
from documents.text.structure import parse
from tests.documents.text import golden

PARSE_SECONDS = 10.0
CITATION_SECONDS = 10.0
PDF_SECONDS = 5.0
HOSTILE_SECONDS = 10.0
WHOLE_CORPUS_SECONDS = 60.0
YIELD_PERCENT = 99.0
GOLDEN_PERCENT = 99.0


def rows(corpus: Path) -> list[Row]:
    """The sample parsed, its citations found, the longest digital PDF read, a hostile megabyte parsed."""
    lines = (corpus / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [str(record["text"]) for record in map(json.loads, lines)]
    longest = max((corpus / "pdf" / "digital").glob("*.pdf"), key=lambda path: path.stat().st_size)
    # Processor time of our own: other work on the machine does not count. The PDF is read by another process.
    started = time.process_time()
    for text in texts:
        parse(text)
    parsed = time.process_time()
    for text in texts:
        list(find_citations(text))
    cited = time.process_time()
    parse("Pasal 1\n(1) a\na. b\n1. c\n" * 40_000)
    hostile = time.process_time()
    opened = time.perf_counter()
    inspect_pdf(longest)
    read = time.perf_counter()
    return [
        at_most("parse the 300 regulations", parsed - started, "s", PARSE_SECONDS),
        at_most("find the citations of the 300", cited - parsed, "s", CITATION_SECONDS),
        at_most("parse a hostile megabyte", hostile - cited, "s", HOSTILE_SECONDS),
        at_most("read the largest digital PDF", read - opened, "s", PDF_SECONDS),
        *_whole_corpus(corpus),
        *_golden(corpus),
    ]


def _whole_corpus(corpus: Path) -> list[Row]:
    """Yield: the share of all regulations in which articles were found."""
    documents = with_articles = 0
    seconds = 0.0
    with gzip.open(corpus / "regulations.jsonl.gz", "rb") as lines:
        for line in lines:
            text = str(json.loads(line)["text"])
            started = time.process_time()
            tree = parse(text)
            seconds += time.process_time() - started
            documents += 1
            with_articles += any(node.kind in (Kind.PASAL, Kind.AMENDED_UNIT) for node in walk(tree))
    return [
        at_most(f"parse all {documents} regulations", seconds, "s", WHOLE_CORPUS_SECONDS),
        at_least("regulations with articles found", 100 * with_articles / documents, "%", YIELD_PERCENT),
    ]


def _golden(corpus: Path) -> Iterator[Row]:
    """Articles and the places inside them apart: there are far more places, and a lost article costs more."""
    for name, anchors in (("articles", golden.Anchors.ARTICLES), ("places inside articles", golden.Anchors.PLACES)):
        found = golden.scores(corpus, anchors)
        print(golden.table(found))
        share = 100 * golden.accuracy(found)
        yield at_least(f"anchors of {name} right, of {len(found)} texts checked by eye", share, "%", GOLDEN_PERCENT)
