"""What the form of a regulation refuses because it would cost too much or lead nowhere: with a sentence, losing nothing."""

from typing import Any

import pytest
from django.test import Client

from documents import actions
from documents.editing import forms
from documents.models import Regulation, RegulationIndex, RegulationType
from documents.naming import LONGEST_ABOUT
from portal.core.models import User
from tests.documents.browsing import add_url, form_data, logged_in, messages_of, pdf
from tests.documents.made_pdfs import text_pdf

LAW = "Pasal 1\nSetiap orang berhak atas rehabilitasi sosial yang layak.\nPasal 2\nContoh mulai berlaku sekarang.\n"


@pytest.fixture
def client_of_editor(editor: User) -> Client:
    return logged_in(editor)


@pytest.fixture
def filled(client_of_editor: Client, regulation_index: RegulationIndex, permensos: RegulationType) -> dict[str, Any]:
    data = form_data(client_of_editor.get(add_url(regulation_index)))
    return {**data, "kind": permensos.pk, "number": "16", "year": "2020", "about": "Contoh"}


def test_a_pdf_with_too_long_a_text_is_kept_until_a_shorter_text_is_typed(
    client_of_editor: Client,
    filled: dict[str, Any],
    regulation_index: RegulationIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (actions, forms):
        monkeypatch.setattr(module, "LONGEST_TEXT", 60)

    refused = client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(text_pdf(LAW))})

    assert "huruf, lebih dari 60 yang dapat diolah. Berkasnya sudah tersimpan" in messages_of(refused)
    assert not Regulation.objects.exists()
    client_of_editor.post(add_url(regulation_index), form_data(refused) | {"typed_text": "Pasal 1\nPendek.\n"})
    page = Regulation.objects.get()
    assert (page.text.text, page.file.pages) == ("Pasal 1\nPendek.", 1)


@pytest.mark.django_db
def test_no_text_beyond_the_limit_is_ever_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LONGEST_TEXT", 10)

    assert not actions.is_new_text("x" * 11)
    with pytest.raises(ValueError, match="11 letters"):
        actions.store_text(text="x" * 11, origin="typed")


def test_a_number_that_is_the_address_of_another_page_gets_a_sentence(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    refused = client_of_editor.post(add_url(regulation_index), filled | {"number": "Pasal 3"})

    assert "Nomor ini sudah menjadi alamat halaman lain" in messages_of(refused)


def test_a_subject_that_would_make_every_list_heavy_gets_a_sentence(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    refused = client_of_editor.post(add_url(regulation_index), filled | {"about": "x" * (LONGEST_ABOUT + 1)})

    assert f"{LONGEST_ABOUT}" in messages_of(refused)
    assert not Regulation.objects.exists()
