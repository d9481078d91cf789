"""What is done to documents, one function per verb. No request, no message; whoever acts is named."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtail.models import Page

from documents import two_people
from documents.enums import TextOrigin
from documents.models import DocumentFile, Regulation, RegulationIndex, RegulationText, RegulationType
from documents.models.files import content_path
from documents.text.extraction import PDF, PdfReport, UnreadableFile, inspect_pdf
from documents.text.stored import stored_form
from portal.core.models import User

__all__ = ["UnreadableFile", "create_regulation", "publish", "read_pdf", "store_pdf", "store_text"]

NAME_LENGTH = 255

#: What was found in uploads that were read ahead, for as long as the request holds them.
_read: "WeakKeyDictionary[UploadedFile[Any], PdfReport | UnreadableFile]" = WeakKeyDictionary()


def read_pdf(upload: "UploadedFile[Any]") -> None:
    """Read an upload now, so that `store_pdf` only has to keep it: reading takes up to half a minute, too long for a transaction."""
    with _on_disk(upload) as path:
        try:
            _read[upload] = inspect_pdf(path)
        except UnreadableFile as error:
            _read[upload] = error


def store_pdf(*, by: User | None, upload: "UploadedFile[Any]") -> DocumentFile:
    """Check, read and keep an uploaded PDF. Raises UnreadableFile with a sentence for the user."""
    with _on_disk(upload) as path:
        report = _read.get(upload) or inspect_pdf(path)
        if isinstance(report, UnreadableFile):
            raise report
    return _keep(by, upload, report)


@transaction.atomic
def store_text(*, text: str, origin: TextOrigin) -> RegulationText | None:
    """The stored text with its structure; the same words are parsed and kept once. Nothing for an empty text."""
    words = text.replace("\r\n", "\n").replace("\x00", "").strip("\n")
    if not words.strip():
        return None
    digest = hashlib.sha256(words.encode()).hexdigest()
    found = RegulationText.objects.filter(sha256=digest).first()
    if found is None:
        found, _created = RegulationText.objects.get_or_create(
            sha256=digest, defaults={"text": words, "origin": origin, **stored_form(words)}
        )
    return found


@transaction.atomic
def create_regulation(
    *, by: User | None, kind: RegulationType, number: str, year: int, text: str = "", **facts: Any
) -> Regulation:
    """A draft below the index, written by `by`; `facts` are further columns of Regulation. Publish it with `publish`."""
    index = RegulationIndex.objects.get()
    regulation = Regulation(owner=by, live=False, kind=kind, number=number, year=year, **facts)
    regulation.text = store_text(text=text, origin=TextOrigin.TYPED)
    index.add_child(instance=regulation)
    regulation.save_revision(user=by, log_action=True)
    return regulation


@transaction.atomic
def publish(*, by: User, page: Page) -> Page:
    """Bring a page's latest revision to the public. Raises RefusedByTwoPersonRule unless `by` is a second person."""
    with two_people.approval(by, page):
        page.get_latest_revision().publish(user=by)
    return page.specific_class.objects.get(pk=page.pk)


@contextmanager
def _on_disk(upload: "UploadedFile[Any]") -> Iterator[Path]:
    """The upload as a file on disk; small uploads live in memory until here."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(suffix=".upload", dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _keep(by: User | None, upload: "UploadedFile[Any]", report: PdfReport) -> DocumentFile:
    """A large upload lies in a file already, which is moved, not copied: this may be inside a transaction."""
    name = upload.name or "dokumen.pdf"
    document = DocumentFile(
        sha256=report.sha256,
        size=report.size,
        content_type=PDF,
        original_name=Path(name).name[-NAME_LENGTH:],
        pages=report.page_count,
        text=report.text,
        is_ocr=report.is_ocr,
        uploaded_by=by,
    )
    stored_as = content_path(document, name)
    storage = document.file.storage
    if storage.exists(stored_as) and storage.size(stored_as) != report.size:
        storage.delete(stored_as)  # half a file, left by a crash
    if not storage.exists(stored_as):
        stored_as = storage.save(stored_as, upload)
    document.file.name = stored_as
    document.save()
    return document
