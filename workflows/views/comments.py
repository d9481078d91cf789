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
from workflows.views import desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.verification import address_of, verification_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
def pin(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new comment; an empty one comes back with its sentence, at its answer. GET leads to the page."""
    proposal = visible_proposal(signed_in(request), pk)
    if request.method != "POST":
        return redirect(address_of(proposal))
    return _done(request, proposal, lambda: _pin(request, proposal))


def _pin(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    named = request.POST.get("target", "")
    target, form = parse_target(named), CommentForm(request.POST, prefix=named)
    if target is None:
        return desk.in_conflict(request, proposal, _("Isian itu tidak ada lagi. Muat ulang halaman ini."))
    section, row, column = target
    if not form.is_valid():
        desk.keep(request, proposal)
        return verification_page(request, proposal, comment_form=form, chosen=_paper(section, row))
    text = form.cleaned_data["comment"]
    actions.pin_comment(by=signed_in(request), proposal=proposal, section=section, row=row, column=column, text=text)
    desk.keep(request, proposal, without=desk.comment_name(named))
    messages.success(request, _("Catatan tersimpan. Unit membacanya bila usulan dikembalikan."))
    return redirect(_address(proposal, section, row, column))


@login_required
@require_POST
@keeps_what_is_typed
def settle(request: HttpRequest, pk: int, comment: int) -> HttpResponseBase:
    """Closes a comment that was sent, or takes away one that was not (`action=remove`)."""
    proposal = visible_proposal(signed_in(request), pk)
    return _done(request, proposal, lambda: _settle(request, proposal, comment))


def _settle(request: HttpRequest, proposal: Proposal, comment: int) -> HttpResponse:
    found = get_object_or_404(PinnedComment.objects.select_related("proposal__unit"), pk=comment, proposal=proposal)
    settle_it = actions.remove_comment if request.POST.get("action") == "remove" else actions.close_comment
    settle_it(by=signed_in(request), comment=found)
    desk.keep(request, proposal)
    return redirect(_address(proposal, found.section, found.row, found.column))


def _address(proposal: Proposal, section: str, row: str, column: str) -> str:
    """The answer on the page; a paper is shown where it is looked at."""
    return f"{address_of(proposal, _paper(section, row))}#isian-{section}-{row}-{column}"


def _paper(section: str, row: str) -> int | None:
    """The kind of paper that a comment is about."""
    return (number_in(row) or None) if section == Section.PAPERS else None


def _done(request: HttpRequest, proposal: Proposal, act: Callable[[], HttpResponse]) -> HttpResponse:
    """403 for those who never comment on the case; 409 with every text for whoever comes too late."""
    try:
        desk.check_can_work(request, proposal, actions.commenting_step(proposal))
        return act()
    except actions.ConflictError as conflict:
        return desk.in_conflict(request, proposal, str(conflict))
    except actions.FlowLockFailed:
        return desk.in_conflict(request, proposal, desk.busy())
