"""Records as they are sent to Elasticsearch and stored there, each with a digest by which a check sees that it is still so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from search import analysis
from search.documents import MAX_PASSAGES, IndexDoc

DIGEST = "digest"
SPELLING = "spelling"
CLOSED = "closed_"
"""The texts of documents that not everybody may see stand in fields of these names: BM25 counts by field, and how frequent a
word is in closed documents may change nobody's order. A record has one half only, so that a change of who may see it is one write.
"""

_MAX_WORD = 8_000  # Lucene refuses terms over 32,766 bytes, and with them the whole record


def sources(doc: IndexDoc) -> tuple[bytes, tuple[bytes, ...]]:
    """The record and its articles as JSON. A long text is written once: the digest is of what is sent."""
    document = document_source(doc)
    unstored = {name: document.pop(name) for name in (SPELLING,) if name in document}
    stored = _content(document)
    passages = tuple(map(_content, passage_sources(doc)))
    more = {DIGEST: f"{sum(map(_number, (stored, *passages))):x}", **unstored}
    return stored[:-1] + b", " + _content(more)[1:], passages


def digest_of(source: Mapping[str, Any]) -> int:
    """Of one source, whatever the order of its fields."""
    return _number(_content(source))


def _content(source: Mapping[str, Any]) -> bytes:
    return json.dumps(source, sort_keys=True, ensure_ascii=False).encode()


def _number(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest())


def both(name: str) -> tuple[str, str]:
    """The fields in which a text of a record may stand."""
    return name, f"{CLOSED}{name}"


def text_of(source: Mapping[str, Any], name: str) -> str:
    """A text of a stored record, in whichever half it stands."""
    return next((str(source[field]) for field in both(name) if field in source), "")


def document_source(doc: IndexDoc) -> dict[str, Any]:
    """The record as Elasticsearch stores it. Empty values are left out: a facet has no value «»."""
    body = doc.body if doc.passages else " ".join(doc.body.split())
    half = "" if doc.is_public else CLOSED
    fields = {
        "key": doc.key,
        "fingerprint": doc.fingerprint(),
        "kind": doc.kind,
        "name": analysis.name_key(doc.name),
        f"{half}title": _bearable(doc.title),
        f"{half}keywords": _bearable(doc.keywords),
        f"{half}body": _bearable(body),
        "number": doc.number,
        "number_keys": list(doc.number_keys),
        "year": doc.year,
        "status": doc.status,
        "date": doc.date.isoformat() if doc.date else None,
        "day": doc.date.isoformat() if doc.date else str(doc.year or ""),
        "published": doc.published_at,
        "cluster": list(doc.clusters),
        "issuer": doc.issuer,
        "acl": list(doc.acl),
        "weight": doc.weight,
        "url": doc.url,
        "passages": min(len(doc.passages), MAX_PASSAGES),
        SPELLING: " ".join(analysis.vocabulary(f"{doc.title} {doc.keywords} {body}")) if doc.is_public else "",
    }
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def passage_sources(doc: IndexDoc) -> list[dict[str, Any]]:
    """The articles of a record, in order."""
    sources = []
    for position, passage in enumerate(doc.passages[:MAX_PASSAGES]):
        heading = f"{passage.label} {passage.heading}"
        sources.append(
            {
                "doc": doc.key,
                "is_public": doc.is_public,
                "position": position,
                "number": passage.number.lower(),
                "label": passage.label,
                "anchor": passage.anchor,
                "length": max(len(analysis.words(heading)), 1) + max(len(analysis.words(passage.text)), 1),
                "heading": _bearable(heading),
                "text": _bearable(passage.text),
            }
        )
    return sources


def _bearable(text: str) -> str:
    if len(text) < _MAX_WORD:
        return text
    longest = max(map(len, analysis.words(text)), default=0)
    if longest < _MAX_WORD:
        return text
    return " ".join(word for word in text.split() if len(word) < _MAX_WORD)
