"""Keeping a form that came too late, and giving it back: bounded in size and number, for one account, for one day."""

import logging
import uuid
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import KeptFile, KeptForm
from portal.core.files import private_storage
from portal.core.models import User

logger = logging.getLogger(__name__)

# Asked again rather than written down.
_SECRET_WORDS = ("password", "sandi", "csrfmiddlewaretoken")
KEPT_FIELD = "isian_tersimpan"


@transaction.atomic
def keep(request: HttpRequest, *, owner: User) -> KeptForm | None:
    """Stores the fields and files of a refused POST; None if there is nothing to keep or the text is too large."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _SECRET_WORDS) and name != KEPT_FIELD
    ]
    if not fields or sum(len(name) + len(str(value)) for name, value in fields) > KeptForm.MOST_TEXT_BYTES:
        return None
    kept = KeptForm.objects.create(
        owner=owner,
        path=request.get_full_path()[:500],
        page=_page_of(request)[:500],
        fields=fields,
        expires_at=timezone.now() + KeptForm.LIFETIME,
    )
    _keep_files(request, kept)
    for surplus in KeptForm.objects.filter(owner=owner)[KeptForm.MOST_PER_ACCOUNT :]:
        discard(surplus)
    return kept


def _keep_files(request: HttpRequest, kept: KeptForm) -> None:
    room = KeptForm.MOST_FILE_BYTES
    for field, uploads in request.FILES.lists():
        for upload in uploads:
            size = upload.size or 0
            if size > room:
                kept.files_left_out.append(upload.name)
                continue
            room -= size
            KeptFile.objects.create(
                form=kept,
                field=field,
                name=(upload.name or "berkas")[:255],
                content_type=(upload.content_type or "")[:100],
                size=size,
                file=upload,
            )
    if kept.files_left_out:
        kept.save(update_fields=("files_left_out",))


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


def as_upload(stored: KeptFile) -> SimpleUploadedFile:
    with stored.file.open("rb") as file:
        return SimpleUploadedFile(stored.name, file.read(), content_type=stored.content_type)


def discard(kept: KeptForm) -> None:
    """Removes rows now and the files once that is certain."""
    names = [str(stored.file.name) for stored in kept.files.all()]
    kept.delete()

    def remove_files() -> None:
        for name in names:
            private_storage().delete(name)

    transaction.on_commit(remove_files)


def discard_expired() -> int:
    """Called by the worker: how many were removed."""
    expired = list(KeptForm.objects.expired().prefetch_related("files")[:500])
    for kept in expired:
        discard(kept)
    if expired:
        logger.info("discarded %s kept forms", len(expired))
    return len(expired)
