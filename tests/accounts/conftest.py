"""What tests of accounts share: a client that checks form tokens, and tasks that run at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from portal.core.models import User
from tests.factories import make_user

PASSWORD = "kata-sandi-panjang"


@pytest.fixture(autouse=True)
def immediate_tasks(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def admin(db: None) -> User:
    return make_user("admin_portal")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A client logged in without the login page."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="portal.core.backends.RoleBackend")
        return client

    return log_in


def log_in(client: Client, user: User, following: str = "") -> object:
    """Through the real page, as a person does."""
    return client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD, "next": following})
