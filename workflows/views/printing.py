"""A proposal as PDF, for those who see it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from workflows import actions, proposal_report
from workflows.views.access import signed_in, visible_proposal
from workflows.views.unmasking import running_access


@login_required
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Made for this one look and kept nowhere. People are in clear only while somebody has opened them, with a reason."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    access = running_access(request, proposal)
    if access is not None:
        actions.record_print(by=user, access=access, proposal=proposal)
    content = proposal_report.render(proposal, by=user, at=timezone.now(), clear=access is not None)
    response = HttpResponse(content, content_type="application/pdf")
    name = (proposal.registration_number or f"draf-{proposal.pk}").replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="usulan-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
