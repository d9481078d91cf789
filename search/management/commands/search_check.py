"""Does every index hold what it should? Finds what was missed, and repairs it on request."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from django.core.management.base import BaseCommand, CommandError

from search import cursors, engines, outbox, rebuilding
from search.engines.base import Engine, EngineUnavailable
from search.rebuilding import Difference

_NAMED = 20
_State = Literal["ok", "down", "unusable", "differs", "unreadable"]
_ADVICE: Mapping[_State, str] = {
    "down": "Peladen pencari tidak dapat dipakai: periksa alamat (ELASTICSEARCH_URL) dan keadaannya. Sesudah itu worker menyusulkan"
    " semua perubahan sendiri.",
    "unusable": "Jalankan: manage.py search_rebuild. Worker juga membuatnya sendiri dalam setengah menit.",
    "differs": "Jalankan: manage.py search_check --repair.",
    "unreadable": "Isi dokumen itu tidak terbaca; sebabnya tercatat di log. Perbaiki dokumennya, lalu terbitkan lagi.",
}


class Command(BaseCommand):
    help = "Compares every search index with the records; --repair indexes anew what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="index anew what differs")
        parser.add_argument("--json", action="store_true", help="one line of JSON per index")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {engine.name: self._check(engine, options) for engine in engines.every()}
        wrong = [name for name, state in found.items() if state != "ok"]
        if wrong:
            raise CommandError(" ".join([f"Indeks {', '.join(wrong)} tidak sesuai.", *self._advice(found.values())]))

    def _advice(self, states: Iterable[_State]) -> Iterator[str]:
        """What helps, once for each sort of trouble; where a record cannot be made, indexing it again does not."""
        yield from (_ADVICE[state] for state in dict.fromkeys(states) if state != "ok")

    def _check(self, engine: Engine, options: dict[str, Any]) -> _State:
        """Report on one index: what it is like, after it was put right if that is asked for."""
        health = engine.health(thorough=True)
        if not health.ok:
            self._report(options, engine=engine.name, ok=False, detail=health.detail)
            return "unusable" if health.needs_rebuild else "down"
        try:
            is_known = cursors.is_known(engine)
            difference = rebuilding.compare(engine)
            if options["repair"] and difference.keys:
                outbox.note(difference.keys)
                outbox.drain_engine(engine)
                difference = rebuilding.compare(engine)
                health = engine.health()
        except EngineUnavailable as error:
            self._report(options, engine=engine.name, ok=False, detail=str(error))
            return "down"
        state: _State = "differs" if difference.keys else "unreadable" if difference.unreadable else "ok"
        state = state if is_known else "unusable"
        self._report(
            options,
            engine=engine.name,
            ok=state == "ok",
            documents=health.documents,
            missing=len(difference.missing),
            superfluous=len(difference.superfluous),
            outdated=len(difference.outdated),
            unreadable=len(difference.unreadable),
            waiting=cursors.waiting(engine),
            **self._named(difference, options),
        )
        return state

    def _named(self, difference: Difference, options: dict[str, Any]) -> dict[str, Any]:
        """The keys that differ: all of them for a program, the first ones for a person."""
        keys = difference.keys + difference.unreadable
        if options["json"]:
            return {"keys": keys}
        more = len(keys) - _NAMED
        named = ", ".join(keys[:_NAMED]) + (f" … (+{more})" if more > 0 else "")
        return {"keys": named} if named else {}

    def _report(self, options: dict[str, Any], **figures: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self.stdout.write(", ".join(f"{name}: {value}" for name, value in figures.items()))
