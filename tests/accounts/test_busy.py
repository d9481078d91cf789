"""A database that is busy for too long costs nobody a 500, and nobody what was typed: on every page, the admin's too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from documents import actions as document_actions
from documents.editing import forms as document_forms
from documents.models import Regulation
from portal.accounts import holidays, keeping
from portal.accounts.models import KeptFile, KeptForm
from portal.core.models import Holiday, User
from portal.pages.models import HomePage, StandardPage
from tests.core.test_waiting import wait_in_vain
from tests.documents.browsing import add_url, form_data, pdf
from tests.documents.conftest import *  # noqa: F403 - the pages and people of the admin
from tests.documents.made_pdfs import text_pdf
from tests.proposals import Cast, make_cast
from workflows import actions as workflow_actions

pytestmark = pytest.mark.django_db
PAGE = "/kelola/hari-libur/"
FORM = {"on": "20/03/2027", "name": "Hari <contoh>", "source": "SKB contoh"}
CSV = b"tanggal,nama\n2027-03-20,Hari contoh\n"


@pytest.fixture
def in_vain(tmp_path: Path) -> Callable[..., None]:
    """Stands for a write that another writer never let through: the real error of a real SQLite file."""

    def wait(*args: Any, **kwargs: Any) -> None:
        wait_in_vain(tmp_path / "busy.sqlite3")

    return wait


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="portal.core.backends.RoleBackend")
    return client


def sent_again(page: HttpResponse) -> dict[str, Any]:
    """What the button of the page sends."""
    form = BeautifulSoup(page.content, "html.parser").select_one("main form[method=post]")
    assert form is not None, page.content.decode()
    return {str(field["name"]): field.get("value", "") for field in form.select("input[type=hidden]")}


def test_the_form_is_sent_again_from_the_page_and_nothing_is_lost(
    admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(admin)
    with monkeypatch.context() as busy:
        busy.setattr(holidays, "keep_holiday", in_vain)
        page = client.post(PAGE, FORM)

    assert page.status_code == 409
    assert "belum tersimpan" in page.content.decode()
    assert not Holiday.objects.filter(name=FORM["name"]).exists()
    client.post(PAGE, sent_again(page))
    assert Holiday.objects.filter(name=FORM["name"], on="2027-03-20").count() == 1
    assert not KeptForm.objects.exists()


def test_the_files_travel_along(admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    client, target = browser(admin), "/kelola/hari-libur/impor/"
    with monkeypatch.context() as busy:
        busy.setattr(holidays, "import_holidays", in_vain)
        page = client.post(target, {"file": SimpleUploadedFile("libur.csv", CSV), "catatan": "x"})

    assert "libur.csv" in page.content.decode()
    assert client.post(target, sent_again(page)).status_code == 302
    assert Holiday.objects.filter(name="Hari contoh").exists()


def test_a_script_is_told_to_come_again_and_nothing_is_kept_for_it(
    cast: Cast, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page still has what was typed; a form kept at every attempt would push out those of other pages."""
    draft = workflow_actions.create_draft(by=cast.operator, unit=cast.unit, title="Usulan")
    monkeypatch.setattr(workflow_actions, "save_draft_section", in_vain)

    answer = browser(cast.operator).post(
        f"/kerja/usulan/{draft.pk}/ubah/uraian/",
        {"title": "Usulan", "background": "Diketik.", "action": "auto", "version": "1"},
        headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"},
    )

    assert (answer.status_code, answer.json()["state"]) == (503, "offline")
    assert "dikirim lagi" in answer.json()["words"]
    assert not KeptForm.objects.exists()


def test_the_page_of_the_form_shows_it_filled_in(
    admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(admin)
    with monkeypatch.context() as busy:
        busy.setattr(holidays, "keep_holiday", in_vain)
        page = client.post(PAGE, FORM, headers={"referer": f"http://testserver{PAGE}"})
    link = BeautifulSoup(page.content, "html.parser").find("a", string="Buka isiannya lagi")

    filled = client.get(link["href"], follow=True).content.decode()

    assert 'value="SKB contoh"' in filled
    assert "Isian Anda masih ada" in filled


def test_a_database_too_busy_even_to_keep_the_form_leaves_it_in_the_page(
    admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, target = browser(admin), "/kelola/hari-libur/impor/"
    with monkeypatch.context() as busy:
        busy.setattr(holidays, "import_holidays", in_vain)
        busy.setattr(KeptForm, "save", in_vain)
        page = client.post(target, {"file": SimpleUploadedFile("libur.csv", CSV), "catatan": "tulisan <saya>"})

    assert page.status_code == 409
    assert sent_again(page)["catatan"] == "tulisan <saya>"
    assert BeautifulSoup(page.content, "html.parser").select_one("main input[type=file][name=file]")
    assert not KeptFile.objects.exists()


def test_a_page_that_was_only_read_says_to_come_again(
    admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.accounts.views.holidays._page", in_vain)

    page = browser(admin).get(PAGE)

    assert page.status_code == 409
    assert "belum dapat dibuka" in page.content.decode()


def test_an_answer_that_could_not_be_shown_is_not_called_unsaved(
    admin: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is written after the view: what the view saved stays saved."""
    client = browser(admin)
    kept = keeping.KEPT_FIELD
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", in_vain)

    page = client.post(PAGE, FORM | {kept: ""})

    assert page.status_code == 409
    assert Holiday.objects.filter(name=FORM["name"]).count() == 1
    assert "Lihat dahulu hasilnya" in page.content.decode()


def test_the_admin_keeps_a_regulation_with_its_pdf(
    editor: User,
    regulation_index: Any,
    permensos: Any,
    in_vain: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, url = browser(editor), add_url(regulation_index)
    data = form_data(client.get(url)) | {"kind": permensos.pk, "number": "16", "year": "2020", "about": "Contoh"}
    with monkeypatch.context() as busy:
        busy.setattr(document_actions, "_keep", in_vain)
        page = client.post(url, {**data, "upload": pdf(text_pdf("Pasal 1\nContoh berlaku.\n"), "asal.pdf")})

    assert page.status_code == 409
    assert "asal.pdf" in page.content.decode()
    client.post(url, sent_again(page))
    saved = Regulation.objects.get()
    assert (saved.about, saved.file.original_name) == ("Contoh", "asal.pdf")


def test_a_page_of_blocks_is_shown_as_text_and_sent_whole(
    editor: User, in_vain: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks are drawn by a script: filled into the editor they would be overwritten by it."""
    page = StandardPage(title="Kontak uji", owner=editor)
    HomePage.objects.get().add_child(instance=page)
    client, url = browser(editor), f"/admin/pages/{page.pk}/edit/"
    block = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "note", "body-0-id": ""}
    typed = {"body-0-value-kind": "info", "body-0-value-title": "Judul <catatan>", "body-0-value-text": "null"}
    with monkeypatch.context() as busy:
        busy.setattr(StandardPage, "save_revision", in_vain)
        data = form_data(client.get(url)) | block | typed | {"title": "Kontak baru"}
        refused = client.post(url, data, headers={"referer": f"http://testserver{url}"})
    link = BeautifulSoup(refused.content, "html.parser").find("a", string="Buka isiannya lagi")

    shown = client.get(link["href"], follow=True)

    assert "Judul &lt;catatan&gt;" in shown.content.decode()
    client.post(url, sent_again(shown))
    saved = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (saved.title, saved.body[0].value["title"]) == ("Kontak baru", "Judul <catatan>")


def test_the_longest_text_the_admin_takes_is_kept() -> None:
    assert document_forms.LONGEST_TYPED < KeptForm.MOST_TEXT_LETTERS
