"""Invited by mail: one link, one use, one week."""

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts import actions
from portal.accounts.models import Invitation
from portal.core.models import AuditEvent, OutgoingMail, User
from portal.core.permissions import RefusedError, holds
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = {"name": "Siti Nurhaliza", "email": "siti@kemensos.invalid", "office": "Kepala Sentra"}
CHOSEN = {"password1": "lima-kata-yang-acak", "password2": "lima-kata-yang-acak"}


def link() -> str:
    """The address in the newest invitation mail."""
    body = OutgoingMail.objects.filter(dedupe_key__startswith="invitation:").latest("pk").body
    match = re.search(r"http://\S+?(/akun/undangan/\S+/)", body)
    assert match, body
    return match[1]


@pytest.fixture
def invited(admin: User) -> User:
    return actions.invite(by=admin, **NEW).user


def test_the_administrator_invites_and_the_person_gets_in(admin: User, as_user: Callable[[User], Client]) -> None:
    as_user(admin).post("/petugas/undang/", NEW)
    client = Client()

    response = client.post(link(), CHOSEN)

    person = User.objects.get(email="siti@kemensos.invalid")
    assert response.status_code == 302
    assert person.name == "Siti Nurhaliza"
    assert person.check_password("lima-kata-yang-acak")
    assert client.get("/akun/").status_code == 200


def test_a_link_of_an_account_that_was_closed_otherwise_opens_nothing(invited: User) -> None:
    """Deactivation withdraws links; this account was closed past it, by hand or by an older version."""
    User.objects.filter(pk=invited.pk).update(is_active=False)

    response = Client().post(link(), CHOSEN)

    assert response.status_code != 302
    assert not User.objects.get(pk=invited.pk).check_password("lima-kata-yang-acak")


def test_a_used_link_works_never_again(invited: User) -> None:
    address = link()
    Client().post(address, CHOSEN)

    again = Client().post(address, CHOSEN | {"password1": "sandi-orang-lain-1", "password2": "sandi-orang-lain-1"})

    assert again.status_code == 404
    invited.refresh_from_db()
    assert invited.check_password("lima-kata-yang-acak")


def test_a_new_invitation_ends_the_old_link(admin: User, invited: User) -> None:
    old = link()
    actions.resend_invitation(by=admin, user=invited)

    assert Client().get(old).status_code == 404
    assert Client().get(link()).status_code == 200


def test_after_a_week_the_link_is_over(invited: User) -> None:
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + Invitation.LIFETIME + dt.timedelta(minutes=1)):
        response = Client().get(link())

    assert response.status_code == 404
    assert "tidak berlaku lagi" in response.content.decode()


def test_a_deactivated_persons_link_is_over(admin: User, invited: User) -> None:
    actions.deactivate(by=admin, user=invited)

    assert Client().get(link()).status_code == 404


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek", "terlalu pendek"),
        ("123456789012345", "angka"),
        ("password12345", "umum"),
    ],
)
def test_a_weak_password_is_refused_in_indonesian(invited: User, password: str, sentence: str) -> None:
    page = Client().post(link(), CHOSEN | {"password1": password, "password2": password}).content.decode()

    assert re.search(sentence, page), re.findall(r'class="err".*?</p>', page, re.S)
    assert Invitation.objects.open().count() == 1


def test_two_different_passwords_are_refused(invited: User) -> None:
    page = Client().post(link(), CHOSEN | {"password2": "lain-sama-sekali-ya"}).content.decode()

    assert "Kedua sandi tidak sama" in page


def test_the_token_itself_is_not_stored(invited: User) -> None:
    token = link().split("/")[3]

    assert not Invitation.objects.filter(token_hash=token).exists()
    assert Invitation.objects.get().token_hash == actions.hash_token(token)


def test_an_address_that_has_an_account_is_not_invited_again(admin: User, as_user: Callable[[User], Client]) -> None:
    existing = make_user()

    page = as_user(admin).post("/petugas/undang/", NEW | {"email": existing.email.upper()})

    assert "sudah mempunyai akun" in page.content.decode()
    assert User.objects.filter(email=existing.email).count() == 1


def test_nobody_but_an_administrator_invites() -> None:
    with pytest.raises(RefusedError):
        actions.invite(by=make_user("dirjen"), **NEW)
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_of_two_simultaneous_uses_of_a_link_one_wins(invited: User) -> None:
    token = link().rstrip("/").rpartition("/")[2]
    first, second = actions.find_invitation(token), actions.find_invitation(token)  # both saw it open
    assert first is not None
    assert second is not None
    actions.accept_invitation(invitation=first, password="lima-kata-yang-acak")

    with pytest.raises(actions.InvitationError):
        actions.accept_invitation(invitation=second, password="sandi-orang-lain-1")

    invited.refresh_from_db()
    assert (invited.name, invited.check_password("lima-kata-yang-acak")) == ("Siti Nurhaliza", True)


def test_the_first_administrator_is_invited_from_the_server_and_gets_in() -> None:
    call_command("invite_admin", "Siti@kemensos.invalid", "Siti Nurhaliza", stdout=io.StringIO())
    client = Client()

    client.post(link(), CHOSEN)

    person = User.objects.get(email="siti@kemensos.invalid")
    assert not person.is_superuser
    assert holds(person, "core.manage_people")
    assert client.get("/petugas/").status_code == 200
    assert AuditEvent.objects.filter(verb="user_invited", object_id=str(person.pk), actor=None).exists()


@pytest.mark.parametrize("address", ["siti@kemensos.invalid", "bukan alamat"])
def test_an_address_that_is_taken_or_none_is_refused_with_a_sentence(invited: User, address: str) -> None:
    with pytest.raises(CommandError, match="Alamat surel ini"):
        call_command("invite_admin", address, "Orang lain")

    assert not User.objects.filter(name="Orang lain").exists()
