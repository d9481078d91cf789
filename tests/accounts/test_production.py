"""Headers of every page, and what check --deploy refuses."""

import json
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from portal.core.models import User
from portal.core.roles import ROLES
from portal.demo import people
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def problems() -> set[str | None]:
    return {message.id for message in run_checks(include_deployment_checks=True)}


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.SECRET_KEY = "x7" * 30
    settings.SITE_URL = "https://portal.example"
    settings.SOURCE_CODE_URL = "https://code.example/portal"
    settings.DEBUG = settings.DEMO = False
    return settings


def test_a_proper_installation_has_none_of_our_problems(production: Settings) -> None:
    assert not {found for found in problems() if found and found.startswith("portal.E")}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", "demo-abc", "portal.E001"),
        ("SECRET_KEY", "only-for-development-never-in-production", "portal.E001"),
        ("DEMO", True, "portal.E002"),
        ("SOURCE_CODE_URL", "", "portal.E004"),
        ("SOURCE_CODE_URL", "javascript:alert(1)", "portal.E004"),
        ("DEBUG", True, "portal.E005"),
    ],
)
def test_each_careless_setting_is_refused(production: Settings, name: str, value: object, problem: str) -> None:
    setattr(production, name, value)

    assert problem in problems()


def test_demo_accounts_are_made_once_per_role_listed_and_refused(
    production: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    production.VAR_DIR = tmp_path
    first, second = people.make(), people.make()

    call_command("demo_accounts", "--json")
    listed = json.loads(capsys.readouterr().out)

    assert first == second
    assert [account["role"] for account in listed] == list(ROLES)
    for account in listed:
        assert User.objects.get(email=account["address"]).check_password(account["password"])
    assert len({account["password"] for account in listed}) == len(ROLES)
    assert (tmp_path / "demo_accounts.json").stat().st_mode & 0o077 == 0
    assert "portal.E003" in problems()


def test_our_pages_allow_no_inline_script_and_nothing_from_elsewhere() -> None:
    policy = Client().get("/akun/masuk/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_wagtails_admin_has_a_policy_of_its_own() -> None:
    client = Client()
    client.force_login(make_user("editor_dokumen"), backend="portal.core.backends.RoleBackend")

    policy = client.get("/admin/").headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_carries_the_header(header: str, value: str) -> None:
    assert Client().get("/akun/masuk/").headers[header] == value


def test_no_page_may_use_camera_or_microphone() -> None:
    assert "camera=(), " in Client().get("/akun/masuk/").headers["Permissions-Policy"]
