"""Sending documents' files to those who may open a page that carries them, and the feed for JDIHN to everybody."""

import datetime as dt
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import condition, require_safe

from documents import jdihn, permissions
from documents.models import DocumentFile
from portal.core.files import private_download


@require_safe
def file(request: HttpRequest, pk: int, name: str = "") -> HttpResponseBase:
    """The file as a download, under the name it had or the one asked for; 404 for whoever may not know that it exists."""
    document = get_object_or_404(DocumentFile.objects.defer("text"), pk=pk)
    if not permissions.can_download(request.user, document):
        raise Http404
    shown_name = f"{name}.pdf" if name else document.original_name
    return private_download(document.file, name=shown_name, content_type=document.content_type)


def _feed_etag(request: HttpRequest, **kwargs: Any) -> str | None:
    stamp = jdihn.stamp()
    return f'"{stamp}"' if stamp else None


def _feed_changed_at(request: HttpRequest, **kwargs: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(jdihn.path().stat().st_mtime, tz=dt.UTC)
    except FileNotFoundError:
        return None


@require_safe
@condition(_feed_etag, _feed_changed_at)
def jdihn_feed(request: HttpRequest) -> HttpResponseBase:
    """The feed as the worker wrote it; 404 until it has. An empty array would tell JDIHN that everything was withdrawn."""
    try:
        content = jdihn.path().open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    # Kept, but never sent on unasked: what was closed must not live on in a cache.
    response["Cache-Control"] = "public, no-cache"
    return response
