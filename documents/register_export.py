"""The register as Atom, CSV and JSON. Only regulations that the caller has found visible come in here."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.text import Truncator

from documents.models.regulation import Regulation
from documents.querysets import RegulationQuerySet
from portal.core import exports

FEED_LENGTH = 50
SHOWN_OF_SUBJECT = 1_000  # letters; no regulation of the corpus has as many
CHUNK = 500
COLUMNS = (
    *("jenis", "nomor", "tahun", "tentang", "penetap", "ditetapkan", "diundangkan", "mulai_berlaku", "lembaran"),
    *("subjek", "status", "sumber_status", "alamat"),
)


def response(
    form: str, regulations: RegulationQuerySet, request: HttpRequest, title: str, address: str
) -> HttpResponseBase:
    """The regulations in one of the forms; `address` is the page that shows the same."""
    if form == "atom":
        newest = regulations.with_kind().order_by("-last_published_at", "-pk")[:FEED_LENGTH]
        return exports.atom(request, title=title, address=address, entries=(_entry(each, request) for each in newest))
    ordered = regulations.with_kind().defer("status_note", "register_text").order_by("-year", "kind__code", "pk")
    rows = (_row(each, request) for each in ordered.iterator(chunk_size=CHUNK))
    if form == "csv":
        return exports.download(exports.csv_lines(COLUMNS, rows), "text/csv; charset=utf-8", "daftar-peraturan.csv")
    return exports.download(_json(rows), "application/json", "daftar-peraturan.json")


def _entry(each: Regulation, request: HttpRequest) -> exports.Entry:
    return exports.Entry(
        key=f"page:{each.pk}",
        title=str(each.title),
        address=str(each.get_url(request)),
        summary=f"{Truncator(each.about).chars(SHOWN_OF_SUBJECT)} ({each.get_status_display()})",
        kind=each.kind.name,
        published=each.first_published_at,
        updated=each.last_published_at,
    )


def _row(each: Regulation, request: HttpRequest) -> dict[str, str | int | None]:
    return {
        "jenis": each.kind.name,
        "nomor": each.number,
        "tahun": each.year,
        "tentang": each.about,
        "penetap": each.issuer,
        "ditetapkan": _iso(each.enacted_on),
        "diundangkan": _iso(each.promulgated_on),
        "mulai_berlaku": _iso(each.in_force_on),
        "lembaran": each.gazette,
        "subjek": each.subjects,
        "status": each.get_status_display(),
        "sumber_status": each.get_status_source_display() if each.status_source else "",
        "alamat": request.build_absolute_uri(each.get_url(request)),
    }


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for index, row in enumerate(rows):
        yield ("," if index else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
