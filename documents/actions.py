"""What is done to documents, one function per verb. No request, no message; whoever acts is named."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
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
from documents.text.stored import LONGEST_TEXT, stored_form
from portal.core.models import User

__all__ = [
    "UnreadableFile",
    "create_regulation",
    "is_new_text",
    "parsed_ahead",
    "publish",
    "read_pdf",
    "store_pdf",
    "store_text",
]

NAME_LENGTH = 255

#: Forms of texts that were parsed ahead, by digest.
_parsed: ContextVar[Mapping[str, dict[str, Any]]] = ContextVar("parsed", default=MappingProxyType({}))
#: What was found in uploads that were read ahead, for as long as the request holds them.
_read: "WeakKeyDictionary[UploadedFile[Any], PdfReport | UnreadableFile]" = WeakKeyDictionary()


def read_pdf(upload: "UploadedFile[Any]") -> str:
    """Read an upload now, so that `store_pdf` only has to keep it: reading takes up to half a minute, too long for a transaction.

    Returns its text; "" for a scan and for a file that will be refused.
    """
    with _on_disk(upload) as path:
        try:
            report = _read[upload] = inspect_pdf(path)
        except UnreadableFile as error:
            _read[upload] = error
            return ""
    return report.text


def store_pdf(*, by: User | None, upload: "UploadedFile[Any]") -> DocumentFile:
    """Check, read and keep an uploaded PDF. Raises UnreadableFile with a sentence for the user."""
    with _on_disk(upload) as path:
        report = _read.get(upload) or inspect_pdf(path)
        if isinstance(report, UnreadableFile):
            raise report
    return _keep(by, upload, report)


@contextmanager
def parsed_ahead(*texts: str) -> Iterator[None]:
    """Parse those of the texts that are new now, so that `store_text` inside only has to keep them."""
    forms = {_digest(words): stored_form(words) for words in map(_words_of, texts) if is_new_text(words)}
    token = _parsed.set(forms)
    try:
        yield
    finally:
        _parsed.reset(token)


def is_new_text(text: str) -> bool:
    """Whether there is something to parse: words that are not stored yet, and no more of them than may be stored."""
    words = _words_of(text)
    return 0 < len(words) <= LONGEST_TEXT and not RegulationText.objects.filter(sha256=_digest(words)).exists()


def store_text(*, text: str, origin: TextOrigin) -> RegulationText | None:
    """The stored text with its structure; the same words are parsed and kept once. Nothing for an empty text.

    ValueError for more than LONGEST_TEXT letters: whoever takes a text in refuses it before, with a sentence.
    """
    words = _words_of(text)
    if not words:
        return None
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"a text of {len(words)} letters")
    digest = _digest(words)
    found = RegulationText.objects.filter(sha256=digest).first()
    if found is None:
        form = _parsed.get().get(digest) or stored_form(words)
        found, _created = RegulationText.objects.get_or_create(
            sha256=digest, defaults={"text": words, "origin": origin, **form}
        )
    return found


def _words_of(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip("\n")
    return words if words.strip() else ""


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


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
        two_people.check_can_go_live(page)
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
