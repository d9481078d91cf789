"""A text that lacks an article does not go out without a word."""

import pytest
from django.urls import reverse

from documents import actions, missing
from documents.enums import TextOrigin
from documents.models import Regulation, RegulationIndex, RegulationType
from portal.core.models import User
from tests.documents.browsing import add_url, edit_url, form_data, logged_in, messages_of

LACKING = "BAB I\nUMUM\nPasal 6\nEnam.\nBAB III\nLAIN\nPasal 8\nDelapan.\n"
WHOLE = "Pasal 1\nSatu.\nPasal 2\nDua.\n"
SEVEN = "Pasal 7 tidak ditemukan di antara Pasal 6 dan Pasal 8. Periksa naskahnya."
CHAPTER = "BAB II tidak ditemukan di antara BAB I dan BAB III. Periksa naskahnya."


def tree_of(text: str) -> dict[str, object]:
    stored = actions.store_text(text=text, origin=TextOrigin.TYPED)
    assert stored is not None
    tree: dict[str, object] = stored.tree
    return tree


@pytest.fixture
def lacking(editor: User, permensos: RegulationType) -> Regulation:
    return actions.create_regulation(by=editor, kind=permensos, number="1", year=2020, about="Contoh", text=LACKING)


@pytest.mark.django_db
def test_each_gap_is_a_sentence_that_says_what_to_do() -> None:
    assert missing.sentences(tree_of(LACKING)) == [
        "Pasal 1 sampai dengan Pasal 5 tidak ditemukan sebelum Pasal 6. Periksa naskahnya.",
        SEVEN,
        CHAPTER,
    ]
    assert missing.sentences(tree_of(WHOLE)) == []
    assert missing.sentences(None) == []


@pytest.mark.django_db
def test_many_gaps_are_counted() -> None:
    text = "".join(f"Pasal {number}\nNomor {number}.\n" for number in range(1, 40, 2))

    told = missing.sentences(tree_of(text))

    assert len(told) == missing.MOST_SENTENCES + 1
    assert told[-1] == "Masih ada 14 celah penomoran lain. Periksa naskahnya."


def test_the_editor_is_told_at_saving(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType
) -> None:
    client = logged_in(editor)
    address = add_url(regulation_index)
    facts = {"kind": str(permensos.pk), "number": "1", "year": "2020", "about": "Contoh", "typed_text": LACKING}

    response = client.post(address, form_data(client.get(address)) | facts, follow=True)

    assert messages_of(response).count(SEVEN) == 1
    page = Regulation.objects.get()
    mended = client.post(edit_url(page), form_data(client.get(edit_url(page))) | {"typed_text": WHOLE}, follow=True)
    assert "tidak ditemukan" not in messages_of(mended)


def test_the_editor_who_sends_it_on_is_told_on_the_list(lacking: Regulation, editor: User) -> None:
    client = logged_in(editor)

    response = client.post(
        edit_url(lacking), form_data(client.get(edit_url(lacking))) | {"action-submit": "1"}, follow=True
    )

    assert response.redirect_chain[-1][0] != edit_url(lacking)
    assert messages_of(response).count(SEVEN) == 1


def test_the_second_person_is_told_in_the_form_and_on_the_button_of_the_start_page(
    lacking: Regulation, editor: User, publisher: User
) -> None:
    lacking.get_workflow().start(lacking, editor)
    client = logged_in(publisher)

    assert SEVEN in messages_of(client.get(edit_url(lacking)))
    start = messages_of(client.get(reverse("wagtailadmin_home")))
    assert "Setujui dan terbitkan (Pasal 1 sampai dengan Pasal 5, Pasal 7, BAB II tidak ditemukan)" in start


def test_the_start_page_speaks_of_the_text_that_waits(lacking: Regulation, editor: User, publisher: User) -> None:
    lacking.text = actions.store_text(text=WHOLE, origin=TextOrigin.TYPED)
    lacking.save_revision(user=editor)
    lacking.get_workflow().start(lacking, editor)

    start = messages_of(logged_in(publisher).get(reverse("wagtailadmin_home")))

    assert "Setujui dan terbitkan" in start
    assert "tidak ditemukan" not in start
