"""Waiting for the database that took too long: nothing was written, and the visitor is told to send it again."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

LOCK_STATES = {"55P03", "40P01"}
"""PostgreSQL: lock not available, deadlock detected."""


def waited_in_vain(error: BaseException) -> bool:
    """Whether another writer held the database (SQLite) or the row (PostgreSQL) for longer than we wait."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state in LOCK_STATES or "is locked" in str(error)


class BusyDatabaseMiddleware:
    """409 with a sentence instead of 500, wherever the wait began: also at the first BEGIN of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not waited_in_vain(exception):
            return None
        message = _(
            "Portal sedang menyimpan kiriman lain, sehingga kiriman Anda belum tersimpan. "
            "Kembali ke halaman sebelumnya, lalu kirim lagi; tulisan Anda masih ada di sana."
        )
        return render(request, "409.html", {"message": message}, status=409)
