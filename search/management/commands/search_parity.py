"""Do both engines give the same answers? Asked on real regulations before an installation changes to a search server."""

from __future__ import annotations

import json
import re
import signal
import tempfile
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import engines
from search.documents import IndexDoc
from search.engines.base import EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from search.engines.sqlite import SQLiteEngine
from search.parity import comparing, sample
from search.parity.comparing import Check, Pair

_TOLD = 10
_PREFIX = "parity-"
_ABANDONED_SECONDS = 3_600


class Command(BaseCommand):
    help = (
        "Fills an index of its own in both engines with the regulations of a file, asks both every question of"
        " search/parity/questions.tsv as four sorts of reader, and names what differs. The indexes in use are not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sample",
            type=Path,
            default=settings.PORTAL_CORPUS / "sample.jsonl",
            metavar="FILE",
            help="regulations as JSON lines (default: %(default)s)",
        )
        parser.add_argument(
            "--texts", type=Path, metavar="FILE", help="compare how every text of this file is cut into words as well"
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON per promise")

    def handle(self, *args: Any, **options: Any) -> None:
        address = engines.address()
        if address is None:
            raise CommandError(
                "Tidak ada peladen pencari untuk dibandingkan. Isi ELASTICSEARCH_URL, lalu jalankan lagi."
            )
        if not options["sample"].is_file():
            raise CommandError(f"Tidak ada berkas {options['sample']}. Sebutkan berkas lain dengan --sample.")
        records = list(sample.restricted_by_rule(sample.regulations(options["sample"])))
        questions = comparing.questions()
        self._say(
            options,
            f"{len(records)} dokumen, {len(questions)} pertanyaan dari {len({each.group for each in questions})} golongan,"
            f" {len(sample.AUDIENCES)} jenis pembaca",
        )
        broken = []
        try:
            with _filled(records, address) as pair:
                started = time.monotonic()
                for check in self._checks(pair, records, options):
                    self._report(check, time.monotonic() - started, options)
                    broken += [check.name] if check.differences else []
                    started = time.monotonic()
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        if broken:
            raise CommandError(f"Kedua mesin pencari berbeda pada: {', '.join(broken)}.")

    def _checks(self, pair: Pair, records: list[IndexDoc], options: dict[str, Any]) -> Iterator[Check]:
        yield from comparing.checks(pair, records, comparing.questions(), tuple(sample.AUDIENCES.values()))
        if options["texts"]:
            yield comparing.same_tokens(pair.server, sample.regulations(options["texts"]))

    def _report(self, check: Check, seconds: float, options: dict[str, Any]) -> None:
        if options["json"]:
            figures = {
                "name": check.name,
                "compared": check.compared,
                "figure": check.figure,
                "seconds": round(seconds, 1),
            }
            self.stdout.write(json.dumps({**figures, "differences": check.differences}, ensure_ascii=False))
            return
        figure = f" ({check.figure})" if check.figure else ""
        self.stdout.write(
            f"{check.name}: {check.compared} dibandingkan, {len(check.differences)} berbeda{figure}, {seconds:.0f} detik"
        )
        for difference in check.differences[:_TOLD]:
            self.stdout.write(f"  {difference}")
        if len(check.differences) > _TOLD:
            self.stdout.write(f"  … dan {len(check.differences) - _TOLD} lagi")

    def _say(self, options: dict[str, Any], text: str) -> None:
        if not options["json"]:
            self.stdout.write(text)


@contextmanager
def _filled(records: list[IndexDoc], address: Address) -> Iterator[Pair]:
    """Both engines with these records, in indexes that go afterwards."""
    with _ended_cleanly(), tempfile.TemporaryDirectory() as folder, closing(SQLiteEngine(Path(folder))) as embedded:
        reached = Server(address)
        server = ElasticEngine(reached, prefix=f"{_PREFIX}{uuid.uuid4().hex[:10]}")
        with closing(server):
            _remove_abandoned(reached)
            try:
                for engine in (embedded, server):
                    rebuild = engine.rebuild()
                    rebuild.add(records)
                    rebuild.swap()
                yield Pair(embedded, server)
            finally:
                server.remove()


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Whoever ends the command by SIGTERM gets its indexes removed too."""

    def leave(signum: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + signum)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _remove_abandoned(server: Server) -> None:
    """The indexes of a comparison that was killed: one that is under way is not as old as an hour. An installation may be
    called «parity» as well; its indexes bear no such number.
    """
    ours = re.compile(rf"{_PREFIX}[0-9a-f]{{10}}-(docs|passages)\b.*")
    with server.writing() as client:
        found = client.indices.get_settings(index=f"{_PREFIX}*", name="index.creation_date").body
        for index, known in found.items():
            made_at = int(known["settings"]["index"]["creation_date"]) / 1000
            if ours.fullmatch(index) and time.time() - made_at > _ABANDONED_SECONDS:
                client.indices.delete(index=index, ignore_unavailable=True)
