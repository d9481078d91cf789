"""The reading page of the longest law of the corpus: server time of its parts, their weight, a search inside it."""

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from benchmarks.requests import queries
from benchmarks.rows import Row, at_most
from documents.models import Regulation
from tests.running_portal import RunningPortal

SERVER_MS = 400
PAGE_KB = 16.0  # what is left of 45 KB beside styles, scripts, icons and font
QUERIES = 20


def import_the_longest(portal: RunningPortal, corpus: Path, folder: Path) -> str:
    """Imports the longest text of all regulations beside the sample; returns its address."""
    with gzip.open(corpus / "regulations.jsonl.gz", "rt", encoding="utf-8") as lines:
        line = max(lines, key=len)
    file = folder / "longest.jsonl"
    file.write_text(line, encoding="utf-8")
    portal.manage("import_regulations", str(file))
    page = Regulation.objects.get(citation_key=json.loads(line)["id"])
    return str(page.get_url())


def rows(address: str) -> Iterator[Row]:
    """Processor time, so that other work on the machine does not count; of each page the second answer."""
    parts = list(_parts(address))
    times = [_measured(part) for part in parts]
    yield at_most("longest law: first page", times[0][0], "ms", SERVER_MS)
    yield at_most(f"longest law: slowest of its {len(parts)} parts", max(ms for ms, _ in times), "ms", SERVER_MS)
    yield at_most("longest law: heaviest part, compressed", max(size for _, size in times) / 1000, "KB", PAGE_KB)
    yield at_most("longest law: search inside", _measured(f"{address}?cari=rehabilitasi+sosial")[0], "ms", SERVER_MS)
    yield at_most("longest law: all parts as one", _measured(f"{address}?naskah=lengkap")[0], "ms", SERVER_MS)
    yield at_most("longest law: queries", queries(address, None), "queries", QUERIES)


def _client() -> Client:
    return Client(headers={"host": settings.ALLOWED_HOSTS[0], "accept-encoding": "gzip"})


def _parts(address: str) -> Iterator[str]:
    """The addresses of all parts, as a reader comes upon them."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    following = address
    while following:
        yield following
        link = BeautifulSoup(client.get(following).content, "html.parser").select_one("a[rel=next]")
        following = str(link["href"]) if link else ""


def _measured(address: str) -> tuple[float, int]:
    """Milliseconds and bytes."""
    client = _client()
    client.get(address)
    started = time.process_time()
    response = client.get(address)
    taken = time.process_time() - started
    if response.status_code != 200:
        raise ValueError(f"{address} answered {response.status_code}")
    return 1000 * taken, len(response.content)
