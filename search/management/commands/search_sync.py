"""Apply what waits in the outbox now, as the worker does by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search import outbox


class Command(BaseCommand):
    help = "Applies waiting changes to every search index; the worker does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{outbox.drain()} perubahan diterapkan")
