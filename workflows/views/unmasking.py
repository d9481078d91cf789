"""Which personal data a browser session may see in clear now. Nothing of it is kept in the session but a number."""

from django.http import HttpRequest

from workflows.models import PersonalDataAccess, Proposal
from workflows.permissions import can_edit, can_unmask
from workflows.views.access import signed_in

_KEY = "personal_data_accesses"
_MOST = 10


def remember(request: HttpRequest, access: PersonalDataAccess) -> None:
    """The look belongs to this session: another browser, or the same one after logging out, sees nothing."""
    held = request.session.get(_KEY, {})
    held.pop(str(access.proposal_id), None)
    newest = dict(list(held.items())[-(_MOST - 1) :])
    request.session[_KEY] = newest | {str(access.proposal_id): access.pk}


def running_access(request: HttpRequest, proposal: Proposal) -> PersonalDataAccess | None:
    """The session's open look at this proposal; None when none was asked for, it is over, or the role is gone."""
    user = signed_in(request)
    pk = request.session.get(_KEY, {}).get(str(proposal.pk))
    if pk is None or not can_unmask(user, proposal):
        return None
    return PersonalDataAccess.objects.running().filter(pk=pk, proposal=proposal, by=user).first()


def may_read_clear(request: HttpRequest, proposal: Proposal) -> bool:
    """Those who write the proposal, and whoever has opened its personal data."""
    return can_edit(signed_in(request), proposal) or running_access(request, proposal) is not None
