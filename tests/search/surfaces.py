"""What the portal gives away of a search beside its result page: for a reader, as the views answer."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory

from portal.core.permissions import Person
from search import views

_ATOM = "{http://www.w3.org/2005/Atom}"
_HOST = "http://testserver"


def agree(reader: Person, word: str, may_find: Mapping[str, str], told: set[str]) -> None:
    """CSV, feed and suggestions have of the regulations exactly those that may be found (key → address), and of those with
    the word exactly the ones `told`."""
    with_word = {may_find[key] for key in told}
    assert addresses_in_csv(reader, jenis="uu") == addresses_in_feed(reader, jenis="uu") == set(may_find.values())
    assert addresses_in_csv(reader, q=word) == addresses_in_feed(reader, q=word) == with_word
    assert suggested(reader, word[:5]) == with_word


def addresses_in_csv(reader: Person, **asked: str) -> set[str]:
    content = _content(views.exported(_request(reader, asked), "csv")).decode("utf-8-sig")
    return {row["alamat"].removeprefix(_HOST) for row in csv.DictReader(io.StringIO(content))}


def addresses_in_feed(reader: Person, **asked: str) -> set[str]:
    feed = ET.fromstring(_content(views.exported(_request(reader, asked), "atom")))
    links = (entry.find(f"{_ATOM}link") for entry in feed.findall(f"{_ATOM}entry"))
    return {str(link.get("href")).removeprefix(_HOST) for link in links if link is not None}


def suggested(reader: Person, typed: str) -> set[str]:
    answer = json.loads(_content(views.suggestions(_request(reader, {"q": typed}))))
    return {each["url"] for each in answer["suggestions"]}


def _request(reader: Person, asked: Mapping[str, str]) -> HttpRequest:
    request = RequestFactory().get("/cari/", asked)
    request.user = reader
    return request


def _content(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    return b"".join(response)  # type: ignore[call-overload]  # every response is a sequence of bytes
