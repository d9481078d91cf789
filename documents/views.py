"""Sending documents' files: outside the page tree, and only to those who may open a page that carries them."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents import permissions
from documents.models import DocumentFile
from portal.core.files import private_download


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as a download, under the name it had; 404 for whoever may not know that it exists."""
    document = get_object_or_404(DocumentFile.objects.defer("text"), pk=pk)
    if not permissions.can_download(request.user, document):
        raise Http404
    return private_download(document.file, name=document.original_name, content_type=document.content_type)
