"""Rows that belong to a row, as one JSON list in its own query, for pages that count every query."""

from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class JSONList(Aggregate):
    """The rows of a group as one JSON list: `JSON_GROUP_ARRAY` of SQLite, `JSONB_AGG` of PostgreSQL."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def json_rows(rows: "QuerySet[Any, Any]", parent: str, *columns: str) -> Subquery:
    """The columns of `rows`, which an `OuterRef` narrows to one `parent`: a list in no order, or None."""
    row = JSONObject(**{column: column for column in columns})
    return Subquery(rows.order_by().values(parent).annotate(listed=JSONList(row)).values("listed"))
