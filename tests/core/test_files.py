"""Private files."""

import pytest
from django.core.files.base import ContentFile
from django.http import Http404

from documents.models import DocumentFile
from portal.core.files import private_download, private_storage


def test_a_private_file_has_no_address() -> None:
    storage = private_storage()
    name = storage.save("uji/rahasia.txt", ContentFile(b"x"))
    try:
        assert storage.exists(name)
        with pytest.raises(ValueError, match="no address"):
            storage.url(name)
    finally:
        storage.delete(name)


@pytest.mark.django_db  # closing a response closes old connections
@pytest.mark.parametrize("name", ["surat.pdf", "Surat “Ibu” Ñ.pdf"])
def test_a_download_is_neither_run_nor_guessed_at_nor_kept(name: str) -> None:
    storage = private_storage()
    kept = DocumentFile(file=storage.save("uji/unduh", ContentFile(b"<script>")))
    try:
        answer = private_download(kept.file, name=name, content_type="text/html")
        content = b"".join(answer)  # type: ignore[arg-type]  # a synchronous response
        answer.close()
    finally:
        storage.delete(kept.file.name)

    assert content == b"<script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_a_file_that_is_gone_does_not_exist() -> None:
    with pytest.raises(Http404):
        private_download(DocumentFile(file="uji/tidak-ada").file, name="x", content_type="text/plain")
