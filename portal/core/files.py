"""Where private files lie: outside MEDIA_URL, reached only through views that check who asks."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


class PrivateStorage(FileSystemStorage):
    """Files of a directory that no address leads to, readable by the portal's account only."""

    def url(self, name: str | None) -> str:
        """Raises ValueError: Django's own falls back to MEDIA_URL, an address under which nothing must ever be."""
        raise ValueError("A private file has no address of its own; link to the view that checks who asks.")


def private_storage() -> Storage:
    """Storage of papers, letters and documents' files. A callable, so that migrations do not name a directory."""
    return PrivateStorage(location=settings.PRIVATE_FILES_DIR, file_permissions_mode=0o600)
