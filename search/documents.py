"""The only list of indexed fields, and how other apps say what of theirs is to be found.

Nothing here knows an engine. Personal data never enters a record: no builder may read names, numbers or addresses of
beneficiaries, nor papers of a proposal whose kind holds such data.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Protocol

from django.db import DatabaseError

logger = logging.getLogger(__name__)

PUBLIC = "public"
WEIGHTS: Mapping[str, float] = {"title": 5.0, "keywords": 3.0, "body": 1.0}
"""How much a word counts in each indexed text."""

MAX_PASSAGES = 4_000


@dataclass(frozen=True, slots=True)
class PassageDoc:
    """An article: `number` as cited («12», «4a», «I»), its label («Pasal 12»), heading, text and anchor («pasal-12»)."""

    number: str
    label: str
    anchor: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class IndexDoc:
    """A document as both engines index it.

    `key` is stable and engine independent («page:481»). A reader sees the record when `acl` and the
    reader's audience have a token in common. `weight` is the authority prior that multiplies the
    score: rank of the rule times its legal status. `name` is what people call it: the subject of a
    regulation, the title of a page. `published` is when the portal last brought it out, whatever its
    own date. Texts must have gone through `analysis.clean`.
    """

    key: str
    kind: str
    title: str
    url: str
    acl: tuple[str, ...]
    body: str = ""
    keywords: str = ""
    number: str = ""
    year: int | None = None
    status: str = ""
    date: dt.date | None = None
    clusters: tuple[str, ...] = ()
    issuer: str = ""
    name: str = ""
    weight: float = 1.0
    published: dt.datetime | None = None
    passages: tuple[PassageDoc, ...] = field(default=())

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.acl

    @property
    def published_at(self) -> str | None:
        """`published` in a form that sorts as time does: UTC, to the millisecond."""
        return self.published.astimezone(dt.UTC).isoformat(timespec="milliseconds") if self.published else None

    @property
    def number_keys(self) -> tuple[str, ...]:
        """The numbers under which a citation finds the document."""
        return number_keys(self.number)

    def fingerprint(self) -> str:
        """Equal for equal content: what `search_check` compares."""
        content = json.dumps([*_values(self), *map(_values, self.passages)], default=str, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def _values(record: IndexDoc | PassageDoc) -> list[object]:
    """All fields but the passages; `asdict` copies every text and took a tenth of a rebuild."""
    return [getattr(record, each.name) for each in fields(record) if each.name != "passages"]


def number_keys(number: str) -> tuple[str, ...]:
    """«103/HUK/2025» is cited as 103/huk/2025, 103/huk and 103; leading zeros do not count («02» is cited as 2)."""
    parts = number.lower().split("/")
    parts[0] = parts[0].lstrip("0") or parts[0]
    return tuple("/".join(parts[:length]) for length in range(len(parts), 0, -1) if parts[0])


class Source(Protocol):
    """Records of one sort of object, by keys with one prefix («page», «proposal»)."""

    prefix: str

    def keys(self) -> Iterator[str]:
        """The key of everything that is to be found now."""
        ...

    def load(self, keys: Iterable[str]) -> Mapping[str, IndexDoc]:
        """The records of these keys. One that is missing is not to be found (any more)."""
        ...

    def restricted_keys(self) -> Iterator[str]:
        """The keys whose readers follow from rights of groups, which may have changed."""
        ...

    def dated_keys(self) -> Iterator[str]:
        """The keys whose record may be another one tomorrow without any change (a status that follows from dates)."""
        ...


Builder = Callable[[Any], IndexDoc | None]
"""Makes the record of a live page; None when the page is not to be found."""

_SOURCES: dict[str, Source] = {}
_BUILDERS: dict[type, Builder] = {}
_SHOWN_ON: dict[type, tuple[type, ...]] = {}
_DATED: list[type] = []


def register_source(source: Source) -> None:
    """Let the objects of `source` be found. Called in `AppConfig.ready`."""
    _SOURCES[source.prefix] = source


def register(
    page_type: type,
    builder: Builder,
    *,
    shown_on: tuple[type, ...] = (),
    shows: tuple[type, ...] = (),
    is_dated: bool = False,
) -> None:
    """Let live pages of this type be found. Called in `AppConfig.ready`, also by apps above search.

    `shown_on`: types whose records hold something of pages of this type, so that they change together; `shows`: models
    of the core whose rows are in its own records. `is_dated`: a record may be another one tomorrow without any change.
    """
    _BUILDERS[page_type] = builder
    _SHOWN_ON[page_type] = shown_on
    for model in shows:
        _SHOWN_ON[model] = (*_SHOWN_ON.get(model, ()), page_type)
    if is_dated:
        _DATED.append(page_type)


def shown_on(types: Iterable[type]) -> set[type]:
    """The types whose records may change with pages, or rows, of these types."""
    return {other for each in types for other in _SHOWN_ON.get(each, ())}


def dated_types() -> tuple[type, ...]:
    """The types whose records depend on the day."""
    return tuple(_DATED)


def page_types() -> tuple[type, ...]:
    """The registered page types."""
    return tuple(_BUILDERS)


def builder_of(page_type: type) -> Builder | None:
    """The builder of a page type, or None when its pages are not to be found."""
    return _BUILDERS.get(page_type)


def all_keys() -> Iterator[str]:
    """The key of everything that is to be found, source by source."""
    for source in _SOURCES.values():
        yield from source.keys()


def restricted_keys() -> Iterator[str]:
    """The keys whose readers follow from rights of groups."""
    for source in _SOURCES.values():
        yield from source.restricted_keys()


def dated_keys() -> Iterator[str]:
    """The keys whose record depends on the day."""
    for source in _SOURCES.values():
        yield from source.dated_keys()


class Loaded(NamedTuple):
    """The records that could be made, and the keys of those that could not."""

    records: dict[str, IndexDoc]
    unreadable: tuple[str, ...] = ()


def load_readable(keys: Sequence[str]) -> Loaded:
    """The records of these keys. What is wrong with one is logged and keeps no other from the indexes."""
    try:
        return Loaded(load(keys))
    except DatabaseError:  # true of all of them, and worth another try
        raise
    except Exception as error:  # a builder reads what people and programs wrote
        if len(keys) == 1:
            logger.exception("search: %s is left out, for its record cannot be made: %s", keys[0], error)
            return Loaded({}, (keys[0],))
    every = [load_readable([key]) for key in keys]
    records = {key: record for loaded in every for key, record in loaded.records.items()}
    return Loaded(records, tuple(key for loaded in every for key in loaded.unreadable))


def load(keys: Iterable[str]) -> dict[str, IndexDoc]:
    """The records of these keys; keys that are not to be found (any more) are missing."""
    by_prefix: dict[str, list[str]] = {}
    for key in keys:
        by_prefix.setdefault(key.partition(":")[0], []).append(key)
    records: dict[str, IndexDoc] = {}
    for prefix, group in by_prefix.items():
        source = _SOURCES.get(prefix)
        if source is not None:
            records.update(source.load(group))
    return records
