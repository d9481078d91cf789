"""Private files that no row names: what a write left behind that was rolled back after its file was stored."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from portal.core.files import PrivateStorage

#: A file is stored before its row is committed; a younger one may still get its row.
FRESH = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stray:
    """A file, its size in bytes."""

    path: Path
    size: int


def stray_files() -> Iterator[Stray]:
    """Files in the folders of private file fields, older than a day, that no row of any of these fields names."""
    root = Path(settings.PRIVATE_FILES_DIR)
    # The directory first: a file stored after this moment is not looked at, one whose row came meanwhile is named below.
    found = [path for folder in _folders() for path in sorted((root / folder).rglob("*")) if path.is_file()]
    named = {name for field in _fields() for name in _names(field)}
    long_ago = time.time() - FRESH.total_seconds()
    for path in found:
        stat = path.stat()
        if stat.st_mtime < long_ago and str(path.relative_to(root)) not in named:
            yield Stray(path, stat.st_size)


def _fields() -> list[models.FileField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and isinstance(field.storage, PrivateStorage)
    ]


def _folders() -> set[str]:
    """Where the fields put their files; other folders are kept in order by whoever writes there."""
    fields = _fields()
    fixed = {Path(field.upload_to).parts[0] for field in fields if isinstance(field.upload_to, str)}
    return fixed | {Path(name).parts[0] for field in fields for name in _names(field)}


def _names(field: models.FileField) -> Iterator[str]:
    """Each name once, read row by row."""
    rows = field.model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname, flat=True)
    yield from rows.iterator()
