"""A result as Atom and CSV: what the reader would see on the page, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import exports
from search import builders, proposals, service
from search.labels import Labels
from search.presentation import Asked
from search.query import Audience, Sort
from search.shown_hits import ShownHit, shown_hits

MOST_ROWS = 1_000
FEED_LENGTH = 50
COLUMNS = ("jenis", "judul", "nomor", "tahun", "tanggal", "penerbit", "status", "pasal", "alamat")
_AT_ONCE = 100


def response(form: str, asked: Asked, audience: Audience, request: HttpRequest) -> HttpResponseBase:
    """The first `MOST_ROWS` as CSV, or the `FEED_LENGTH` last published as Atom: a feed is read for what is new in the
    portal, which may be an old regulation, and names no article."""
    if form == "csv":
        rows = (_row(shown, request) for shown in _hits(asked, audience, asked.order, MOST_ROWS))
        answer: HttpResponseBase = exports.download(
            exports.csv_lines(COLUMNS, rows), "text/csv; charset=utf-8", "hasil-pencarian.csv"
        )
    else:
        answer = exports.atom(
            request,
            title=_("Hasil pencarian “%(q)s”") % {"q": asked.text} if asked.text else _("Semua dokumen"),
            address=reverse("search:results") + asked.address(),
            entries=_entries(list(_hits(asked, audience, "published", FEED_LENGTH, passages_per_hit=0))),
        )
    answer["Cache-Control"] = "private"
    return answer


def _hits(asked: Asked, audience: Audience, sort: Sort, most: int, **more: int) -> Iterator[ShownHit]:
    labels = Labels()
    size = min(_AT_ONCE, most)
    for page in range(1, most // size + 1):
        answer = service.ask(
            asked.text,
            audience=audience,
            literal=asked.literal,
            sort=sort,
            page=page,
            size=size,
            facets=(),
            excerpts=False,
            **more,
            **asked.limits,
        )
        yield from shown_hits(answer.result.hits, labels, answer.meant)
        if page * size >= answer.result.total:
            return


def _row(shown: ShownHit, request: HttpRequest) -> dict[str, Any]:
    hit = shown.hit
    return {
        "jenis": shown.kind,
        "judul": hit.title,
        "nomor": hit.number,
        "tahun": hit.year,
        "tanggal": hit.date.isoformat() if hit.date else None,
        "penerbit": hit.issuer,
        "status": shown.status,
        "pasal": "; ".join(label for label, _address, _excerpt in shown.articles),
        "alamat": request.build_absolute_uri(hit.url),
    }


def _entries(hits: list[ShownHit]) -> Iterator[exports.Entry]:
    """Without what was withdrawn since the index was asked, and without pages that came with the portal: they have neither been
    published by anybody nor a day, and RFC 4287 wants to know of every entry when it was last changed."""
    keys = [shown.hit.key for shown in hits]
    times = {**builders.times_of(keys), **proposals.times_of(keys)}
    for shown in hits:
        published, updated = times.get(shown.hit.key, (None, None))
        if shown.hit.key in times and (updated or shown.hit.date):
            yield _entry(shown, published, updated)


def _entry(shown: ShownHit, published: dt.datetime | None, updated: dt.datetime | None) -> exports.Entry:
    """Where nobody published it, its own day has to do."""
    hit = shown.hit
    day = timezone.make_aware(dt.datetime.combine(hit.date, dt.time())) if hit.date else None
    summary = ", ".join(part for part in (shown.kind, shown.status, hit.issuer) if part)
    return exports.Entry(
        hit.key, hit.title, hit.url, summary, shown.kind, published=published or day, updated=updated or day
    )
