"""The two Elasticsearch indexes: their analysis, exported from `search/data`, and their strict mappings.

Documents and articles lie in separate indexes: AND and NOT stay questions about whole documents, and the layout is
that of the embedded engine.
"""

from __future__ import annotations

import inspect
import json
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
from search.documents import MAX_PASSAGES, number_keys
from search.engines import elastic_sources
from search.engines.base import RESULT_WINDOW
from search.engines.elastic_sources import SPELLING


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


def _cut() -> Any:
    """Words that are made ready already, with blanks between them."""
    return analyzer("id_cut", type="custom", tokenizer="whitespace")


STEMMED, PLAIN, CUT = _stemmed(), _plain(), _cut()


def _shown(**options: Any) -> Any:
    """A value that is only given back, never searched."""
    return Keyword(index=False, doc_values=False, **options)


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
    spelling = Text(analyzer=CUT, index_options="docs", norms=False)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=[SPELLING])


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
    made = Path(elastic_sources.__file__)
    return analysis.signature_of(mappings, Path(__file__), made, numbers, str(MAX_PASSAGES), analysis.signature())


def _mapping(record: type[Document]) -> dict[str, Any]:
    mapping: dict[str, Any] = record._doc_type.mapping.to_dict()
    if "source" in mapping:
        mapping["_source"] = mapping.pop("source")
    return mapping


def index_body(record: type[Document]) -> dict[str, Any]:
    """What `indices.create` is given."""
    analysis_settings = record._doc_type.mapping._collect_analysis()
    analysis_settings.setdefault("analyzer", {}).update(
        {each._name: each.get_definition() for each in (STEMMED, PLAIN, CUT)}
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
