"""One login: who gets in, who does not, and what a guesser learns."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as portal_settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.core import actions
from portal.core.models import User
from tests.accounts.conftest import PASSWORD, log_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIMIT = portal_settings.AXES_FAILURE_LIMIT


def wrong(client: Client, user: User, **extra: str) -> int:
    return client.post("/akun/masuk/", {"login": user.email, "password": "salah-sama-sekali"}, **extra).status_code


def test_the_right_password_opens_the_work_space() -> None:
    client, user = Client(), make_user("admin_portal")

    response = log_in(client, user)

    assert response.status_code == 302
    assert client.get("/akun/").status_code == 200


def test_the_address_may_be_written_in_capitals() -> None:
    client, user = Client(), make_user()

    client.post("/akun/masuk/", {"login": user.email.upper(), "password": PASSWORD})

    assert "_auth_user_id" in client.session


def test_a_wrong_password_says_so_in_indonesian_and_not_which_half_was_wrong() -> None:
    user = make_user()

    known = Client().post("/akun/masuk/", {"login": user.email, "password": "salah"}).content.decode()
    unknown = Client().post("/akun/masuk/", {"login": "tidak@ada.invalid", "password": "salah"}).content.decode()

    assert "Alamat surel atau sandi tidak cocok" in known
    assert "Alamat surel atau sandi tidak cocok" in unknown


def test_guessing_locks_the_name_at_this_address_with_a_kind_page() -> None:
    client, user = Client(), make_user()

    answers = [wrong(client, user) for _ in range(LIMIT + 1)]
    locked = client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD})

    assert answers[LIMIT - 1 :] == [429, 429]
    assert locked.status_code == 429
    assert "_auth_user_id" not in client.session
    assert "ditahan selama 15 menit" in locked.content.decode()


def test_a_colleague_behind_the_same_address_still_gets_in() -> None:
    client, forgetful, colleague = Client(), make_user(), make_user()
    for _ in range(LIMIT + 3):
        wrong(client, forgetful)

    other = Client()
    log_in(other, colleague)

    assert "_auth_user_id" in other.session


def test_the_same_person_gets_in_from_another_address() -> None:
    user = make_user()
    for _ in range(LIMIT + 1):
        wrong(Client(), user)

    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    log_in(elsewhere, user)

    assert "_auth_user_id" in elsewhere.session


def test_the_lock_opens_by_itself() -> None:
    client, user = Client(), make_user()
    start = dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        for _ in range(LIMIT + 1):
            wrong(client, user)

    with time_machine.travel(start + portal_settings.AXES_COOLOFF_TIME + dt.timedelta(seconds=1), tick=False):
        log_in(client, user)
        assert "_auth_user_id" in client.session


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_an_invented_forwarding_header_does_not_escape_the_lock(header: str) -> None:
    client, user = Client(), make_user()

    answers = [wrong(client, user, **{header: f"198.51.100.{number}"}) for number in range(LIMIT + 1)]

    assert answers[-1] == 429


def test_behind_our_proxies_only_the_entry_they_wrote_counts(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client, user = Client(), make_user()

    answers = [
        wrong(client, user, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.7") for number in range(LIMIT + 1)
    ]

    assert answers[-1] == 429


def test_one_address_that_tries_many_names_is_locked_at_its_own_limit(settings: Settings) -> None:
    settings.LOGIN_FAILURES_PER_ADDRESS = 8
    client, honest = Client(), make_user()
    for number in range(8):
        client.post("/akun/masuk/", {"login": f"tebak{number}@contoh.invalid", "password": "salah-sekali"})

    response = log_in(Client(), honest)

    assert response.status_code == 429


def test_what_others_of_the_address_typed_wrong_long_ago_locks_nobody(settings: Settings) -> None:
    settings.LOGIN_FAILURES_PER_ADDRESS = 8
    for number in range(8):
        Client().post("/akun/masuk/", {"login": f"tebak{number}@contoh.invalid", "password": "salah-sekali"})
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - dt.timedelta(seconds=1))

    assert log_in(Client(), make_user()).status_code == 302


def test_a_deactivated_person_loses_access_with_the_next_request() -> None:
    client, user = Client(), make_user("admin_portal")
    log_in(client, user)
    assert client.get("/petugas/").status_code == 200

    actions.deactivate_user(by=None, user=user)

    response = client.get("/petugas/")
    assert response.status_code == 302
    assert response.url.startswith("/akun/masuk/")


def test_a_deactivated_person_does_not_get_in_again() -> None:
    client, user = Client(), make_user()
    actions.deactivate_user(by=None, user=user)

    log_in(client, user)

    assert "_auth_user_id" not in client.session


def test_a_role_taken_away_acts_on_the_next_request() -> None:
    client, user = Client(), make_user("admin_portal")
    log_in(client, user)

    actions.take_role(by=None, user=user, role="admin_portal")

    assert client.get("/petugas/").status_code == 403


@pytest.mark.parametrize(
    "following",
    ["https://evil.invalid/", "//evil.invalid/", "javascript:alert(1)", "/\\evil.invalid", "https:evil.invalid"],
)
def test_login_never_leads_to_another_site(following: str) -> None:
    client = Client()

    response = log_in(client, make_user(), following)

    assert response.status_code == 302
    assert "evil" not in response.url
    assert not response.url.startswith("javascript")


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_doors_lead_to_the_one_login(door: str, method: str) -> None:
    user = make_user("editor_dokumen")
    client = Client()

    response = getattr(client, method)(f"{door}?next=/admin/", {"username": user.email, "password": PASSWORD})

    assert response.status_code == 302
    assert response.url.startswith("/akun/masuk/")
    assert "_auth_user_id" not in client.session


def test_wagtails_admin_asks_for_the_one_login() -> None:
    assert Client().get("/admin/").url.startswith("/akun/masuk/?next=/admin/")


def test_signing_up_alone_is_closed_for_reading_and_for_sending() -> None:
    client = Client()
    form = {"email": "baru@contoh.invalid", "password1": "sebuah-sandi-kuat", "password2": "sebuah-sandi-kuat"}

    page, sent = client.get("/akun/daftar/"), client.post("/akun/daftar/", form)

    assert "dengan undangan" in page.content.decode()
    assert sent.status_code == 403
    assert not User.objects.filter(email="baru@contoh.invalid").exists()


def test_a_login_ends_after_a_working_day_even_if_it_was_used_all_the_time() -> None:
    client, user = Client(), make_user()
    start = dt.datetime(2027, 1, 4, 7, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        log_in(client, user)
        assert client.get("/akun/").status_code == 200
    for hour in range(1, 12):
        with time_machine.travel(start + dt.timedelta(hours=hour), tick=False):
            assert client.get("/akun/").status_code == 200, hour

    with time_machine.travel(start + dt.timedelta(hours=12, minutes=1), tick=False):
        assert client.get("/akun/").status_code == 302


def test_a_login_that_is_not_used_ends_after_two_hours() -> None:
    client, user = Client(), make_user()
    start = dt.datetime(2027, 1, 4, 7, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        log_in(client, user)

    with time_machine.travel(start + dt.timedelta(hours=2, minutes=1), tick=False):
        assert client.get("/akun/").status_code == 302
