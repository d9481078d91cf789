"""One writer per proposal: a row lock that waits a bounded time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from viewflow.workflow.exceptions import FlowLockFailed

from portal.core.gathering import gathering
from portal.core.waiting import waited_in_vain

_TAKE = """
    WITH taken AS MATERIALIZED (SELECT id FROM viewflow_process WHERE id = %s FOR UPDATE)
    SELECT set_config('lock_timeout', '0', true) FROM taken
"""
"""Only this wait is bounded, and its row comes first: the setting would otherwise last for the whole outer transaction."""


class RowLock:
    """SELECT … FOR UPDATE of the process row, waiting at most `timeout_ms`; safe inside an outer transaction (B11).

    What the work under it records, mails and tells the search is written together at its end.

    On SQLite the IMMEDIATE transaction is the lock and the connection's timeout the bound.
    """

    def __init__(self, timeout_ms: int = 5_000) -> None:
        self.timeout_ms = timeout_ms

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        # Within another transaction a savepoint, so that a wait in vain does not poison it.
        with transaction.atomic():
            if connection.vendor == "postgresql":
                self._take(process_pk)
            with gathering():
                yield

    def _take(self, process_pk: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{self.timeout_ms}ms"])
                cursor.execute(_TAKE, [process_pk])
        except OperationalError as error:
            if not waited_in_vain(error):
                raise
            raise FlowLockFailed(f"process {process_pk} is busy") from error
