"""A write in the admin is one transaction with whatever listens to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.signals import page_published, page_unpublished

from documents import actions
from documents.models import Regulation, RegulationIndex, RegulationType
from documents.text.extraction import PdfReport, inspect_pdf
from documents.text.stored import stored_form
from portal.core.models import User
from tests.documents.browsing import add_url, form_data, logged_in, pdf
from tests.documents.made_pdfs import text_pdf
from tests.factories import make_user


class OutboxIsFullError(Exception):
    pass


def refuse(**kwargs: Any) -> None:
    raise OutboxIsFullError


@pytest.fixture
def failing_receiver() -> Iterator[None]:
    """A receiver of publications that fails, as one does that cannot write its row."""
    page_published.connect(refuse)
    page_unpublished.connect(refuse)
    yield
    page_published.disconnect(refuse)
    page_unpublished.disconnect(refuse)


@pytest.fixture
def draft(editor: User, permensos: RegulationType) -> Regulation:
    return actions.create_regulation(by=editor, kind=permensos, number="1", year=2020, about="Contoh")


@pytest.mark.django_db
def test_a_failing_receiver_leaves_nothing_live_and_the_approval_open(
    draft: Regulation, editor: User, publisher: User, failing_receiver: None
) -> None:
    draft.get_workflow().start(draft, editor)
    state = draft.current_workflow_task_state
    client = logged_in(publisher)
    client.raise_request_exception = False

    response = client.post(reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]))

    assert response.status_code == 500
    assert not Regulation.objects.get(pk=draft.pk).live
    assert Regulation.objects.get(pk=draft.pk).workflow_in_progress


@pytest.mark.django_db
def test_a_failing_receiver_leaves_an_unpublished_page_live(
    draft: Regulation, publisher: User, failing_receiver: None
) -> None:
    page_published.disconnect(refuse)
    actions.publish(by=publisher, page=draft)
    client = logged_in(publisher)
    client.raise_request_exception = False

    response = client.post(reverse("wagtailadmin_pages:unpublish", args=[draft.pk]))

    assert response.status_code == 500
    assert Regulation.objects.get(pk=draft.pk).live


@pytest.mark.django_db
def test_receivers_run_inside_the_transaction_of_the_request(draft: Regulation, editor: User, publisher: User) -> None:
    depths: list[int] = []

    def note(**kwargs: Any) -> None:
        depths.append(len(connection.savepoint_ids))

    draft.get_workflow().start(draft, editor)
    state = draft.current_workflow_task_state
    outside = len(connection.savepoint_ids)
    page_published.connect(note)
    try:
        url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
        logged_in(publisher).post(url)
    finally:
        page_published.disconnect(note)

    assert depths
    assert min(depths) > outside


@pytest.mark.django_db
def test_a_pdf_is_read_once_and_before_the_transaction(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []

    def watched(path: Path) -> PdfReport:
        depths.append(len(connection.savepoint_ids))
        return inspect_pdf(path)

    monkeypatch.setattr(actions, "inspect_pdf", watched)
    client = logged_in(editor)
    data = form_data(client.get(add_url(regulation_index)))
    sent = {**data, "kind": permensos.pk, "number": "16", "year": "2020", "about": "Contoh"}
    outside = len(connection.savepoint_ids)

    client.post(add_url(regulation_index), {**sent, "upload": pdf(text_pdf("Pasal 1\nIsi.\n"))})

    assert Regulation.objects.get().file.pages == 1
    assert depths == [outside]


@pytest.fixture
def parsed_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How deep in transactions each text was parsed."""
    depths: list[int] = []

    def watched(text: str) -> dict[str, Any]:
        depths.append(len(connection.savepoint_ids))
        return stored_form(text)

    monkeypatch.setattr(actions, "stored_form", watched)
    return depths


@pytest.mark.django_db
def test_a_typed_text_is_parsed_once_and_before_the_transaction(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType, parsed_at: list[int]
) -> None:
    client = logged_in(editor)
    data = form_data(client.get(add_url(regulation_index)))
    sent = {**data, "kind": permensos.pk, "number": "16", "year": "2020", "about": "Contoh"}
    outside = len(connection.savepoint_ids)

    client.post(add_url(regulation_index), {**sent, "typed_text": "\r\n Pasal 1\r\nIsi.\r\n"})

    assert Regulation.objects.get().text.text == "Pasal 1\nIsi."
    assert parsed_at == [outside]


@pytest.mark.django_db
def test_the_text_of_a_pdf_in_a_form_that_was_refused_is_parsed_before_the_transaction(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType, parsed_at: list[int]
) -> None:
    client = logged_in(editor)
    data = form_data(client.get(add_url(regulation_index)))
    words = "Pasal 1\nSetiap orang berhak atas rehabilitasi sosial.\n"
    refused = client.post(add_url(regulation_index), {**data, "number": "16", "upload": pdf(text_pdf(words))})
    sent = {**form_data(refused), "kind": permensos.pk, "year": "2020", "about": "Contoh"}
    outside = len(connection.savepoint_ids)

    response = client.post(add_url(regulation_index), sent)
    client.post(response["Location"], form_data(client.get(response["Location"])))

    assert Regulation.objects.get().text.text.startswith("Pasal 1")
    assert parsed_at == [outside, outside]


@pytest.mark.django_db
def test_nothing_that_a_stranger_sends_is_read(
    regulation_index: RegulationIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(actions, "inspect_pdf", read.append)

    for client in (Client(), logged_in(make_user()), logged_in(make_user("penelaah_hukum"))):
        client.post(add_url(regulation_index), {"upload": pdf(text_pdf("Pasal 1\nIsi.\n"))})

    assert read == []
