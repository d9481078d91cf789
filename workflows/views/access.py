"""What the views share: who asks, what they may see, and how a private file is handed out."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from portal.core.models import User
from workflows.models import Proposal


def signed_in(request: HttpRequest) -> User:
    """The account behind a view that asks for a login."""
    assert isinstance(request.user, User)  # noqa: S101 - the login decorators hold this
    return request.user


def visible_proposal(user: User, pk: int) -> Proposal:
    """The proposal, or 404: whoever may not see it does not learn that it exists."""
    visible = Proposal.objects.visible_to(user).select_related("unit", "leading_directorate", "decision_letter")
    return get_object_or_404(visible, pk=pk)


def private_file(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """A stored file as a download that no browser runs, guesses at or keeps. 404 if it is not there."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
