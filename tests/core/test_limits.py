"""Limits hold over all workers: whoever asks two processes by turns gets no second allowance."""

import datetime as dt
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.db import OperationalError, connections
from django.test import Client

from portal.core import limits
from portal.core.limits import asks_too_often
from portal.core.models import AskCount
from tests.accounts.conftest import PASSWORD
from tests.factories import make_user
from tests.running_portal import ROOT, RunningPortal

ASK = (
    "import django; django.setup(); from portal.core.limits import asks_too_often;"
    "print([asks_too_often('uji', 'siapa', most=5, seconds=600) for _ in range(4)])"
)


@pytest.mark.django_db
def test_the_allowance_comes_back_when_the_time_is_over() -> None:
    with time_machine.travel("2026-11-02 08:00:00+07:00", tick=False) as clock:
        first = [asks_too_often("uji", "a", most=2, seconds=60) for _ in range(3)]
        other = asks_too_often("uji", "b", most=2, seconds=60)
        clock.shift(59)
        still = asks_too_often("uji", "a", most=2, seconds=60)
        clock.shift(1)
        again = asks_too_often("uji", "a", most=2, seconds=60)

    assert (first, other, still, again) == ([False, False, True], False, True, False)


def test_two_processes_count_together(demo_portal: RunningPortal) -> None:
    def ask() -> str:
        command = [sys.executable, "-c", ASK]
        return subprocess.run(
            command, cwd=ROOT, env=demo_portal.environment, capture_output=True, text=True, check=True, timeout=60
        ).stdout

    assert re.findall("True|False", ask() + ask()) == ["False"] * 5 + ["True"] * 3


@pytest.mark.django_db
def test_the_limits_of_the_login_pages_lie_in_the_database() -> None:
    """Five letters to one address: emptying the table that all processes share gives the allowance back."""
    ask = {"email": make_user("verifikator").email}

    statuses = [Client().post("/akun/lupa-sandi/", ask).status_code for _ in range(6)]
    AskCount.objects.all().delete()
    afterwards = Client().post("/akun/lupa-sandi/", ask).status_code

    assert (statuses, afterwards) == ([302] * 5 + [429], 302)


def test_requests_of_the_same_instant_share_one_allowance(postgres: object) -> None:
    together = Barrier(12)

    def ask(_: int) -> bool:
        together.wait()
        try:
            return asks_too_often("uji", "siapa", most=3, seconds=600)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))

    assert answers.count(False) == 3


class BusyCache:
    """A cache in a database that somebody else writes to: it takes nothing and raises nothing."""

    def add(self, *args: object, **kwargs: object) -> bool:
        return False


@pytest.mark.django_db
def test_the_right_password_is_not_told_of_a_limit_while_nothing_can_be_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = make_user()
    monkeypatch.setattr(ratelimit, "cache", BusyCache())

    answer = Client().post("/akun/masuk/", {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302


@pytest.mark.django_db
def test_a_busy_database_is_called_busy_and_not_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **kwargs: object) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr("portal.accounts.rates.asks_too_often", busy)

    page = Client(raise_request_exception=False).post("/akun/lupa-sandi/", {"email": make_user().email})

    assert page.status_code == 409
    assert "belum tersimpan" in page.content.decode()


@pytest.mark.django_db
def test_counts_that_no_limit_looks_at_any_more_are_swept() -> None:
    with time_machine.travel("2026-11-02 08:00:00+07:00", tick=False) as clock:
        asks_too_often("uji", "lama", most=1, seconds=60)
        clock.shift(limits.LONGEST + dt.timedelta(seconds=1))
        asks_too_often("uji", "baru", most=1, seconds=60)

        assert limits.forget_old() == 1
    assert AskCount.objects.count() == 1
