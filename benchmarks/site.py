"""A portal set up for measuring: import of the sample, queries per page, publish to searchable through the real worker."""

import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Length

from benchmarks.requests import queries
from benchmarks.rows import Row, at_most
from documents.models import Regulation
from portal.core.models import User
from tests.running_portal import RunningPortal

IMPORT_SECONDS = 60
SEARCHABLE_SECONDS = 1.0
PATIENCE_SECONDS = 15.0
ROUNDS = 5
LISTS = ("/peraturan/", "/peraturan/subjek/", "/peraturan/penetap/", "/mou/", "/sop/")
LIST_QUERIES = 10


def import_of_the_sample(portal: RunningPortal, corpus: Path) -> Row:
    """The command as somebody types it, start of the program included."""
    started = time.monotonic()
    relations = str(corpus / "sample_relations.tsv")
    portal.manage("import_regulations", str(corpus / "sample.jsonl"), "--relations", relations)
    return at_most("import of the 300 regulations", time.monotonic() - started, "s", IMPORT_SECONDS)


def queries_per_page() -> Iterator[Row]:
    """Public pages, those of documents also for an editor; work screens are measured in benchmarks/workflows.py."""
    yield at_most("home: queries", queries("/", None), "queries", 20)
    yield at_most("search: queries", queries("/cari/?q=anak", None), "queries", 15)
    pages = [(address, address, LIST_QUERIES) for address in LISTS]
    regulation = Regulation.objects.live().filter(text__isnull=False).with_kind().order_by("-year").first()
    if regulation is not None:
        pages.append(("one kind", f"/peraturan/{regulation.kind.code}/", LIST_QUERIES))
        pages.append(("regulation", regulation.get_url() or "/", 20))
    editor = User.objects.active().filter(groups__role_group__role="editor_dokumen").first()
    for name, address, budget in pages:
        yield at_most(f"{name}: queries", queries(address, None), "queries", budget)
        yield at_most(f"{name}, signed in: queries", queries(address, editor), "queries", budget)


def largest_law() -> str | None:
    """The address of the law with the longest text, for what the heaviest page weighs."""
    laws = Regulation.objects.live().filter(kind__code="uu", text__isnull=False)
    law = laws.order_by(Length("text__text").desc()).first()
    return law.get_url() if law else None


def publish_to_searchable(portal: RunningPortal) -> Row:
    """From the commit of the publication until the result page shows it; the slowest of some rounds.

    A publication that is not found in time ends the rounds: the limit stands as the figure, and it does not hold.
    """
    slowest = 0.0
    for _ in range(ROUNDS):
        slowest = max(slowest, _publish_once(portal))
        if slowest >= PATIENCE_SECONDS:
            print(f"Not found within {PATIENCE_SECONDS:g} s of its publication: the worker or the index stands still")
            break
    return at_most("publish to searchable, through worker and page", slowest, "s", SEARCHABLE_SECONDS)


def _publish_once(portal: RunningPortal) -> float:
    """Seconds until a made-up word in the title of a regulation is found, `PATIENCE_SECONDS` when it is not."""
    word = "uji" + uuid.uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
    page = Regulation.objects.live().order_by("pk").first()
    if page is None:
        raise ValueError("nothing is published: run the demo first")
    with transaction.atomic():
        page.about = f"Ukuran {word}"
        page.save_revision().publish()
    started = time.monotonic()
    while (waited := time.monotonic() - started) < PATIENCE_SECONDS:
        if _is_found(f"{portal.url}/cari/?q={word}", word):
            return time.monotonic() - started
        time.sleep(0.02)
    return min(waited, PATIENCE_SECONDS)


def _is_found(address: str, word: str) -> bool:
    """Whether a hit has the word: the page repeats the question everywhere, but marks it only in what was found."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return f"<mark>{word}</mark>" in answer.read().decode()
    except (TimeoutError, urllib.error.URLError):
        return False
