"""`make bench`: measures, prints the table, writes var/bench.json. Nothing of an existing demo is touched."""

import json
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from benchmarks.rows import Row, table
from tests.running_portal import RunningPortal, set_up_demo
from tests.servers import CHROMIUM_ARGUMENTS

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Everything, or with --scale N the search at N documents made from the corpus."""
    parser = ArgumentParser(description="Measures the portal against its budgets.")
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="only the search, at N made-up documents")
    scale = parser.parse_args().scale
    corpus = Path(os.environ.get("PORTAL_CORPUS", ROOT / "../shared/corpus")).resolve()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        print("Setting up a portal of its own to measure …", flush=True)
        portal = RunningPortal(Path(folder) / "var") if scale else set_up_demo(Path(folder) / "var")
        os.environ.update(portal.environment)
        django.setup()
        if scale:
            rows = measure_at_scale(corpus, Path(folder) / "index", scale)
        else:
            rows = measure(portal, corpus if (corpus / "sample.jsonl").is_file() else None)
    print(table(rows))
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([row._asdict() for row in rows], indent=1, ensure_ascii=False) + "\n")
    return 0 if all(row.holds for row in rows) else 1


def measure(portal: RunningPortal, corpus: Path | None) -> list[Row]:
    # Models load only after django.setup, so what touches them is imported here.
    from benchmarks import importing, reading, rights, search, search_servers, site, text, workflows

    rows: list[Row] = []
    laws: dict[str, str] = {}
    if corpus is None:
        print(
            "Left out without PORTAL_CORPUS: imports, analysis, the parser, search pages at the sample and at all regulations"
        )
    else:
        rows += [
            site.import_of_the_sample(portal, corpus),
            *search.rows(corpus),
            *text.rows(corpus),
            *importing.rows(corpus),
        ]
        if law := site.largest_law():
            laws[law] = "the longest law of the sample"
        longest = reading.import_the_longest(portal, corpus, portal.var_dir)
        laws[longest] = "the longest law of the corpus"
        rows += reading.rows(longest)
    portal.manage("search_rebuild")
    rows += site.queries_per_page()
    rows += workflows.rows()
    with portal.serving():
        rows.append(site.publish_to_searchable(portal))
        rows.append(rights.row(portal.url, "sqlite"))
        rows += page_weights(portal, laws)
    if server := search_servers.named_server():
        with server.engine() as engine, portal.using(server.url, engine.prefix), portal.serving():
            rows.append(rights.row(portal.url, engine.name))
    return rows


def measure_at_scale(corpus: Path, folder: Path, documents: int) -> list[Row]:
    from benchmarks import scale_search

    if not (corpus / "regulations.jsonl.gz").is_file():
        sys.exit("make bench SCALE=… makes its documents from the corpus: set PORTAL_CORPUS")
    rows = []
    for row in scale_search.rows(corpus, folder, documents):  # it takes its time: what is known is told at once
        print(table([row], heading=False), flush=True)
        rows.append(row)
    return rows


def page_weights(portal: RunningPortal, laws: dict[str, str]) -> list[Row]:
    from benchmarks import pages

    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        print("Left out without Chromium (apt-get install chromium): page weight on the wire")
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        rows = pages.rows(browser, portal.url, laws=laws)
        browser.close()
    return rows


if __name__ == "__main__":
    sys.exit(main())
