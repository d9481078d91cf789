"""What must be true before the search can work, said at start-up with what to do."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from search import engines

_INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


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


@register(Tags.security)
def search_server_is_told_nothing_in_clear(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """A password or key goes only over TLS, and the file of the authority that vouches for the server can be read."""
    found: list[CheckMessage] = []
    address = engines.address()
    if address is None:
        return found
    if (address.password or address.api_key) and not address.url.startswith("https://"):
        hint = "Write https://… in ELASTICSEARCH_URL, with ELASTICSEARCH_CA_FILE where the authority is your own."
        found.append(
            Warning("The search server's password or key would be sent in clear.", hint=hint, id="search.W001")
        )
    if address.ca_file and not os.access(address.ca_file, os.R_OK):
        hint = "Let ELASTICSEARCH_CA_FILE name a PEM file that the portal's account may read."
        found.append(Error(f"{address.ca_file} cannot be read.", hint=hint, id="search.E002"))
    return found


@register(Tags.compatibility)
def search_server_can_name_our_indexes(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Elasticsearch takes small letters only, and no sign that means something in an address."""
    if _INDEX_NAME.fullmatch(settings.ELASTICSEARCH_PREFIX):
        return []
    hint = "Let ELASTICSEARCH_PREFIX be small letters, digits and hyphens, a letter or a digit first, at most 60."
    return [Error(f"{settings.ELASTICSEARCH_PREFIX!r} cannot be the name of an index.", hint=hint, id="search.E003")]
