"""Records made from a file of regulations (JSON lines) as the builders make them from pages, without the way through the database."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents.text.nodes import to_data
from documents.text.structure import parse
from search import analysis, builders
from search.documents import PUBLIC, IndexDoc
from search.query import Audience

AUDIENCES: dict[str, Audience] = {
    "pengunjung": (PUBLIC,),
    "akun": (PUBLIC, "login"),
    "satu kelompok": (PUBLIC, "login", "g7"),
    "dua kelompok": (PUBLIC, "login", "g7", "g9"),
}
"""Readers of whom each sees more than the one before, in what `restricted_by_rule` gives."""

_READERS = {0: ("g7",), 3: ("g9",), 5: ("login",), 8: ("g7", "g9")}
_CLUSTERS = (("anak", "lanjut-usia"), (), ("penyandang-disabilitas",), ("tuna-sosial",), ())
_STATUS = ("in_force", "unverified", "repealed", "")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def regulations(path: Path) -> Iterator[IndexDoc]:
    """Public records of a file of regulations, each key once."""
    seen: set[str] = set()
    for row in rows(path):
        if row["id"] not in seen:
            seen.add(row["id"])
            yield _record(row)


def restricted_by_rule(records: Iterable[IndexDoc]) -> Iterator[IndexDoc]:
    """The records with what such files lack: clusters, status, days, weights and readers, all made up by their place."""
    for place, record in enumerate(records):
        yield replace(
            record,
            acl=_READERS.get(place % 10, (PUBLIC,)),
            clusters=_CLUSTERS[place % len(_CLUSTERS)],
            status=_STATUS[place % len(_STATUS)],
            date=dt.date(record.year, 1 + place % 12, 1 + place % 28) if record.year and place % 3 else None,
            weight=round(record.weight + place % 4 / 10, 2),
        )


def _record(row: dict[str, Any]) -> IndexDoc:
    kind = row["type"].lower().replace("permen_", "permen").replace("_", "-")
    return IndexDoc(
        key=row["id"],
        kind=kind,
        title=analysis.clean(f"{row['title']} tentang {row['about']}"),
        name=analysis.clean(row["about"]),
        url=f"/{row['id']}/",
        acl=(PUBLIC,),
        body=analysis.clean(row["text"]),
        number=row["number"],
        year=row["year"],
        issuer=analysis.clean(row["issuer"]),
        status="unverified",
        weight=builders.RANK.get(kind, 1.0),
        passages=builders.passages(to_data(parse(row["text"]))),
    )
