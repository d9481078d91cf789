"""Limits hold over all workers: whoever asks two processes by turns gets no second allowance."""

import re
import subprocess
import sys

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from portal.core.limits import SHARED_CACHE, asks_too_often
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
    caches[SHARED_CACHE].clear()
    afterwards = Client().post("/akun/lupa-sandi/", ask).status_code

    assert (statuses, afterwards) == ([302] * 5 + [429], 302)
