"""Sending documents' files: outside the page tree, and only to those who may open a page that carries them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents import permissions
from documents.models import DocumentFile


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as a download, under the name it had; 404 for whoever may not know that it exists."""
    document = get_object_or_404(DocumentFile.objects.defer("text"), pk=pk)
    if not permissions.can_download(request.user, document):
        raise Http404
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # FileResponse writes the name as RFC 5987 asks when it is not plain ASCII.
    response = FileResponse(
        content, as_attachment=True, filename=document.original_name, content_type=document.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{document.sha256}"'
    return response
