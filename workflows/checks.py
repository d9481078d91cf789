"""A deployment must not strand running cases: every open task has to find its node in the code."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow import STATUS
from viewflow.workflow.fields import import_task_by_ref
from viewflow.workflow.models import Task
from viewflow.workflow.nodes import Obsolete

ENDED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


@register(Tags.database)
def open_tasks_have_their_node(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and before every migration."""
    if "default" not in (databases or ()):
        return []
    if Task._meta.db_table not in connections["default"].introspection.table_names():
        return []
    refs = Task.objects.exclude(status__in=ENDED).annotate(ref=Cast("flow_task", CharField())).order_by()
    return [
        Error(
            f"Open tasks refer to {ref}, which is not in the code.",
            hint="Keep the node until its tasks are done, or rename it with a data migration of Task.flow_task.",
            id="workflows.E001",
        )
        for ref in refs.values_list("ref", flat=True).distinct()
        if not _is_known(ref)
    ]


def _is_known(ref: str) -> bool:
    try:
        node = import_task_by_ref(ref)
    except (ImportError, LookupError, ValueError):
        return False
    return node is not None and not isinstance(node, Obsolete)
