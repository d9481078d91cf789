"""Lists for other programs: CSV that a spreadsheet may open, Atom that any reader may parse."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: From when on the host named these: part of every identity, so it never changes.
_SINCE = "2026"
#: What XML cannot hold at all.
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `key` is its identity («dokumen:12»): the address changes when a number is corrected."""

    key: str
    title: str
    address: str
    summary: str
    kind: str
    published: dt.datetime | None = None
    updated: dt.datetime | None = None


def csv_lines(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The rows under a heading; no cell is run as a formula, and None is empty."""
    writer = csv.DictWriter(_Echo(), columns)
    # Spreadsheets take the file for UTF-8 by its mark.
    yield "\ufeff" + str(writer.writeheader())
    for row in rows:
        yield str(writer.writerow({name: _harmless(value) for name, value in row.items()}))


def download(content: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    """A file of this name that is written while it is sent."""
    answer = StreamingHttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def atom(request: HttpRequest, *, title: str, address: str, entries: Iterable[Entry]) -> HttpResponse:
    """A feed (RFC 4287) of what the page at `address` shows."""
    feed = Atom1Feed(
        title=_clean(title),
        link=request.build_absolute_uri(address),
        description="",
        language="id",
        feed_url=request.build_absolute_uri(request.get_full_path()),
        author_name=_("Direktorat Jenderal Rehabilitasi Sosial"),
    )
    for entry in entries:
        link = request.build_absolute_uri(entry.address)
        feed.add_item(
            title=_clean(entry.title),
            link=link,
            unique_id=_tag(entry.key),
            description=_clean(entry.summary),
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=(_clean(entry.kind),),
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def _tag(key: str) -> str:
    """A tag URI (RFC 4151) that stays what it is wherever the entry moves, whatever host the portal is asked by."""
    return f"tag:{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname},{_SINCE}:{key}"


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def _harmless(value: object) -> str:
    """A text that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
