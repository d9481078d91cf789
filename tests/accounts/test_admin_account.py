"""Names are the administrator's to write, because every record copies them: no door of a person's own leads to one."""

import pytest
from django.test import Client

from portal.accounts import actions
from portal.core.models import User
from tests.documents.browsing import form_data, logged_in, messages_of
from tests.factories import make_user

FORGED = {
    "name": "Nama Palsu",
    "office": "Direktur Jenderal",
    "first_name": "Nama",
    "last_name": "Palsu",
    "name_email-name": "Nama Palsu",
    "name_email-first_name": "Nama",
    "name_email-last_name": "Palsu",
    "name_email-email": "palsu@contoh.invalid",
    "avatar-avatar": "x",
}
OWN_DOORS = (
    "/admin/account/",
    "/akun/",
    "/akun/surel/",
    "/akun/sandi/ubah/",
    "/admin/users/1/",
    "/admin/users/edit/1/",
)


@pytest.mark.parametrize("role", ["editor_dokumen", "penerbit", "admin_portal"])
def test_the_account_screen_of_the_admin_neither_shows_nor_takes_a_name(db: None, role: str) -> None:
    user = make_user(role)
    client = logged_in(user)
    page = client.get("/admin/account/")

    fields = form_data(page)
    client.post("/admin/account/", fields | FORGED)

    assert not [name for name in fields if "name_email" in name or "avatar" in name or "password" in name]
    assert "hanya administrator portal yang mengubahnya" in messages_of(page)
    again = User.objects.get(pk=user.pk)
    assert (again.name, again.office, again.email) == (user.name, user.office, user.email)


def test_the_choice_of_colours_is_still_saved(db: None) -> None:
    user = make_user("penerbit")
    client = logged_in(user)

    response = client.post("/admin/account/", form_data(client.get("/admin/account/")) | {"theme-theme": "dark"})

    assert response.status_code == 302
    assert User.objects.get(pk=user.pk).wagtail_userprofile.theme == "dark"


@pytest.mark.parametrize("door", OWN_DOORS)
def test_no_door_of_ones_own_changes_name_or_office(db: None, door: str) -> None:
    user = make_user("editor_dokumen", "admin_portal")
    client = logged_in(user)

    client.post(door, FORGED)
    client.post(f"/petugas/{user.pk}/ubah/", FORGED)

    again = User.objects.get(pk=user.pk)
    assert (again.name, again.office) == (user.name, user.office)


def test_an_invited_person_cannot_write_another_name(db: None) -> None:
    actions.invite(by=make_user("admin_portal"), email="siti@contoh.invalid", name="Siti Nurhaliza")
    invitation = User.objects.get(email="siti@contoh.invalid").invitations.get()
    token = "tautan-undangan-contoh"
    invitation.token_hash = actions.hash_token(token)
    invitation.save()
    client = Client()

    assert "Siti Nurhaliza" in messages_of(client.get(f"/akun/undangan/{token}/"))
    client.post(
        f"/akun/undangan/{token}/", {**FORGED, "password1": "lima-kata-yang-acak", "password2": "lima-kata-yang-acak"}
    )

    invited = User.objects.get(email="siti@contoh.invalid")
    assert invited.has_usable_password()
    assert invited.name == "Siti Nurhaliza"
