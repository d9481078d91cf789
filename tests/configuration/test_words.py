"""The admin speaks Indonesian: Wagtail's own catalogue, and ours for what that one lacks."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import pofile
from django.test import Client

from documents import actions
from documents.models import Regulation, RegulationType
from portal.catalogues import SOURCES
from portal.core.models import User
from tests.documents.browsing import add_url, edit_url, form_data, logged_in, messages_of
from tests.factories import make_user


def words_in(catalogue: Path) -> list[str]:
    """Messages of several words that have no placeholder: single words may be names."""
    found = pofile.read_po(io.BytesIO(catalogue.read_bytes()), locale="id")
    ids = [message.id for message in found if isinstance(message.id, str) and message.id != message.string]
    return [text for text in ids if " " in text.strip() and not re.search(r"%\(|<|’|\.\.\.", text)]


ENGLISH = words_in(SOURCES / "id/LC_MESSAGES/django.po")


@pytest.fixture
def page(editor: User, permensos: RegulationType) -> Regulation:
    draft = actions.create_regulation(
        by=editor, kind=permensos, number="1", year=2020, about="Contoh", text="Pasal 1\n"
    )
    draft.get_workflow().start(draft, editor)
    return draft


def english_on(client: Client, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200, url
    shown = messages_of(response)
    return [text for text in ENGLISH if re.search(rf"\b{re.escape(text)}", shown)]


@pytest.mark.parametrize("role", ["editor_dokumen", "penelaah_hukum", "penerbit"])
def test_no_english_on_the_screens_of_writing_and_approving(page: Regulation, role: str) -> None:
    client = logged_in(make_user(role))
    index = page.get_parent()
    urls = [
        "/admin/",
        f"/admin/pages/{index.pk}/",
        edit_url(page),
        f"/admin/pages/{page.pk}/history/",
        "/admin/account/",
    ]
    urls += [add_url(index)] if role == "editor_dokumen" else []

    assert {url: english_on(client, url) for url in urls} == {url: [] for url in urls}


def test_whoever_saves_a_locked_page_learns_it_in_indonesian(page: Regulation, editor: User) -> None:
    client = logged_in(editor)

    shown = messages_of(client.post(edit_url(page), form_data(client.get(edit_url(page)))))

    assert "Halaman tidak disimpan karena sedang terkunci." in shown
    assert "locked" not in shown


def test_the_history_of_a_page_tells_its_events_in_indonesian(page: Regulation, publisher: User) -> None:
    client = logged_in(publisher)

    shown = messages_of(client.get(f"/admin/pages/{page.pk}/history/"))

    assert "«Pemeriksaan orang kedua» dimulai. Langkah berikutnya: «Persetujuan orang kedua»" in shown


def test_no_english_on_the_screens_of_configuration(db: None) -> None:
    client = logged_in(make_user("admin_portal"))
    urls = ["/admin/", "/admin/konfigurasi/kebijakan-alur/", "/admin/konfigurasi/jenis-berkas/new/"]

    assert {url: english_on(client, url) for url in urls} == {url: [] for url in urls}


def test_the_scripts_of_the_admin_have_their_words_too(db: None) -> None:
    answer = logged_in(make_user("penerbit")).get("/admin/jsi18n/").content.decode()

    assert '"Collapse all": "Tutup semua"' in answer


def test_the_admin_bears_our_name_and_colours(db: None) -> None:
    page = logged_in(make_user("penerbit")).get("/admin/").content.decode()

    assert "- Portal Rehsos</title>" in page
    assert "portal/admin.css" in page
    assert "theme/dasar/emblem.svg" in page
