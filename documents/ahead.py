"""What a form of the admin sends is read and parsed before its transaction: on SQLite nobody else could write meanwhile."""

from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from documents import actions
from documents.editing.fields import LongTextField, file_of
from documents.models import Document

# The forms of a page, and the fields of `documents.editing.forms.DocumentForm` that cost time.
ADD, EDIT = "wagtailadmin_pages:add", "wagtailadmin_pages:edit"
UPLOAD, KEPT, TYPED = "upload", "upload-kept", "typed_text"


def prepared(request: HttpRequest) -> AbstractContextManager[None]:
    """Read and parse now what the view will store; the result is at hand inside the context."""
    match = request.resolver_match
    if match is None or not _may_use(request, match.view_name, match.kwargs):
        return actions.parsed_ahead()
    upload = request.FILES.get(UPLOAD)
    from_file = actions.read_pdf(upload) if upload is not None else _of_kept_file(request)
    typed = LongTextField(required=False).to_python(request.POST.get(TYPED, ""))
    return actions.parsed_ahead(typed if actions.is_new_text(typed) else from_file)


def _may_use(request: HttpRequest, view: str, kwargs: dict[str, Any]) -> bool:
    """Whether the view will take the form: a PDF is not read for whoever may not write here."""
    below, here = (Page.objects.filter(pk=kwargs.get(name)).first() for name in ("parent_page_id", "page_id"))
    if view == ADD:
        return below is not None and below.specific.permissions_for_user(request.user).can_add_subpage()
    return view == EDIT and here is not None and here.specific.permissions_for_user(request.user).can_edit()


def _of_kept_file(request: HttpRequest) -> str:
    """The text of a file that was sent before, in a form that was refused; not of the one that the page has already."""
    file = file_of(request.POST.get(KEPT, ""))
    if file is None:
        return ""
    page = Page.objects.filter(pk=request.resolver_match.kwargs.get("page_id")).first()  # type: ignore[union-attr]
    latest = page.get_latest_revision_as_object() if page else None
    is_there = isinstance(latest, Document) and latest.file_id == file.pk
    return "" if is_there else file.text
