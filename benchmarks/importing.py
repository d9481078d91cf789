"""All regulations of the corpus into an empty portal, killed with kill -9 half-way, resumed, indexed, undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row, at_most
from tests.running_portal import ROOT, RunningPortal, set_up_demo

SECONDS = 600.0
MEGABYTES = 700.0
UNDO_SECONDS = 600.0
KILLED_AFTER = 4_000  # regulations


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall-clock seconds, peak memory, what it printed."""

    seconds: float
    megabytes: float
    output: str


def rows(corpus: Path) -> list[Row]:
    """Each command is a process of its own, so its peak memory is its own."""
    source, relations = str(corpus / "regulations.jsonl.gz"), str(corpus / "relations.tsv.gz")
    with tempfile.TemporaryDirectory(prefix="portal-import-") as folder:
        portal = set_up_demo(Path(folder) / "var")
        killed = _run(portal, "import_regulations", source, kill_after=KILLED_AFTER)
        resumed = _run(portal, "import_regulations", source, "--relations", relations, "--json")
        indexed = _run(portal, "search_rebuild")
        counts, batch = (
            json.loads(resumed.output.splitlines()[-1]),
            json.loads(resumed.output.splitlines()[-3])["batch"],
        )
        again = json.loads(portal.manage("import_regulations", source, "--json").splitlines()[-1])
        undone = _run(portal, "import_regulations", "--undo", str(batch), "--json")
    total = counts["created"] + counts["unchanged"]
    runs = (killed, resumed, indexed)
    left = total - json.loads(undone.output.splitlines()[-1])["deleted"]
    return [
        at_most(f"import and index {total} regulations", sum(run.seconds for run in runs), "s", SECONDS),
        at_most("import and index: peak memory", max(run.megabytes for run in runs), "MB", MEGABYTES),
        at_most("regulations made twice after kill -9", again["created"] + again["updated"], "", 0),
        at_most("rows that failed", counts["failed"], "", 0),
        at_most("undo of the whole import", undone.seconds, "s", UNDO_SECONDS),
        at_most("undo: peak memory", undone.megabytes, "MB", MEGABYTES),
        at_most("regulations left after the undo", left, "", 0),
    ]


def _run(portal: RunningPortal, *arguments: str, kill_after: int = 0) -> Run:
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=portal.environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = _last_words(process, kill_after)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not kill_after:
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {said}")
        output.seek(0)
        return Run(time.monotonic() - started, usage.ru_maxrss / 1024, output.read())


def _last_words(process: subprocess.Popen[str], kill_after: int) -> str:
    """Reads what the command says of its progress; kills it once it has brought in as many regulations."""
    said = ""
    if process.stderr is None:
        return said
    with process.stderr as progress:
        for line in progress:
            said = line
            if kill_after and line.endswith(" peraturan\n") and int(line.split()[-2]) >= kill_after:
                process.kill()
                break
    return said
