"""A record as the tables of the embedded index take it: cut into terms and compressed. Half of the work of a rebuild is done here."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search import analysis
from search.documents import MAX_PASSAGES, IndexDoc

Columns = tuple[str | int | float | bytes | None, ...]


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """`heading` and `text` as terms in one line each; `columns` are those of `passages` from the length on."""

    heading: str
    text: str
    length: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class Record:
    """`columns` are those of `docs` after the row number; `terms` those of title, keywords and body, a line each.

    `words` are what spelling may tell of it: none of a record that is not public.
    """

    key: str
    fingerprint: str
    columns: Columns
    terms: tuple[str, ...]
    title_words: str
    passages: tuple[PassageRecord, ...]
    words: tuple[str, ...]
    is_public: bool


def record(doc: IndexDoc) -> Record:
    """The document made ready. It needs no database, so that another process may do it."""
    body = " ".join(doc.body.split()) if not doc.passages else doc.body
    terms = [analysis.terms(text) for text in (doc.title, doc.keywords, body)]
    fingerprint = doc.fingerprint()
    passages = _passages(doc)
    columns: Columns = (
        doc.key, fingerprint, doc.kind, doc.title, doc.url, doc.number, doc.year, doc.status,
        doc.date.isoformat() if doc.date else None, doc.issuer, float(doc.weight), json.dumps(doc.clusters),
        json.dumps(doc.acl), doc.keywords, _pack(body), sum(map(len, terms)), analysis.name_key(doc.name), doc.published_at,
        len(passages), sum(passage.length for passage in passages),
    )  # fmt: skip
    columns = (*columns, digest(columns, (passage.columns for passage in passages)))
    words = analysis.vocabulary(f"{doc.title} {doc.keywords} {body}") if doc.is_public else ()
    return Record(
        doc.key, fingerprint, columns, tuple(map(" ".join, terms)), title_words(doc.title), passages, tuple(words),
        doc.is_public,
    )  # fmt: skip


def records(docs: list[IndexDoc]) -> list[Record]:
    return list(map(record, docs))


def digest(columns: Sequence[object], passages: Iterable[Sequence[object]]) -> bytes:
    """Of all that is stored of a record: equal only for equal columns of the document and of each article, in their order."""
    found = hashlib.sha256()
    for values in (columns, *passages):
        blobs = [value for value in values if isinstance(value, bytes)]
        found.update(repr([len(value) if isinstance(value, bytes) else value for value in values]).encode())
        for blob in blobs:
            found.update(blob)
    return found.digest()


def in_terms(*texts: str) -> tuple[str, ...]:
    """Each text as its terms in one line, the form in which a table of words takes it and gives it back."""
    return tuple(" ".join(analysis.terms(text)) for text in texts)


def title_words(title: str) -> str:
    return " ".join(analysis.plain_words(title))


def unpack(blob: bytes) -> str:
    return zlib.decompress(blob).decode()


def _pack(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)


def _passages(doc: IndexDoc) -> tuple[PassageRecord, ...]:
    found = []
    for passage in doc.passages[:MAX_PASSAGES]:
        heading, text = in_terms(f"{passage.label} {passage.heading}", passage.text)
        length = heading.count(" ") + text.count(" ") + 2
        columns = (
            length, passage.number.lower(), passage.label, passage.anchor, passage.heading, _pack(passage.text),
        )  # fmt: skip
        found.append(PassageRecord(heading, text, length, columns))
    return tuple(found)
