"""Keeping a form that came too late, and giving it back: bounded in size and number, for one account, for one day."""

import logging
import uuid
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.forms.formsets import ManagementForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import KeptFile, KeptForm
from portal.core import discarding
from portal.core.files import private_storage
from portal.core.models import User
from portal.core.typed_text import storable
from workflows.views.answers import TECHNICAL_FIELDS, TECHNICAL_PREFIXES

logger = logging.getLogger(__name__)

_SECRET_WORDS = ("password", "sandi", "csrfmiddlewaretoken")
KEPT_FIELD = "isian_tersimpan"


def fields_of(request: HttpRequest) -> list[list[str]]:
    """Names and values as sent, in order, without what is asked again rather than written down."""
    return [
        [storable(name), storable(str(value))]
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _SECRET_WORDS) and name != KEPT_FIELD
    ]


def is_background(request: HttpRequest) -> bool:
    """A script's own request (autosave, ping): its page tells the person itself, and has what was typed."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or "json" in request.headers.get("Accept", "")


def is_typed(name: str) -> bool:
    """Whether a person filled in the field; what pages and scripts write travels along, but is shown to nobody."""
    is_technical = name in TECHNICAL_FIELDS or name.startswith(TECHNICAL_PREFIXES)
    return not is_technical and name.rpartition("-")[2] not in ManagementForm.base_fields


def keep(request: HttpRequest, *, owner: User) -> KeptForm | None:
    """Stores the fields and files of a refused POST; None if there is nothing to keep or the text is too large.

    The files are written first: on SQLite nobody else could write while a large one is copied inside a transaction.
    """
    fields = fields_of(request)
    if not fields or sum(len(name) + len(value) for name, value in fields) > KeptForm.MOST_TEXT_LETTERS:
        return None
    kept = KeptForm(owner=owner, path=request.get_full_path()[:500], page=_page_of(request)[:500], fields=fields)
    kept.expires_at = timezone.now() + KeptForm.LIFETIME
    files = _stored_files(request, kept)
    try:
        with transaction.atomic():
            kept.save()
            KeptFile.objects.bulk_create(files)
            for surplus in KeptForm.objects.filter(owner=owner)[KeptForm.MOST_PER_ACCOUNT :]:
                discard(surplus)
    except DatabaseError:
        for stored in files:
            private_storage().delete(str(stored.file.name))
        raise
    return kept


def _stored_files(request: HttpRequest, kept: KeptForm) -> list[KeptFile]:
    """Rows still to be saved, whose files lie in storage already; what is too large is noted in `kept`."""
    room, files = KeptForm.MOST_FILE_BYTES, []
    for field, uploads in request.FILES.lists():
        for upload in uploads:
            size = upload.size or 0
            if size > room:
                kept.files_left_out.append(upload.name)
                continue
            room -= size
            name, kind = (upload.name or "berkas")[:255], (upload.content_type or "")[:100]
            stored = KeptFile(form=kept, field=storable(field), name=name, content_type=storable(kind), size=size)
            upload.seek(0)
            stored.file.save(name, upload, save=False)
            files.append(stored)
    return files


def _page_of(request: HttpRequest) -> str:
    """The page that held the form: the referring one if it is ours, else the form's own address."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host() and referer.path:
        return "/" + referer.path.lstrip("/") + (f"?{referer.query}" if referer.query else "")
    return request.get_full_path()


def address_of(kept: KeptForm) -> str:
    return reverse("accounts:kept_form", kwargs={"pk": kept.pk})


def find(pk: str, owner: User) -> KeptForm | None:
    """The form, only for its own account and only while it lives."""
    try:
        key = uuid.UUID(pk)
    except ValueError:
        return None
    return KeptForm.objects.live().filter(pk=key, owner=owner).prefetch_related("files").first()


def give_files_back(request: HttpRequest, kept: KeptForm) -> None:
    """Adds the kept files to the request, except where the person chose new ones."""
    chosen = set(request.FILES)
    for stored in kept.files.all():
        if stored.field not in chosen:
            request.FILES.appendlist(stored.field, as_upload(stored))


def as_upload(stored: KeptFile) -> "UploadedFile[bytes]":
    """Read from storage as it is needed: a kept file may be as large as a regulation's."""
    return UploadedFile(stored.file.open("rb"), stored.name, stored.content_type, stored.size)


def discard(kept: KeptForm) -> None:
    """Removes rows now and the files once that is certain."""
    names = [str(stored.file.name) for stored in kept.files.all()]
    with transaction.atomic():
        kept.delete()
        discarding.discard(names)


def discard_expired() -> int:
    """Called by the worker: how many were removed."""
    expired = list(KeptForm.objects.expired().prefetch_related("files")[:500])
    for kept in expired:
        discard(kept)
    if expired:
        logger.info("discarded %s kept forms", len(expired))
    return len(expired)
