"""The Pasal parser and PDF reading against their budgets."""

from __future__ import annotations

import json
import time
from pathlib import Path

from benchmarks.rows import Row, at_most
from documents.text.citations import find_citations
from documents.text.extraction import inspect_pdf
from documents.text.structure import parse

PARSE_SECONDS = 10.0
CITATION_SECONDS = 10.0
PDF_SECONDS = 5.0
HOSTILE_SECONDS = 10.0


def rows(corpus: Path) -> list[Row]:
    """The sample parsed, its citations found, the longest digital PDF read, a hostile megabyte parsed."""
    lines = (corpus / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [(str(record["text"]), f"tentang {record['about']}") for record in map(json.loads, lines)]
    longest = max((corpus / "pdf" / "digital").glob("*.pdf"), key=lambda path: path.stat().st_size)
    # Processor time of our own: other work on the machine does not count. The PDF is read by another process.
    started = time.process_time()
    for text, title in texts:
        parse(text, title=title)
    parsed = time.process_time()
    for text, _ in texts:
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
    ]
