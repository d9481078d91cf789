"""Make the search index anew, without a moment in which searching fails."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import engines, rebuilding
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Makes every search index anew beside the one in use, replays what changed meanwhile, and swaps."

    def handle(self, *args: Any, **options: Any) -> None:
        for engine in engines.every():
            started = time.monotonic()
            try:
                count = rebuilding.rebuild(engine, self._progress)
            except EngineUnavailable as error:
                raise CommandError(f"{engine.name}: {error}") from error
            self.stdout.write(f"{engine.name}: {count} dokumen dalam {time.monotonic() - started:.1f} detik")

    def _progress(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{count}", ending="")
