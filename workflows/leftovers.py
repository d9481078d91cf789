"""Sweeping up what forms leave behind: broken-off uploads, scans and typed answers that nobody came back for."""

import datetime as dt
import logging
import time
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from portal.core.files import private_storage
from workflows.actions.scans import drop_scan
from workflows.actions.uploading import drop_upload
from workflows.enums import EDITABLE_STAGES, OPEN_STAGES
from workflows.models import HeldScan, TypedAnswers, UploadSession

logger = logging.getLogger(__name__)

ANSWERS_LIVE = dt.timedelta(days=90)
AT_ONCE = 500


def sweep() -> int:
    """Called by the worker: how much was removed."""
    expired = list(UploadSession.objects.expired()[:AT_ONCE])
    for session in expired:
        drop_upload(session)
    scans = list(HeldScan.objects.expired()[:AT_ONCE])
    for scan in scans:
        drop_scan(scan)
    too_old = Q(saved_at__lt=timezone.now() - ANSWERS_LIVE)
    of_a_task = Q(section=TypedAnswers.OF_A_TASK)
    written = ~of_a_task & Q(proposal__stage__in=EDITABLE_STAGES)
    of_a_step = of_a_task & Q(proposal__stage__in=OPEN_STAGES)
    answers, _by_model = TypedAnswers.objects.filter(too_old | ~(written | of_a_step)).delete()
    found = len(expired) + len(scans) + answers + _files_without_a_session()
    if found:
        logger.info("swept %s leftovers of forms", found)
    return found


def _files_without_a_session() -> int:
    """Bytes whose row went with its proposal or account; a fresh file may belong to a row that is just being written."""
    folder = Path(private_storage().path("uploading"))
    if not folder.is_dir():
        return 0
    alive = {key.hex for key in UploadSession.objects.values_list("pk", flat=True)}
    long_ago = time.time() - UploadSession.LIFETIME.total_seconds()
    lost = [path for path in folder.iterdir() if path.name not in alive and path.stat().st_mtime < long_ago]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)
