"""Hits and total as Wagtail's own search (`modelsearch`) finds them on SQLite: no excerpts, no articles, facets left out.

It ranks by a query that runs again for every row, so that its time grows with the square of the documents.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from benchmarks.search import batches
from search.documents import IndexDoc

HITS = 20


class MadeDocument(index.Indexed, models.Model):  # type: ignore[misc]  # Wagtail has no types
    """A document as a Wagtail site would make it searchable. Its table is made for the measurement only."""

    title = models.TextField()
    body = models.TextField()
    is_public = models.BooleanField()

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.SearchField("body"),
        index.FilterField("is_public"),
    ]

    class Meta:
        app_label = "search"
        managed = False
        db_table = "bench_made_document"

    def __str__(self) -> str:
        return self.title


class Modelsearch:
    """In the database of the settings, which has to be an SQLite one."""

    name = "modelsearch"

    def fill(self, docs: Iterable[IndexDoc]) -> float:
        """Seconds to put the documents into the index, the making of the documents and of their rows not counted."""
        _make_tables()
        with connection.schema_editor() as editor:
            editor.create_model(MadeDocument)
        writing = get_search_backend().get_index_for_model(MadeDocument)
        seconds = 0.0
        for part in batches(docs):
            rows = [MadeDocument(title=doc.title, body=doc.body, is_public=doc.is_public) for doc in part]
            with transaction.atomic():
                made = MadeDocument.objects.bulk_create(rows)
                started = time.perf_counter()
                writing.add_items(MadeDocument, made)
                seconds += time.perf_counter() - started
        return seconds

    def page(self, text: str) -> int:
        """The first hits of this question, and the total, which is returned."""
        found = get_search_backend().search(text, MadeDocument.objects.filter(is_public=True))
        list(found[:HITS])
        return int(found.count())


def _make_tables() -> None:
    """Those of the search alone: a whole migration would make the portal's groups, which its outbox would have to be told."""
    executor = MigrationExecutor(connection)
    executor.migrate(
        [node for node in executor.loader.graph.leaf_nodes() if node[0] in {"contenttypes", "wagtailsearch"}]
    )
