"""Forgotten password and change of address: what the owner gets, and what a stranger learns."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core import actions
from portal.core.models import OutgoingMail, User
from tests.accounts.conftest import PASSWORD, log_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = "sebuah-sandi-yang-baru"


def ask(address: str) -> tuple[int, str, str, int]:
    """Status, target, page and number of queries of a request for a reset, tasks aside."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.post("/akun/lupa-sandi/", {"email": address})
    count = sum("outgoingmail" not in query["sql"].lower() for query in queries)
    return response.status_code, response.url, client.get(response.url).content.decode(), count


def test_the_answer_is_the_same_for_every_address(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    known, gone = make_user(), make_user()
    actions.deactivate_user(by=None, user=gone)
    ask("pemanasan@contoh.invalid")

    answers = {ask(address) for address in (known.email, gone.email, "tidak@ada.invalid")}

    assert len(answers) == 1


def test_the_request_itself_does_not_look_the_address_up(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with CaptureQueriesContext(connection) as queries:
        Client().post("/akun/lupa-sandi/", {"email": make_user().email})

    reads = [query["sql"] for query in queries[-5:] if "core_user" in query["sql"] and "SELECT" in query["sql"]]
    assert not reads


def test_the_owner_gets_a_link_that_works_once() -> None:
    user, client = make_user(), Client()
    client.post("/akun/lupa-sandi/", {"email": user.email.upper()})
    address = reset_link()

    form_page = client.get(address, follow=True)
    done = client.post(form_page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert done.status_code == 302
    assert user.check_password(NEW)
    assert "tidak berlaku lagi" in Client().get(address, follow=True).content.decode()
    assert OutgoingMail.objects.filter(to=user.email, subject__contains="sandi akun Anda diubah").exists()


def reset_link() -> str:
    body = OutgoingMail.objects.get(dedupe_key__startswith="password-reset").body
    match = re.search(r"http://\S+?(/akun/lupa-sandi/\S+/)", body)
    assert match, body
    return match[1]


def test_the_link_names_our_address_whatever_the_request_claims() -> None:
    user = make_user()

    Client().post("/akun/lupa-sandi/", {"email": user.email}, headers={"host": "127.0.0.1:666"})

    assert ":666" not in OutgoingMail.objects.get(dedupe_key__startswith="password-reset").body


@pytest.mark.parametrize("standing", ["unknown", "deactivated", "invited"])
def test_nobody_else_gets_mail(standing: str) -> None:
    user = make_user() if standing == "deactivated" else actions.create_user(by=None, email="x@y.invalid", name="X")
    if standing == "deactivated":
        actions.deactivate_user(by=None, user=user)

    Client().post("/akun/lupa-sandi/", {"email": "tidak@ada.invalid" if standing == "unknown" else user.email})

    assert not OutgoingMail.objects.exists()


def ask_for(client: Client, address: str) -> None:
    """Asks for another address; the password is asked once more, then the request goes on by itself."""
    response = client.post("/akun/surel/", {"email": address, "action_add": ""})
    assert response.url.startswith("/akun/periksa-sandi/")
    client.post(response.url, {"password": PASSWORD})


def confirm_link() -> str:
    body = OutgoingMail.objects.filter(subject__contains="konfirmasi").latest("pk").body
    match = re.search(r"http://[^/\s]+(/akun/surel/konfirmasi/\S+/)", body)
    assert match, body
    return match[1]


def test_a_new_address_counts_after_it_was_confirmed_and_the_old_one_is_told() -> None:
    user, client = make_user(), Client()
    old = user.email
    log_in(client, user)

    ask_for(client, "baru@kemensos.invalid")
    user.refresh_from_db()
    assert user.email == old
    client.post(confirm_link())

    user.refresh_from_db()
    assert user.email == "baru@kemensos.invalid"
    assert OutgoingMail.objects.filter(to=old, subject__contains="alamat surel akun Anda diubah").exists()


def test_an_address_taken_in_the_meantime_is_refused_without_an_error() -> None:
    user, client = make_user(), Client()
    log_in(client, user)
    ask_for(client, "rebutan@kemensos.invalid")
    actions.create_user(by=None, email="rebutan@kemensos.invalid", name="Lebih dulu", password=PASSWORD)

    response = client.post(confirm_link())

    user.refresh_from_db()
    assert response.status_code == 302
    assert user.email != "rebutan@kemensos.invalid"


def test_an_unconfirmed_address_receives_no_reset_link() -> None:
    user, client = make_user(), Client()
    log_in(client, user)
    ask_for(client, "salah-ketik@kemensos.invalid")
    assert OutgoingMail.objects.filter(to="salah-ketik@kemensos.invalid").exists()
    OutgoingMail.objects.all().delete()

    Client().post("/akun/lupa-sandi/", {"email": "salah-ketik@kemensos.invalid"})

    assert not OutgoingMail.objects.exists()


def test_the_password_is_changed_with_the_old_one_only() -> None:
    user, client = make_user(), Client()
    log_in(client, user)

    wrong = client.post("/akun/sandi/ubah/", {"oldpassword": "bukan-ini", "password1": NEW, "password2": NEW})
    right = client.post("/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert "Sandi sekarang tidak cocok" in wrong.content.decode()
    assert right.status_code == 302
    assert User.objects.get(pk=user.pk).check_password(NEW)
