"""Rows that one act writes in many places, written together at its end: in the same transaction, with one query for each kind."""

import contextvars
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, transaction

Row = TypeVar("Row")
Write = Callable[[list[Any]], object]
Mark = Callable[[], None]


@dataclass(slots=True)
class _Gathering:
    """`savepoints` of the connection when it was opened; what waits has a mark if it was given within a later one."""

    savepoints: int
    waiting: dict[Write, list[tuple[Any, Mark | None]]] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)

    def add(self, write: Write, rows: Iterable[Any]) -> None:
        mark = _mark_savepoint() if self.is_in_later_savepoint else None
        self.waiting.setdefault(write, []).extend((row, mark) for row in rows)

    @property
    def is_in_later_savepoint(self) -> bool:
        return _savepoints() > self.savepoints


_open: contextvars.ContextVar[_Gathering | None] = contextvars.ContextVar("gathering", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Until its end nothing that is gathered can be read. An error drops all of it, as it drops the transaction; so does a
    savepoint that is rolled back with what was given within it.

    Open it inside the transaction. Within another one it hands what it has on to that, if it ends well.
    """
    outer = _open.get()
    own = _Gathering(_savepoints(), held=dict(outer.held) if outer else {})
    token = _open.set(own)
    try:
        yield
        # Writing may gather more: what search has to hear of what is written here.
        while outer is None and own.waiting:
            write = next(iter(own.waiting))
            if rows := _standing(own.waiting.pop(write)):
                write(rows)
    finally:
        _open.reset(token)
    if outer is not None:
        for write, waiting in own.waiting.items():
            if rows := _standing(waiting):
                outer.add(write, rows)


def gather(write: Callable[[list[Row]], object], rows: Iterable[Row]) -> None:
    """Has `write` called with these rows at the end of the gathering, once for all of them; at once where none is open."""
    found = list(rows)
    opened = _open.get()
    if not found:
        return
    if opened is None:
        write(found)
    else:
        opened.add(write, found)


def held(name: str, take: Callable[[], Row]) -> Row:
    """What is locked or read once for the whole gathering; taken anew each time where none is open.

    Within a savepoint it is taken anew too: if that is rolled back, the lock is gone.
    """
    opened = _open.get()
    if opened is not None and name in opened.held:
        return opened.held[name]  # type: ignore[no-any-return]  # of the type that `take` gives
    found = take()
    if opened is not None and not opened.is_in_later_savepoint:
        opened.held[name] = found
    return found


def _savepoints() -> int:
    """How many savepoints are open; Django notes None for an `atomic` without one."""
    return sum(each is not None for each in connection.savepoint_ids)


def _mark_savepoint() -> Mark:
    """A mark that is lost if the savepoint in which one is now is rolled back, for Django drops what waits for its commit."""

    def mark() -> None:
        """Does nothing at the commit."""

    transaction.on_commit(mark)
    return mark


def _standing(waiting: list[tuple[Any, Mark | None]]) -> list[Any]:
    """The rows whose savepoint was not rolled back."""
    if all(mark is None for _row, mark in waiting):
        return [row for row, _mark in waiting]
    marks = {id(on_commit[1]) for on_commit in connection.run_on_commit}
    return [row for row, mark in waiting if mark is None or id(mark) in marks]
