"""Where private files lie: outside MEDIA_URL, reached only through views that check who asks."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


class PrivateStorage(FileSystemStorage):
    """Files of a directory that no address leads to, readable by the portal's account only."""

    def url(self, name: str | None) -> str:
        """Raises ValueError: Django's own falls back to MEDIA_URL, an address under which nothing must ever be."""
        raise ValueError("A private file has no address of its own; link to the view that checks who asks.")


def private_storage() -> Storage:
    """Storage of papers, letters and documents' files. A callable, so that migrations do not name a directory."""
    return PrivateStorage(location=settings.PRIVATE_FILES_DIR, file_permissions_mode=0o600)


def private_download(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """A stored file as a download under `name` that no browser runs, guesses at or keeps. 404 if it is not there.

    The view has checked who asks.
    """
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # FileResponse writes the name as RFC 5987 asks when it is not plain ASCII.
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
