"""Rows that one act writes in many places, written together at its end: in the same transaction, with one query for each kind."""

import contextvars
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

Row = TypeVar("Row")
Write = Callable[[list[Any]], object]


@dataclass(slots=True)
class _Gathering:
    waiting: dict[Write, list[Any]] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)


_open: contextvars.ContextVar[_Gathering | None] = contextvars.ContextVar("gathering", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Until its end nothing that is gathered can be read. An error drops all of it, as it drops the transaction.

    Open it inside the transaction. Within another one it hands what it has on to that, if it ends well.
    """
    outer = _open.get()
    own = _Gathering(held=dict(outer.held) if outer else {})
    token = _open.set(own)
    try:
        yield
        # Writing may gather more: what search has to hear of what is written here.
        while outer is None and own.waiting:
            write = next(iter(own.waiting))
            write(own.waiting.pop(write))
    finally:
        _open.reset(token)
    if outer is not None:
        for write, rows in own.waiting.items():
            outer.waiting.setdefault(write, []).extend(rows)


def gather(write: Callable[[list[Row]], object], rows: Iterable[Row]) -> None:
    """Has `write` called with these rows at the end of the gathering, once for all of them; at once where none is open."""
    found = list(rows)
    opened = _open.get()
    if not found:
        return
    if opened is None:
        write(found)
    else:
        opened.waiting.setdefault(write, []).extend(found)


def held(name: str, take: Callable[[], Row]) -> Row:
    """What is locked or read once for the whole gathering; taken anew each time where none is open."""
    opened = _open.get()
    if opened is None:
        return take()
    if name not in opened.held:
        opened.held[name] = take()
    return opened.held[name]  # type: ignore[no-any-return]  # of the type that `take` gives
