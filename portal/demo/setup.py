"""Sets the demo up step by step; every step sees by itself whether there is anything left to do."""

import datetime as dt
import hashlib
import io
import logging
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from documents.importing import close_batch, import_regulations, import_relations, open_batch
from documents.importing.register import import_register
from portal.demo import cases, content, people
from search import engines, outbox, rebuilding

logger = logging.getLogger(__name__)

Write = Callable[[str], object]

REGISTER_AS_OF = dt.date(2023, 5, 31)  # of the corpus's copy only the month is known


def run(write: Write) -> None:
    """All steps in order, each with its duration when it took a noticeable time."""
    for label, step in STEPS:
        started = time.monotonic()
        step()
        seconds = time.monotonic() - started
        write(f"  {label}{f' ({seconds:.0f} s)' if seconds >= 1 else ''}")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def set_up_site() -> None:
    call_command("setup_site", verbosity=0, stdout=io.StringIO())


def make_content() -> None:
    content.make()


def make_cases() -> None:
    cases.make()


def make_people() -> None:
    people.make()


def sample_stamp() -> Path:
    """The file that is there once the whole sample has come in."""
    path: Path = settings.VAR_DIR / "sample_imported.stamp"
    return path


def import_sample() -> None:
    """The 300 real regulations, once, where they are at hand; what is changed or deleted afterwards stays so.

    A row that cannot be imported is named, and the next start tries again; a file that cannot be read ends the set-up.
    """
    stamp = sample_stamp()
    source: Path = settings.PORTAL_CORPUS / "sample.jsonl"
    if stamp.exists() or not source.is_file():
        return
    batch = open_batch(source)
    counts, keys = import_regulations(source, batch=batch)
    for error in counts.errors:
        logger.warning("%s, line %s: %s", source, error.line, error.reason)
    relations = settings.PORTAL_CORPUS / "sample_relations.tsv"
    if relations.is_file():
        import_relations(relations, keys=keys, batch=batch)
    close_batch(batch)
    if not counts.errors:
        stamp.touch()


def import_register_of_sample() -> None:
    """What the national register says of the sample, once; without it the status of nearly all is unverified."""
    stamp: Path = settings.VAR_DIR / "register_imported.stamp"
    source: Path = settings.PORTAL_CORPUS / "register_2023.csv.gz"
    if stamp.exists() or not sample_stamp().exists() or not source.is_file():
        return
    for error in import_register(source, as_of=REGISTER_AS_OF).errors:
        logger.warning("%s, line %s: %s", source, error.line, error.reason)
    stamp.touch()


def fill_search_index() -> None:
    """Anew when there is none or one that cannot be used; otherwise what changed since the last run. A server that is down does
    not keep the portal from starting.
    """
    if any(rebuilding.why_rebuild(engine) for engine in engines.every()):
        call_command("search_rebuild", allow_down=True, stdout=io.StringIO())
    else:
        outbox.drain()


def collect_static_files() -> None:
    """Hashing and compressing 1,500 files takes half a minute, so only when one of them changed."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            fingerprint.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    stamp = settings.VAR_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == fingerprint.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint.hexdigest())


STEPS: list[tuple[str, Callable[[], None]]] = [
    ("basis data", migrate),
    ("data acuan dan susunan halaman", set_up_site),
    ("akun contoh", make_people),
    ("isi halaman contoh", make_content),
    ("usulan contoh di setiap tahap", make_cases),
    ("300 peraturan nyata, bila PORTAL_CORPUS ada", import_sample),
    ("register peraturan nasional, bila ada di sana", import_register_of_sample),
    ("indeks pencarian", fill_search_index),
    ("berkas gaya dan skrip", collect_static_files),
]


def welcome(port: int) -> str:
    """What the terminal shows when everything runs: where, as whom, and how to stop."""
    accounts = people.accounts()
    width = max((len(account.label) for account in accounts), default=0)
    lines = [f"  {account.label:{width}}  {account.address}  {account.password}" for account in accounts]
    return "\n".join(
        [
            f"\nPortal Rehsos: http://127.0.0.1:{port}/",
            f"Masuk di http://127.0.0.1:{port}/akun/masuk/ dengan salah satu akun contoh:",
            *lines,
            f"Surat yang terkirim: {settings.VAR_DIR / 'mail'}",
            f"Ctrl-C menghentikannya; semua data tersimpan di {settings.VAR_DIR}",
        ]
    )
