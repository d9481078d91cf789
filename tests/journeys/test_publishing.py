"""From a real PDF on an editor's desk to a reader who finds the article: two people, one portal."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from documents.models import Regulation, RegulationIndex, RegulationType
from portal.pages.structure import ensure_structure
from search import outbox
from tests.documents.browsing import add_url, form_data, logged_in
from tests.factories import make_user

QUESTION = "pemasungan gangguan jiwa"


@pytest.mark.django_db
def test_an_editor_uploads_a_real_law_a_second_person_publishes_it_and_it_is_found(
    client: Client, corpus: Path
) -> None:
    ensure_structure()
    index = RegulationIndex.objects.get()
    editor, publisher = logged_in(make_user("editor_dokumen")), logged_in(make_user("penerbit"))

    pdf = SimpleUploadedFile("UU 18-2014.pdf", (corpus / "pdf/digital/UU_2014_18.pdf").read_bytes())
    facts = {
        "kind": RegulationType.objects.get(code="uu").pk,
        "number": "18",
        "year": "2014",
        "about": "Kesehatan Jiwa",
        "upload": pdf,
        "action-submit": "1",
    }
    editor.post(add_url(index), {**form_data(editor.get(add_url(index))), **facts})
    page = Regulation.objects.get()
    outbox.drain()
    assert found() == []
    assert client.get("/peraturan/uu/2014/18/").status_code == 404

    state = page.current_workflow_task_state
    publisher.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})
    outbox.drain()

    assert found() == ["/peraturan/uu/2014/18/"]
    assert "pasal-1" in client.get("/peraturan/uu/2014/18/").content.decode()
    download = client.get(Regulation.objects.get().file.get_absolute_url())
    assert b"".join(download.streaming_content).startswith(b"%PDF-")


def found() -> list[str]:
    """Addresses that the public finds with the question."""
    out = io.StringIO()
    call_command("search", QUESTION, "--json", stdout=out)
    return [hit["url"].partition("#")[0] for hit in json.loads(out.getvalue())["hits"]]
