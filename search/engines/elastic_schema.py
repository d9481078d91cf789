"""The two Elasticsearch indexes: their analysis, exported from `search/data`, and their strict mappings.

Documents and articles lie in separate indexes: AND and NOT stay questions about whole documents, and the layout is
that of the embedded engine.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from elasticsearch.dsl import (
    Boolean,
    Date,
    Document,
    Float,
    Integer,
    Keyword,
    MetaField,
    Text,
    analyzer,
    token_filter,
    tokenizer,
)

from search import analysis
from search.documents import MAX_PASSAGES, IndexDoc, number_keys
from search.engines.base import RESULT_WINDOW

_MAX_WORD = 8_000  # Lucene refuses terms over 32,766 bytes, and with them the whole record


def _words() -> Any:
    return tokenizer("id_words", type="pattern", pattern=r"[^\p{L}\p{N}]+")


def _stemmed() -> Any:
    """Equal to `analysis.terms`, token for token."""
    rules = [f"{word} => {term}" for word, term in analysis.overrides().items()]
    override = token_filter("id_override", type="stemmer_override", rules=rules)
    stem = token_filter("id_stem", type="stemmer", language="indonesian")
    return analyzer("id_index", type="custom", tokenizer=_words(), filter=["lowercase", "asciifolding", override, stem])


def _plain() -> Any:
    """Equal to `analysis.plain_words`."""
    return analyzer("id_plain", type="custom", tokenizer=_words(), filter=["lowercase", "asciifolding"])


STEMMED, PLAIN = _stemmed(), _plain()


def _shown(**options: Any) -> Any:
    """A value that is only given back, never searched."""
    return Keyword(index=False, doc_values=False, **options)


DIGEST = "digest"
_NOT_STORED = ("spelling",)
CLOSED = "closed_"
"""The texts of documents that not everybody may see stand in fields of these names: BM25 counts by field, and how frequent a
word is in closed documents may change nobody's order. A record has one half only, so that a change of who may see it is one write.
"""


class DocumentRecord(Document):
    """A record of `search.documents`."""

    key = Keyword()
    fingerprint = Keyword(index=False)
    digest = _shown()
    kind = Keyword()
    name = Keyword()
    title = Text(analyzer=STEMMED, fields={"plain": Text(analyzer=PLAIN)})
    keywords = Text(analyzer=STEMMED)
    body = Text(analyzer=STEMMED)
    closed_title = Text(analyzer=STEMMED, fields={"plain": Text(analyzer=PLAIN)})
    closed_keywords = Text(analyzer=STEMMED)
    closed_body = Text(analyzer=STEMMED)
    number = _shown()
    number_keys = Keyword()
    year = Integer()
    status = Keyword()
    date = Date()
    day = Keyword()
    published = Date()
    cluster = Keyword()
    issuer = Keyword()
    acl = Keyword()
    weight = Float()
    url = _shown()
    passages = Integer()
    spelling = Text(analyzer=PLAIN, index_options="docs", norms=False)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=list(_NOT_STORED))


class PassageRecord(Document):
    """An article of a record."""

    doc = Keyword()
    is_public = Boolean()
    position = Integer()
    number = Keyword()
    label = _shown()
    anchor = _shown()
    length = Integer()
    heading = Text(analyzer=STEMMED)
    text = Text(analyzer=STEMMED)

    class Meta:
        dynamic = MetaField("strict")


@cache
def signature() -> str:
    """Changes when a record would be mapped or a word cut differently: such an index must be rebuilt."""
    # the client keeps the fields in a set: their order is each process's own
    mappings = json.dumps([_mapping(DocumentRecord), _mapping(PassageRecord)], sort_keys=True)
    numbers = inspect.getsource(number_keys)
    return analysis.signature_of(mappings, Path(__file__), numbers, str(MAX_PASSAGES), analysis.signature())


def _mapping(record: type[Document]) -> dict[str, Any]:
    mapping: dict[str, Any] = record._doc_type.mapping.to_dict()
    if "source" in mapping:
        mapping["_source"] = mapping.pop("source")
    return mapping


def index_body(record: type[Document]) -> dict[str, Any]:
    """What `indices.create` is given."""
    analysis_settings = record._doc_type.mapping._collect_analysis()
    analysis_settings.setdefault("analyzer", {}).update(
        {each._name: each.get_definition() for each in (STEMMED, PLAIN)}
    )
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "max_result_window": RESULT_WINDOW,
            "analyze.max_token_count": 1_000_000,
            "analysis": analysis_settings,
        },
        "mappings": {**_mapping(record), "_meta": {"signature": signature()}},
    }


def sources(doc: IndexDoc) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The record and its articles as they are written, with the digest of both by which a check sees that they are still so."""
    document, passages = document_source(doc), passage_sources(doc)
    stored = {name: value for name, value in document.items() if name not in _NOT_STORED}
    document[DIGEST] = f"{sum(map(digest_of, (stored, *passages))):x}"
    return document, passages


def digest_of(source: Mapping[str, Any]) -> int:
    """Of one source, whatever the order of its fields."""
    content = json.dumps(source, sort_keys=True, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(content.encode()).digest())


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
        "spelling": " ".join(analysis.vocabulary(f"{doc.title} {doc.keywords} {body}")) if doc.is_public else "",
    }
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def both(name: str) -> tuple[str, str]:
    """The fields in which a text of a record may stand."""
    return name, f"{CLOSED}{name}"


def text_of(source: Mapping[str, Any], name: str) -> str:
    """A text of a stored record, in whichever half it stands."""
    return next((str(source[field]) for field in both(name) if field in source), "")


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
