"""Where private files lie: outside MEDIA_URL, reached only through views that check who asks."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


def private_storage() -> Storage:
    """Storage of papers, letters and documents' files. A callable, so that migrations do not name a directory."""
    return FileSystemStorage(location=settings.PRIVATE_FILES_DIR, base_url=None, file_permissions_mode=0o600)
