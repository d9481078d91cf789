"""What the views share: who asks and what they may see."""

from django.http import HttpRequest
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
