"""Apply what waits in the outbox now, as the worker does by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import cursors, engines, outbox
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Applies waiting changes to every search index; the worker does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        down = []
        for engine in engines.every():
            try:
                self.stdout.write(f"{engine.name}: {outbox.drain_engine(engine)} perubahan diterapkan")
            except EngineUnavailable as error:
                waiting = cursors.waiting(engine)
                self.stderr.write(f"{engine.name}: {waiting} perubahan menunggu; {error}")
                down.append(engine.name)
        if down:
            raise CommandError(
                f"Indeks {', '.join(down)} tidak menerima perubahan. Yang menunggu tidak hilang: worker menerapkannya begitu"
                " indeks itu dapat dipakai lagi."
            )
