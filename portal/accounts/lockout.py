"""Lockout of guessed passwords. A whole balai sits behind one address, so name and address lock together, early; the
address alone locks only at a number that no office reaches by mistake."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


class LockoutHandler(AxesDatabaseHandler):
    """axes knows one limit for all its parameters; the limit of the address alone is added here."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures of name and address together, or the limit itself once the address alone has used up its own."""
        failures: int = super().get_failures(request, credentials)
        limit: int = settings.AXES_FAILURE_LIMIT
        if failures < limit and _failures_of_address(request) >= settings.LOGIN_FAILURES_PER_ADDRESS:
            return limit
        return failures


def _failures_of_address(request: HttpRequest) -> int:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    address = request.axes_ip_address  # type: ignore[attr-defined]  # set by axes before any handler is asked
    attempts = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def login_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The address as typed, in one spelling: «Kepala@…» and «kepala@…» are the same account."""
    given = credentials or {}
    name = given.get("login") or given.get("email") or given.get("username") or request.POST.get("login")
    return str(name).strip().lower()[:255] if name else None


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of somebody who is locked out: what happened, how long, what else to do."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
