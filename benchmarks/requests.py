"""Whole pages as a browser gets them: session, account, menu and all."""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.models import User


def queries(address: str, user: User | None) -> int:
    """How often the page asks the database. The second request counts: what is cached for everybody was read by the first."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if user is not None:
        client.force_login(user)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:
            raise ValueError(f"{address} answered {response.status_code}")
    return len(captured)
