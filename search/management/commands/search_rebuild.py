"""Make the search index anew, without a moment in which searching fails."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import cursors, engines, rebuilding
from search.engines.base import Engine, EngineUnavailable

_LOOK_EVERY = 1.0


class Command(BaseCommand):
    help = (
        "Makes every search index anew beside the one in use, replays what changed meanwhile, and swaps. An index that cannot be made"
        " keeps no other from it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--allow-down",
            action="store_true",
            help="end well as long as one index was made; the worker makes that of a server that is down once it is back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        every = engines.every()
        failed = [engine.name for engine in every if not self._rebuilt(engine)]
        if len(failed) == len(every) or (failed and not options["allow_down"]):
            raise CommandError(
                f"Indeks {', '.join(failed)} tidak dapat dibuat. Perbaiki sebab di atas, lalu jalankan lagi; worker juga membuatnya"
                " sendiri begitu peladen dapat dipakai."
            )

    def _rebuilt(self, engine: Engine) -> bool:
        started = time.monotonic()
        try:
            count = self._after_others(engine)
        except EngineUnavailable as error:
            cursors.distrust(engine)
            self.stderr.write(f"{engine.name}: {error}")
            return False
        self.stdout.write(f"{engine.name}: {count} dokumen dalam {time.monotonic() - started:.1f} detik")
        return True

    def _after_others(self, engine: Engine) -> int:
        """A rebuild that is under way may have been begun by a worker of the version before."""
        is_told = False
        while True:
            try:
                return rebuilding.rebuild(engine, self._progress)
            except cursors.RebuildUnderWay:
                if not is_told:
                    self.stdout.write(f"{engine.name}: sedang dibuat oleh proses lain, menunggu sampai selesai …")
                is_told = True
                time.sleep(_LOOK_EVERY)

    def _progress(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{count}", ending="")
