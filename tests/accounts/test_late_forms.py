"""A form that comes after its session ended: kept with its files, shown again to the same account, to nobody else."""

import datetime as dt
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts import keeping
from portal.accounts.models import KeptFile, KeptForm
from portal.core.models import Holiday, User
from tests.accounts.conftest import log_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/kelola/hari-libur/"
FORM = {"on": "20/03/2027", "name": "Hari contoh", "source": "SKB contoh"}
CSV = b"tanggal,nama\n2027-03-20,Hari contoh\n"


@pytest.fixture
def browser(admin: User) -> Client:
    """Logged in through the real page, then the session ended: the other cookies are still there."""
    client = Client()
    log_in(client, admin)
    client.get(PAGE)
    end_session(client)
    return client


def end_session(client: Client) -> None:
    client.session.flush()
    del client.cookies["sessionid"]


def send(client: Client, **extra: object) -> str:
    """Sends the form and returns where it leads after login."""
    response = client.post(PAGE, FORM | extra, headers={"referer": f"http://testserver{PAGE}"})
    assert response.status_code == 302
    assert response.url.startswith("/akun/masuk/?next=%2Fakun%2Fisian%2F")
    return response.url.partition("next=")[2].replace("%2F", "/")


def test_the_person_finds_the_form_filled_in_after_logging_in_again(browser: Client, admin: User) -> None:
    following = send(browser)
    assert not Holiday.objects.filter(name="Hari contoh").exists()

    page = browser.get(log_in(browser, admin, following).url, follow=True).content.decode()

    assert 'value="20/03/2027"' in page
    assert 'value="Hari contoh"' in page
    assert "Isian Anda masih ada" in page


def test_a_sign_that_a_database_cannot_keep_is_left_out(browser: Client, admin: User) -> None:
    send(browser, name="Hari\0 contoh", **{"lain\0": "x"})

    kept = KeptForm.objects.get(owner=admin).fields
    assert ["name", "Hari contoh"] in kept
    assert ["lain", "x"] in kept


def test_only_answers_are_listed_and_what_scripts_write_travels_unseen(browser: Client, admin: User) -> None:
    following = send(browser, tab="cdfb0123", sequence="1", version="7", action="draft", catatan="Bukan libur")
    log_in(browser, admin, following)

    page = BeautifulSoup(browser.get(following, follow=True).content, "html.parser")
    as_text = BeautifulSoup(browser.get(f"{following}?tampil=1").content, "html.parser")

    note = page.select_one("form .note")
    assert note is not None
    assert note["class"] == ["note"]
    assert [line.get_text() for line in note.select("li")] == ["catatan: Bukan libur"]
    assert [term.get_text() for term in as_text.select("dl.kv dt")] == [*FORM, "catatan"]
    for shown in (page, as_text):
        hidden = {str(field["name"]): field["value"] for field in shown.select("main form input[type=hidden]")}
        assert (hidden["tab"], hidden["sequence"]) == ("cdfb0123", "1")


def test_sending_the_shown_form_saves_it_and_forgets_the_kept_one(browser: Client, admin: User) -> None:
    following = send(browser)
    log_in(browser, admin, following)
    kept = KeptForm.objects.get()

    response = browser.post(PAGE, FORM | {keeping.KEPT_FIELD: str(kept.pk)})

    assert response.status_code == 302
    assert Holiday.objects.filter(name="Hari contoh").count() == 1
    assert not KeptForm.objects.exists()


def test_the_login_page_says_that_nothing_is_lost(browser: Client) -> None:
    following = send(browser)

    page = browser.get("/akun/masuk/", {"next": following}).content.decode()

    assert "sudah kami simpan" in page


def test_a_file_is_kept_and_travels_with_the_form(browser: Client, admin: User) -> None:
    target = "/kelola/hari-libur/impor/"
    response = browser.post(
        target,
        {"file": SimpleUploadedFile("libur.csv", CSV), "catatan": "x"},
        headers={"referer": f"http://testserver{PAGE}"},
    )
    following = response.url.partition("next=")[2].replace("%2F", "/")
    page = browser.get(log_in(browser, admin, following).url, follow=True).content.decode()
    kept = KeptForm.objects.get()
    assert "Berkas CSV atau ICS: <b>libur.csv</b>" in page

    sent = browser.post(target, {keeping.KEPT_FIELD: str(kept.pk)})

    assert sent.status_code == 302
    assert Holiday.objects.filter(on="2027-03-20", name="Hari contoh").exists()


def test_a_newly_chosen_file_wins_over_the_kept_one(browser: Client, admin: User) -> None:
    target = "/kelola/hari-libur/impor/"
    browser.post(target, {"file": SimpleUploadedFile("lama.csv", CSV), "catatan": "x"})
    kept = KeptForm.objects.get()
    log_in(browser, admin)
    newer = SimpleUploadedFile("baru.csv", b"tanggal,nama\n2027-04-01,Hari lain\n")

    browser.post(target, {keeping.KEPT_FIELD: str(kept.pk), "file": newer})

    assert Holiday.objects.filter(name="Hari lain").exists()
    assert not Holiday.objects.filter(name="Hari contoh").exists()


def test_a_kept_file_is_not_named_after_the_sender_and_lies_in_private_storage(browser: Client) -> None:
    browser.post("/kelola/hari-libur/impor/", {"file": SimpleUploadedFile("../../gambar.svg", CSV), "catatan": "x"})

    stored = KeptFile.objects.get()

    assert ".." not in stored.file.name
    assert "gambar" not in stored.file.name
    assert Path(stored.file.path).is_relative_to(settings.PRIVATE_FILES_DIR)
    assert Path(stored.file.path).stat().st_mode & 0o077 == 0


def test_another_account_never_sees_it(browser: Client) -> None:
    following = send(browser)
    other = make_user("admin_portal")

    page = browser.get(log_in(browser, other, following).url, follow=True)

    assert page.status_code == 404
    assert "Hari contoh" not in page.content.decode()


def test_another_account_cannot_make_the_page_show_it(browser: Client) -> None:
    send(browser)
    kept, other = KeptForm.objects.get(), Client()
    log_in(other, make_user("admin_portal"))

    page = other.get(PAGE, {"isian": str(kept.pk)}).content.decode()

    assert "Hari contoh" not in page


def test_another_account_cannot_take_the_files_along(browser: Client) -> None:
    target = "/kelola/hari-libur/impor/"
    browser.post(target, {"file": SimpleUploadedFile("libur.csv", CSV), "catatan": "x"})
    kept, other = KeptForm.objects.get(), Client()
    log_in(other, make_user("admin_portal"))

    response = other.post(target, {keeping.KEPT_FIELD: str(kept.pk)})

    assert response.status_code == 422
    assert not Holiday.objects.filter(name="Hari contoh").exists()


def test_sending_another_form_leaves_the_kept_one_alone(browser: Client, admin: User) -> None:
    """Its files belong to its own address, and only what was sent there is done with."""
    browser.post("/kelola/hari-libur/impor/", {"file": SimpleUploadedFile("libur.csv", CSV), "catatan": "x"})
    kept = KeptForm.objects.get()
    log_in(browser, admin)

    response = browser.post(PAGE, FORM | {keeping.KEPT_FIELD: str(kept.pk)})

    assert response.status_code == 302
    assert kept.files.count() == 1


def test_a_browser_that_nobody_logged_in_with_keeps_nothing() -> None:
    response = Client().post(PAGE, FORM)

    assert response.url.startswith("/akun/masuk/?next=/kelola")
    assert not KeptForm.objects.exists()


def test_an_invented_cookie_keeps_nothing(admin: User) -> None:
    client = Client()
    client.cookies["portal_akun_terakhir"] = str(admin.pk)

    client.post(PAGE, FORM)

    assert not KeptForm.objects.exists()


def test_it_is_gone_after_a_day(browser: Client, admin: User) -> None:
    following = send(browser)

    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + KeptForm.LIFETIME + dt.timedelta(minutes=1)):
        assert keeping.find(following.split("/")[3], admin) is None
        assert keeping.discard_expired() == 1
    assert not KeptForm.objects.exists()


def test_only_the_last_few_are_kept_per_account(browser: Client) -> None:
    for _ in range(KeptForm.MOST_PER_ACCOUNT + 3):
        send(browser)

    assert KeptForm.objects.count() == KeptForm.MOST_PER_ACCOUNT


def test_what_is_too_large_is_named_so_that_it_can_be_attached_again(
    browser: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeptForm, "MOST_FILE_BYTES", 10)
    response = browser.post(
        "/kelola/hari-libur/impor/",
        {"file": SimpleUploadedFile("besar.csv", CSV), "catatan": "x"},
        headers={"referer": f"http://testserver{PAGE}"},
    )

    page = browser.get(log_in(browser, admin, response.url.partition("next=")[2].replace("%2F", "/")).url, follow=True)

    assert "besar.csv" in page.content.decode()
    assert not KeptFile.objects.exists()


def test_passwords_are_never_kept(browser: Client) -> None:
    send(browser, password="rahasia", sandi_baru="rahasia")

    assert "rahasia" not in str(KeptForm.objects.get().fields)


def test_when_the_page_is_closed_to_the_person_the_text_is_still_there(browser: Client, admin: User) -> None:
    following = send(browser)
    admin.groups.clear()

    page = browser.get(log_in(browser, admin, following).url, follow=True)

    assert page.status_code == 200
    assert "Hari contoh" in page.content.decode()


def test_an_old_tab_after_logging_in_again_gets_its_form_back(admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = log_in_with_token(client, admin)
    end_session(client)
    log_in_with_token(client, admin)

    response = client.post(PAGE, FORM | {"csrfmiddlewaretoken": token}, headers={"referer": f"http://testserver{PAGE}"})

    assert response.status_code == 302
    assert response.url.startswith("/akun/isian/")
    assert "Hari contoh" in client.get(response.url, follow=True).content.decode()
    assert not Holiday.objects.filter(name="Hari contoh").exists()


def test_an_old_tab_of_another_account_is_refused_kindly(admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = log_in_with_token(client, admin)
    end_session(client)
    log_in_with_token(client, make_user("admin_portal"))

    response = client.post(PAGE, FORM | {"csrfmiddlewaretoken": token})

    assert response.status_code == 403
    assert "kedaluwarsa" in response.content.decode()
    assert not KeptForm.objects.exists()


def without_its_cookie(admin: User, **headers: str) -> tuple[Client, Any]:
    client = Client(enforce_csrf_checks=True)
    token = log_in_with_token(client, admin)
    del client.cookies["csrftoken"]
    return client, client.post(PAGE, FORM | {"csrfmiddlewaretoken": token}, headers=headers)


def test_a_form_whose_cookie_is_gone_is_kept_and_sent_again(admin: User) -> None:
    client, response = without_its_cookie(admin, origin="http://testserver", referer=f"http://testserver{PAGE}")

    assert response.status_code == 302
    assert response.url.startswith("/akun/isian/")
    assert "Hari contoh" in client.get(response.url, follow=True).content.decode()
    assert not Holiday.objects.filter(name="Hari contoh").exists()


@pytest.mark.parametrize("headers", [{}, {"origin": "http://lain.invalid"}, {"referer": f"http://testserver{PAGE}"}])
def test_what_no_page_of_the_portal_sent_is_not_kept_and_the_page_says_so(admin: User, headers: dict[str, str]) -> None:
    _client, response = without_its_cookie(admin, **headers)

    words = response.content.decode()
    assert response.status_code == 403
    assert "Portal tidak menyimpan isi formulir ini." in words
    assert "salin" in words
    assert not KeptForm.objects.exists()


class Tokens(HTMLParser):
    """Collects the form token of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.token = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name") == "csrfmiddlewaretoken":
            self.token = found["value"] or ""


def log_in_with_token(client: Client, user: User) -> str:
    """As a browser does, and returns the form token of a page opened afterwards."""
    token = Tokens(client.get("/akun/masuk/").content.decode()).token
    form = {"login": user.email, "password": "kata-sandi-panjang", "csrfmiddlewaretoken": token}
    assert client.post("/akun/masuk/", form).status_code == 302
    return Tokens(client.get(PAGE).content.decode()).token
