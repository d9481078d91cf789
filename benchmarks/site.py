"""A portal set up for measuring: import of the sample, queries per page, publish to searchable through the real worker."""

import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.rows import Row, at_most
from documents.models import Regulation
from portal.core.models import User
from tests.running_portal import RunningPortal
from workflows.models import Proposal

IMPORT_SECONDS = 60
SEARCHABLE_SECONDS = 1.0
ROUNDS = 5


def import_of_the_sample(portal: RunningPortal, corpus: Path) -> Row:
    """The command as somebody types it, start of the program included."""
    started = time.monotonic()
    relations = str(corpus / "sample_relations.tsv")
    portal.manage("import_regulations", str(corpus / "sample.jsonl"), "--relations", relations)
    return at_most("import of the 300 regulations", time.monotonic() - started, "s", IMPORT_SECONDS)


def queries_per_page() -> Iterator[Row]:
    """Whole pages as the client gets them: session, account, menu and all."""
    regulation = Regulation.objects.live().filter(text__isnull=False).order_by("-year").first()
    proposal = Proposal.objects.order_by("pk").first()
    director = User.objects.active().filter(email__startswith="direktur@").first()
    pages: list[tuple[str, str, User | None, int]] = [("home", "/", None, 20), ("search", "/cari/?q=anak", None, 15)]
    if regulation is not None:
        pages.append(("regulation", regulation.get_url() or "/", None, 20))
    if director is not None and proposal is not None:
        pages.append(("inbox, the whole page", "/kerja/tugas/", director, 8))
        pages.append(("timeline, the whole page", f"/kerja/usulan/{proposal.pk}/", director, 8))
    for name, address, user, budget in pages:
        yield at_most(f"{name}: queries", queries(address, user), "queries", budget)


def queries(address: str, user: User | None) -> int:
    """The second request counts: what is cached for everybody was read by the first."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:
            raise ValueError(f"{address} answered {response.status_code}")
    return len(captured)


def publish_to_searchable(portal: RunningPortal) -> Row:
    """From the commit of the publication until the result page shows it; the slowest of some rounds."""
    slowest = max(_publish_once(portal) for _ in range(ROUNDS))
    return at_most("publish to searchable, through worker and page", slowest, "s", SEARCHABLE_SECONDS)


def _publish_once(portal: RunningPortal) -> float:
    word = "uji" + uuid.uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
    page = Regulation.objects.live().order_by("pk").first()
    if page is None:
        raise ValueError("nothing is published: run the demo first")
    with transaction.atomic():
        page.about = f"Ukuran {word}"
        page.save_revision().publish()
    started = time.monotonic()
    while time.monotonic() - started < 30:
        with urllib.request.urlopen(f"{portal.url}/cari/?q={word}", timeout=10) as answer:
            if f"Ukuran {word}" in answer.read().decode():
                return time.monotonic() - started
        time.sleep(0.02)
    return time.monotonic() - started
