"""Files that are just being sent or looked at: what a killed process leaves of them holds papers of people and must not stay."""

import datetime as dt
import logging
import time
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

LONGEST_SILENCE = dt.timedelta(hours=1)
"""A file that nobody has written to for longer belongs to no upload that still goes on."""


def sweep() -> int:
    """Called by the worker at its start and from then on: how many files were removed."""
    long_ago = time.time() - LONGEST_SILENCE.total_seconds()
    lost = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if path.is_file()]
    lost = [path for path in lost if path.stat().st_mtime < long_ago]
    for path in lost:
        path.unlink(missing_ok=True)
    if lost:
        logger.info("swept %s broken-off uploads", len(lost))
    return len(lost)
