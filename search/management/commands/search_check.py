"""Does every index hold what it should? Finds what was missed, and repairs it on request."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import engines, outbox, rebuilding
from search.engines.base import Engine, EngineUnavailable
from search.rebuilding import Difference

_NAMED = 20


class Command(BaseCommand):
    help = "Compares every search index with the records; --repair indexes anew what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="index anew what differs")
        parser.add_argument("--json", action="store_true", help="one line of JSON per index")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [engine.name for engine in engines.every() if not self._check(engine, options)]
        if wrong:
            raise CommandError(
                f"Indeks {', '.join(wrong)} tidak sesuai. Jalankan: manage.py search_check --repair, atau search_rebuild."
            )

    def _check(self, engine: Engine, options: dict[str, Any]) -> bool:
        """Report on one index; true when it is right, or was put right."""
        health = engine.health(thorough=True)
        if not health.ok:
            self._report(options, engine=engine.name, ok=False, detail=health.detail)
            return False
        try:
            difference = rebuilding.compare(engine)
            if options["repair"] and difference.keys:
                outbox.note(difference.keys)
                outbox.drain_engine(engine)
                difference = rebuilding.compare(engine)
        except EngineUnavailable as error:
            self._report(options, engine=engine.name, ok=False, detail=str(error))
            return False
        self._report(
            options,
            engine=engine.name,
            ok=not difference.keys,
            documents=health.documents,
            missing=len(difference.missing),
            superfluous=len(difference.superfluous),
            outdated=len(difference.outdated),
            waiting=outbox.waiting(engine),
            **self._named(difference, options),
        )
        return not difference.keys

    def _named(self, difference: Difference, options: dict[str, Any]) -> dict[str, Any]:
        """The keys that differ: all of them for a program, the first ones for a person."""
        if options["json"]:
            return {"keys": difference.keys}
        more = len(difference.keys) - _NAMED
        named = ", ".join(difference.keys[:_NAMED]) + (f" … (+{more})" if more > 0 else "")
        return {"keys": named} if named else {}

    def _report(self, options: dict[str, Any], **figures: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self.stdout.write(", ".join(f"{name}: {value}" for name, value in figures.items()))
