"""Which personal data a browser session may see in clear now. Nothing of it is kept in the session but a number."""

from django.http import HttpRequest

from workflows import actions
from workflows.models import Paper, PersonalDataAccess, Proposal
from workflows.models.personal_data import part_of
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
    """Whoever has opened the personal data; and those who write a draft, until others rely on it: it has a number then."""
    is_own_draft = not proposal.is_registered and can_edit(signed_in(request), proposal)
    return is_own_draft or running_access(request, proposal) is not None


def record_paper_reading(request: HttpRequest, paper: Paper) -> None:
    """A personal paper is read: a draft's writer asked with no reason before, and is put on record with the first page."""
    user = signed_in(request)
    looks = PersonalDataAccess.objects.running().filter(proposal=paper.proposal, by=user)
    if not looks.covering(part_of(paper)).exists():
        actions.record_reading(by=user, proposal=paper.proposal, of=paper)
