"""What must be true before the search can work, said at start-up with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.compatibility)
def sqlite_has_full_text_search(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """The embedded engine needs SQLite's FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            hint = "Use a Python whose sqlite3 module was built with FTS5 (Debian's and python.org's are)."
            return [Error("This SQLite has no full-text search (FTS5).", hint=hint, id="search.E001")]
    return []
