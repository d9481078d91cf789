"""A paper that arrives in pieces: begin, receive, finish. Each may be repeated; what has arrived is never sent again."""

import hashlib
import os
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.discarding import discard
from portal.core.files import private_storage
from portal.core.models import User
from workflows import uploads
from workflows.actions.papers import attach_paper, check_may_change
from workflows.enums import Section
from workflows.models import Paper, PaperKind, Proposal, UploadSession
from workflows.permissions import check_can_edit_section
from workflows.standing import Standing

MOST_BYTES_OF_CHUNK = 1024 * 1024


class OffsetError(Exception):
    """The piece does not follow what is there; the session says where it goes on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"goes on at {received}")
        self.received = received


@transaction.atomic
def begin_upload(*, by: User, proposal: Proposal, kind: PaperKind, name: str, size: int, sha256: str) -> UploadSession:
    """A new session, or the one that this file was already on its way in. Raises UploadRefusedError for its size."""
    check_may_change(by, Standing(proposal), kind)
    uploads.check_size(name, size)
    # Another file chosen for the same kind takes the place of the first; an account has only so many under way.
    own = UploadSession.objects.filter(owner=by)
    for other in own.filter(proposal=proposal, kind=kind).exclude(sha256=sha256, size=size):
        drop_upload(other)
    session, is_new = UploadSession.objects.get_or_create(
        proposal=proposal,
        kind=kind,
        owner=by,
        sha256=sha256,
        defaults={
            "name": uploads.clean_name(name),
            "size": size,
            "expires_at": timezone.now() + UploadSession.LIFETIME,
        },
    )
    if session.paper_id and not Paper.objects.current().filter(pk=session.paper_id).exists():
        # Sent before, and taken off the list since.
        drop_upload(session)
        return begin_upload(by=by, proposal=proposal, kind=kind, name=name, size=size, sha256=sha256)
    if is_new:
        for surplus in own.order_by("-created_at", "-pk")[UploadSession.MOST_PER_ACCOUNT :]:
            drop_upload(surplus)
    return session


@transaction.atomic
def receive_chunk(*, by: User, session: UploadSession, offset: int, content: bytes) -> UploadSession:
    """Adds one piece. Raises OffsetError when it is not the next one: a repeated piece, or one after a gap."""
    locked = UploadSession.objects.select_for_update(of=("self",)).select_related("proposal__unit").get(pk=session.pk)
    check_can_edit_section(by, locked.proposal, Section.PAPERS)
    if offset != locked.received or locked.received + len(content) > locked.size:
        raise OffsetError(locked.received)
    path = _path(locked)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        # A piece whose row was never written (the machine went down in between) is written over.
        file.seek(locked.received)
        file.truncate()
        file.write(content)
    locked.received += len(content)
    locked.expires_at = timezone.now() + UploadSession.LIFETIME
    locked.save(update_fields=("received", "expires_at"))
    return locked


def finish_upload(*, by: User, session: UploadSession, on_screen: int | None = None) -> Paper:
    """Looks into the whole file and attaches it. Raises UploadBusyError; UploadRefusedError, and then the session is gone;
    PaperIsReplacedError, if `on_screen` is not the paper that it takes the place of.

    The look takes its time, so it holds no lock; whoever looks twice at the same time attaches one paper.
    """
    if session.paper is not None:
        return session.paper
    try:
        checked = _checked(session, by)
    except uploads.UploadRefusedError:
        drop_upload(session)
        raise
    with transaction.atomic():
        paper = attach_paper(
            by=by,
            proposal=session.proposal,
            kind=session.kind,
            file=ContentFile(checked.content),
            name=checked.name,
            content_type=checked.content_type,
            point=checked.point,
            on_screen=on_screen,
        )
        UploadSession.objects.filter(pk=session.pk).update(paper=paper)
        discard([session.storage_name])
    return paper


def _checked(session: UploadSession, by: User) -> uploads.CheckedFile:
    try:
        with _path(session).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != session.sha256:
                raise uploads.UploadRefusedError(
                    _("Berkas “%s” berubah di perjalanan. Pilih berkasnya sekali lagi.") % session.name
                )
            return uploads.check(File(file, name=session.name), account=by.pk)
    except FileNotFoundError as error:
        raise uploads.UploadRefusedError(
            _("Berkas “%s” tidak lengkap. Pilih berkasnya sekali lagi.") % session.name
        ) from error


def drop_upload(session: UploadSession) -> None:
    """Removes the row now and the bytes once that is certain."""
    name = session.storage_name
    with transaction.atomic():
        session.delete()
        discard([name])


def _path(session: UploadSession) -> Path:
    return Path(private_storage().path(session.storage_name))
