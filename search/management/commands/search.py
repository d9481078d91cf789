"""Ask as a visitor or an account would: what the page shows, as JSON."""

from __future__ import annotations

import html
import json
import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.reading.parts import address_at
from portal.core.audience import audience_of
from portal.core.models import User
from search import service
from search.labels import PARAMETERS, Labels
from search.query import Audience, Hit

_TAGS = re.compile(r"</?mark>")


class Command(BaseCommand):
    help = "Answers QUERY, or each line read from standard input, with what a visitor (or --as ADDRESS) would see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", metavar="QUERY", help="without it: one question per line is read")
        parser.add_argument("--json", action="store_true", help="one line of JSON per question")
        parser.add_argument("--as", dest="address", metavar="ADDRESS", help="e-mail address of the account that asks")

    def handle(self, *args: Any, **options: Any) -> None:
        audience = _audience(options["address"])
        labels = Labels()
        if options["query"] is not None:
            self._answer(options["query"], audience, labels, as_json=options["json"])
            return
        for line in sys.stdin:
            self._answer(line.rstrip("\r\n"), audience, labels, as_json=True)

    def _answer(self, text: str, audience: Audience, labels: Labels, *, as_json: bool) -> None:
        answer = as_data(text, audience, labels)
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode())
            self.stdout.flush()
            return
        if answer["instead"]:
            self.stdout.write(
                f"Tidak ada hasil untuk “{answer['query']}”. Menampilkan hasil untuk “{answer['instead']}”."
            )
        self.stdout.write(f"{answer['total']} hasil ({answer['engine']}, {answer['took_ms']} ms)")
        for hit in answer["hits"]:
            self.stdout.write(f"- {hit['title']}  {hit['url']}")
            for article in hit["articles"]:
                self.stdout.write(f"    {article['label']}: {article['excerpt']}")
        if answer["did_you_mean"] and not answer["instead"]:
            self.stdout.write(f"Mungkin maksud Anda: {answer['did_you_mean']}")


def as_data(text: str, audience: Audience, labels: Labels) -> dict[str, Any]:
    """The answer in plain values. Raises CommandError when no engine works: silence would look like «nothing found»."""
    found = service.ask(text, audience=audience)
    result = found.result
    if not result.engine:
        raise CommandError("Pencarian sedang tidak dapat menjawab. Jalankan: manage.py search_rebuild")
    return {
        "query": found.parsed.text,
        "total": result.total,
        "relaxed": result.relaxed,
        "hits": [_hit(hit) for hit in result.hits],
        "facets": {
            name: [
                {"value": each.value, "label": labels.of(facet, each.value), "count": each.count}
                for each in result.facets.get(facet, ())
            ]
            for facet, name in PARAMETERS.items()
        },
        "did_you_mean": result.did_you_mean,
        "instead": found.instead,
        "engine": result.engine,
        "took_ms": round(result.took_ms, 1),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "key": hit.key,
        "title": hit.title,
        "url": hit.url,
        "kind": hit.kind,
        "number": hit.number,
        "year": hit.year,
        "status": hit.status,
        "excerpt": _plain(hit.snippet_html),
        "articles": [
            {
                "label": passage.label,
                "anchor": passage.anchor,
                "url": address_at(hit.url, passage.anchor),
                "excerpt": _plain(passage.snippet_html),
            }
            for passage in hit.passages
        ],
    }


def _plain(excerpt: str) -> str:
    return html.unescape(_TAGS.sub("", excerpt))


def _audience(address: str | None) -> Audience:
    if address is None:
        return audience_of(None)
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        raise CommandError(f"Tidak ada akun dengan alamat {address}.")
    if not user.is_active:
        raise CommandError(f"Akun {address} tidak aktif.")
    return audience_of(user)
