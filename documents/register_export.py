"""The register as Atom, CSV and JSON. Only regulations that the caller has found visible come in here."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from documents.models.regulation import Regulation
from documents.querysets import RegulationQuerySet

FEED_LENGTH = 50
CHUNK = 500
COLUMNS = (
    *("jenis", "nomor", "tahun", "tentang", "penetap", "ditetapkan", "diundangkan", "mulai_berlaku", "lembaran"),
    *("subjek", "status", "sumber_status", "alamat"),
)
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What XML cannot hold at all.
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def response(
    form: str, regulations: RegulationQuerySet, request: HttpRequest, title: str, address: str
) -> HttpResponseBase:
    """The regulations in one of the forms; `address` is the page that shows the same."""
    if form == "atom":
        return _atom(regulations, request, title, address)
    ordered = regulations.with_kind().defer("status_note", "register_text").order_by("-year", "kind__code", "pk")
    rows = (_row(each, request) for each in ordered.iterator(chunk_size=CHUNK))
    if form == "csv":
        return _download(_csv(rows), "text/csv; charset=utf-8", "daftar-peraturan.csv")
    return _download(_json(rows), "application/json", "daftar-peraturan.json")


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


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.DictWriter(_Echo(), COLUMNS)
    # Spreadsheets take the file for UTF-8 by its mark.
    yield "\ufeff" + str(writer.writeheader())
    for row in rows:
        yield str(writer.writerow({name: _harmless(value) for name, value in row.items()}))


def _harmless(value: object) -> str:
    """A text that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for index, row in enumerate(rows):
        yield ("," if index else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def _download(content: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _atom(regulations: RegulationQuerySet, request: HttpRequest, title: str, address: str) -> HttpResponse:
    page = request.build_absolute_uri(address)
    feed = Atom1Feed(
        title=_clean(title),
        link=page,
        description="",
        language="id",
        feed_url=request.build_absolute_uri(request.path),
        author_name=_("Direktorat Jenderal Rehabilitasi Sosial"),
    )
    newest = regulations.with_kind().order_by("-last_published_at", "-pk")[:FEED_LENGTH]
    for each in newest:
        link = request.build_absolute_uri(each.get_url(request))
        feed.add_item(
            title=_clean(str(each.title)),
            link=link,
            unique_id=link,
            description=_clean(f"{each.about} ({each.get_status_display()})"),
            pubdate=each.first_published_at,
            updateddate=each.last_published_at,
            categories=(each.kind.name,),
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
