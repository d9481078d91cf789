"""Uploading a PDF in the admin: good ones are read, bad ones get a sentence, and nothing that was sent is lost."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfWriter

from documents.models import DocumentFile, Regulation, RegulationIndex, RegulationText, RegulationType
from portal.core.files import PrivateStorage
from portal.core.models import User
from tests.documents.browsing import add_url, edit_url, form_data, logged_in, messages_of, pdf
from tests.documents.made_pdfs import bomb, text_pdf

LAW = (
    "Pasal 1\nDalam peraturan ini yang dimaksud dengan contoh adalah contoh.\nPasal 2\nContoh mulai berlaku sekarang.\n"
)


@pytest.fixture
def client_of_editor(editor: User) -> Client:
    return logged_in(editor)


@pytest.fixture
def filled(client_of_editor: Client, regulation_index: RegulationIndex, permensos: RegulationType) -> dict[str, Any]:
    """The form of a new regulation with its identity filled in."""
    data = form_data(client_of_editor.get(add_url(regulation_index)))
    return {**data, "kind": permensos.pk, "number": "16", "year": "2020", "about": "Contoh"}


def test_a_pdf_is_read_once_and_its_text_gets_a_structure(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(text_pdf(LAW), "Permensos 16-2020.pdf")})

    page = Regulation.objects.get()
    assert page.file.original_name == "Permensos 16-2020.pdf"
    assert page.file.size == page.file.file.size
    assert page.file.pages == 1
    assert "Contoh mulai berlaku" in page.text.text
    assert [child["anchor"] for child in page.text.tree["children"] if child["kind"] == "pasal"] == [
        "pasal-1",
        "pasal-2",
    ]


def test_a_draft_that_is_saved_again_keeps_its_file_and_text(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(text_pdf(LAW))})
    page = Regulation.objects.get()

    data = form_data(client_of_editor.get(edit_url(page))) | {"about": "Judul yang diperbaiki"}
    client_of_editor.post(edit_url(page), data)

    again = Regulation.objects.get().get_latest_revision_as_object()
    assert (again.about, again.file_id, again.text_id) == ("Judul yang diperbaiki", page.file_id, page.text_id)
    assert (DocumentFile.objects.count(), RegulationText.objects.count()) == (1, 1)


def test_a_large_upload_is_moved_and_nothing_of_it_stays_behind(
    client_of_editor: Client,
    filled: dict[str, Any],
    regulation_index: RegulationIndex,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = tmp_path, 1
    monkeypatch.setattr(PrivateStorage, "_save", _refuse_copies(PrivateStorage._save))
    content = text_pdf(LAW)

    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(content)})

    file = Regulation.objects.get().file
    assert Path(file.file.path).read_bytes() == content
    assert Path(file.file.path).stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []


def _refuse_copies(save: Callable[..., str]) -> Callable[..., str]:
    def checked(self: PrivateStorage, name: str, content: Any) -> str:
        assert hasattr(content, "temporary_file_path"), "what is no file of its own is copied"
        return save(self, name, content)

    return checked


def test_a_file_is_kept_when_another_field_is_wrong(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    url = add_url(regulation_index)
    wrong = {**filled, "enacted_on": "31/02/2020", "upload": pdf(text_pdf(LAW), "asal.pdf")}

    response = client_of_editor.post(url, wrong)
    assert "asal.pdf" in messages_of(response)
    client_of_editor.post(url, {**form_data(response), "enacted_on": "2020-02-28"})

    assert Regulation.objects.get().file.original_name == "asal.pdf"
    assert Regulation.objects.get().text is not None


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(text_pdf(LAW))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "wrong type": (lambda: b"PK\x03\x04 bukan pdf, isinya arsip" * 20, "bukan PDF"),
    "empty": (bytes, "kosong"),
    "broken": (lambda: b"%PDF-1.7\n1 0 obj << /Type /Catalog", "rusak"),
    "encrypted": (encrypted, "terkunci kata sandi"),
    "bomb": (bomb, "ditolak demi keamanan"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_a_sentence_and_the_other_fields_stay(
    name: str, client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    make, sentence = BAD_FILES[name]

    response = client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(make())})

    assert response.status_code == 200
    assert sentence in messages_of(response)
    assert form_data(response)["about"] == "Contoh"
    assert not Regulation.objects.exists()
    assert not DocumentFile.objects.exists()


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex, tmp_path: Path
) -> None:
    path = tmp_path / "besar.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)

    with path.open("rb") as file:
        response = client_of_editor.post(add_url(regulation_index), {**filled, "upload": file})

    assert "melebihi batas" in messages_of(response)


def test_a_number_that_exists_is_named_in_the_refusal(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    url = add_url(regulation_index)
    client_of_editor.post(url, filled)

    response = client_of_editor.post(url, filled)

    assert "Peraturan Menteri Sosial Nomor 16 Tahun 2020 dari penetap yang sama sudah ada sebagai draf" in messages_of(
        response
    )
    assert Regulation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"enacted_on": "2020-02-31"}, "Masukkan tanggal yang valid"),
        ({"enacted_on": "2999-01-01"}, "belum tiba"),
        ({"enacted_on": "2020-05-02", "promulgated_on": "2020-05-01"}, "tidak boleh sebelum tanggal penetapan"),
        ({"enacted_on": "2001-05-02"}, "tidak cocok dengan tahun"),
        ({"year": "99999"}, "Tahun harus antara"),
        ({"year": "-5"}, "lebih besar dari atau sama dengan"),
        ({"number": "///"}, "Nomor harus memuat"),
        ({"is_restricted": "on"}, "Pilih unit pemilik"),
        ({"relations-TOTAL_FORMS": "1", "relations-0-kind": "repeals", "relations-0-ORDER": "1"}, "tulis kutipannya"),
    ],
)
def test_impossible_metadata_get_a_sentence(
    fields: dict[str, str],
    sentence: str,
    client_of_editor: Client,
    filled: dict[str, Any],
    regulation_index: RegulationIndex,
) -> None:
    response = client_of_editor.post(add_url(regulation_index), {**filled, **fields})

    assert response.status_code == 200
    assert sentence in messages_of(response)
    assert not Regulation.objects.exists()


def test_a_token_of_somebody_elses_making_brings_no_file(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    client_of_editor.post(add_url(regulation_index), {**filled, "upload-kept": "1:palsu"})

    assert Regulation.objects.get().file is None


def test_the_typed_text_wins_over_the_pdf(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    typed = "Pasal 1\r\nTeks yang dikoreksi.\r\n"

    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(text_pdf(LAW)), "typed_text": typed})

    assert Regulation.objects.get().text.text == "Pasal 1\nTeks yang dikoreksi."


def test_an_image_only_scan_is_kept_without_a_text(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)

    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(out.getvalue())})

    page = Regulation.objects.get()
    assert (page.file.pages, page.text) == (1, None)


def test_a_file_that_is_there_is_named_first_and_the_choice_of_another_stays_folded_until_it_fails(
    client_of_editor: Client, filled: dict[str, Any], regulation_index: RegulationIndex
) -> None:
    client_of_editor.post(add_url(regulation_index), {**filled, "upload": pdf(text_pdf(LAW), "Permensos 16-2020.pdf")})
    page = Regulation.objects.get()

    row = _file_row(client_of_editor.get(edit_url(page)))
    refused = form_data(client_of_editor.get(edit_url(page))) | {"upload": pdf(b"bukan pdf", "lain.pdf")}
    row_after = _file_row(client_of_editor.post(edit_url(page), refused))

    assert row.find("a").get_text() == "Permensos 16-2020.pdf"
    assert row.find("input", type="file").find_parent("details").get("open") is None
    assert row_after.find("a").get_text() == "Permensos 16-2020.pdf"
    assert row_after.find("details").get("open") is not None


def _file_row(response: HttpResponse) -> Tag:
    row = BeautifulSoup(response.content, "html.parser").find("input", type="file", attrs={"name": "upload"})
    assert row is not None
    return row.find_parent(class_="w-field__input")
