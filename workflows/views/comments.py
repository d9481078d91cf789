"""Pinning a comment to an answer, taking it away, and closing it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.typed_text import number_in
from workflows import actions
from workflows.enums import Section
from workflows.forms.comments import CommentForm, parse_target
from workflows.models import PinnedComment, Proposal
from workflows.permissions import check_can_act
from workflows.views import desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.verification import address_of, verification_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new comment; an empty one comes back with its sentence, at its answer. GET leads to the page."""
    if request.method != "POST":
        return redirect(address_of(visible_proposal(signed_in(request), pk)))
    proposal = _workable(request, pk)
    named = request.POST.get("target", "")
    target, form = parse_target(named), CommentForm(request.POST, prefix=named)
    if target is None:
        return desk.in_conflict(request, proposal, _("Isian itu tidak ada lagi. Muat ulang halaman ini."))
    section, row, column = target

    def act() -> HttpResponse | None:
        if not form.is_valid():
            desk.keep(request, proposal)
            return verification_page(request, proposal, comment_form=form, chosen=_paper(section, row))
        text = form.cleaned_data["comment"]
        actions.pin_comment(
            by=signed_in(request), proposal=proposal, section=section, row=row, column=column, text=text
        )
        desk.keep(request, proposal, without=desk.comment_name(named))
        messages.success(request, _("Catatan tersimpan. Unit membacanya bila usulan dikembalikan."))
        return None

    return _done(request, proposal, act, _address(proposal, section, row, column))


@login_required
@require_POST
def settle(request: HttpRequest, pk: int, comment: int) -> HttpResponseBase:
    """Closes a comment that was sent, or takes away one that was not (`action=remove`)."""
    proposal = _workable(request, pk)
    found = get_object_or_404(PinnedComment.objects.select_related("proposal__unit"), pk=comment, proposal=proposal)
    settle_it = actions.remove_comment if request.POST.get("action") == "remove" else actions.close_comment

    def act() -> None:
        settle_it(by=signed_in(request), comment=found)
        desk.keep(request, proposal)

    return _done(request, proposal, act, _address(proposal, found.section, found.row, found.column))


def _address(proposal: Proposal, section: str, row: str, column: str) -> str:
    """The answer on the page; a paper is shown where it is looked at."""
    return f"{address_of(proposal, _paper(section, row))}#isian-{section}-{row}-{column}"


def _paper(section: str, row: str) -> int | None:
    """The kind of paper that a comment is about."""
    return (number_in(row) or None) if section == Section.PAPERS else None


def _workable(request: HttpRequest, pk: int) -> Proposal:
    """404 for those who do not see the case, 403 for those who never comment on it."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    check_can_act(user, proposal, actions.commenting_step(proposal))
    return proposal


def _done(request: HttpRequest, proposal: Proposal, act: Callable[[], HttpResponse | None], back: str) -> HttpResponse:
    try:
        return act() or redirect(back)
    except actions.ConflictError as conflict:
        return desk.in_conflict(request, proposal, str(conflict))
    except actions.FlowLockFailed:
        return desk.in_conflict(request, proposal, desk.busy())
