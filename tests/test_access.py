"""Every address of the resolver, asked as every role and anonymously, with GET and POST, against one table."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from tests.access_table import TABLE, Row, Rule, row_for
from tests.access_world import ACCOUNTS, ANONYMOUS, World, build
from tests.addresses import Address, addresses

# Being refused may leave a trace in the session (messages), or be counted by a limit, and nothing else.
pytestmark = pytest.mark.django_db
NOT_COUNTED = ("django_session", "core_askcount")
REFUSALS = {"login", "403", "404", "home"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once and rolled back at the end: several hundred addresses look at the same things."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def every_address() -> list[Address]:
    return addresses()


@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.route or "start")
def test_every_address_answers_each_role_as_the_table_says(address: Address, world: World) -> None:
    row = row_for(address.route)
    assert row is not None, f"«{address.route}» ({address.name}) has no row in tests/access_table.py. Decide who may."
    path = address.path({name: world.samples[sample] for name, sample in row.samples.items()})

    surprises: dict[str, list[str]] = {}
    for method, rule in (("GET", row.get), ("POST", row.post)):
        for account in ACCOUNTS:
            if surprise := _surprise(world, account, method, path, rule):
                surprises.setdefault(surprise, []).append(account)

    assert not surprises, f"{path}\n" + "\n".join(f"{what}: {', '.join(who)}" for what, who in surprises.items())


def _surprise(world: World, account: str, method: str, path: str, rule: Rule) -> str:
    """What differs from the rule, or nothing."""
    expected = rule.get(account, rule["*"]).split("|")
    answer, writes = _ask(world, account, method, path)
    if answer not in expected:
        return f"{method}: {answer}, the table says {'|'.join(expected)}, for"
    if writes and (answer in REFUSALS or (account == ANONYMOUS and method == "GET")):
        return f"{method}: {answer}, but it wrote {writes[0][:150]} for"
    return ""


def _ask(world: World, account: str, method: str, path: str) -> tuple[str, list[str]]:
    """The answer in the table's words and the statements that wrote; the database is as before afterwards."""
    client = Client(raise_request_exception=False)
    if account != ANONYMOUS:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.session_keys[account]
    reset_queries()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.get(path) if method == "GET" else client.post(path)
        if isinstance(response, StreamingHttpResponse):
            response.getvalue()  # a file is closed once it has been sent
        transaction.set_rollback(True)
    writes = [query["sql"] for query in queries if _is_write(query["sql"])]
    return _in_words(response, path), writes


def _is_write(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in NOT_COUNTED)


def _in_words(response: HttpResponseBase, path: str) -> str:
    if response.status_code == 200:
        return "page"
    if response.status_code in {301, 302, 303, 307, 308}:
        target = urlsplit(response.headers["Location"]).path
        if target == "/akun/masuk/":
            return "login"
        return "home" if target == "/admin/" and path.startswith("/admin/") else "go"
    return str(response.status_code)


def test_every_row_of_the_table_still_has_an_address() -> None:
    routes = [address.route for address in addresses()]

    idle = [row.route for row in TABLE if not any(_first_fit(route) is row for route in routes)]

    assert not idle


def _first_fit(route: str) -> Row | None:
    return row_for(route)


def test_a_rule_names_only_accounts_that_exist() -> None:
    named = {account for row in TABLE for rule in (row.get, row.post) for account in rule}

    assert named <= {*ACCOUNTS, "*"}
