"""What the pages share on which a proposal is written: whose they are, whether they are open, and what stands beside the form."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View

from portal.core.permissions import RefusedError
from workflows import actions
from workflows.enums import Section
from workflows.models import Proposal, TypedAnswers
from workflows.permissions import can_create, check_can_edit_section, what_editing_costs
from workflows.standing import Standing
from workflows.views import answers
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import conflict_page
from workflows.views.progress import progress
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.remarks import asked_remarks, put_at_fields


class DraftPage(LoginRequiredMixin, View):
    """A page of a proposal that its own unit may change now."""

    section: ClassVar[Section]
    template_name: ClassVar[str]
    proposal: Proposal
    standing: Standing
    """As the page found it: what is asked for, lacking and open."""

    @method_decorator(keeps_what_is_typed)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        user = signed_in(request)
        self.proposal = visible_proposal(user, kwargs["pk"])
        if not can_create(user, self.proposal.unit):
            raise PermissionDenied
        self.standing = Standing(self.proposal)
        try:
            check_can_edit_section(user, self.proposal, self.section, self.standing)
        except RefusedError as refused:
            return self._refuse(request, str(refused))
        try:
            response = super().dispatch(request, *args, **kwargs)
        except RefusedError as refused:
            # The proposal moved on after the look above: the action looks again under its lock, and has the last word.
            self.proposal.refresh_from_db()
            self.standing = Standing(self.proposal)
            response = self._refuse(request, str(refused))
        # The back button asks again, so that nobody types into a version of yesterday; and personal data stays here.
        add_never_cache_headers(response)
        return response

    def _refuse(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        if request.method == "POST":
            actions.record_refusal(by=signed_in(request), proposal=self.proposal, section=self.section)
        return self.closed(request, reason)

    def closed(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        """The proposal has moved on since the page was opened, or the section was not sent back."""
        if answers.is_background(request):
            return answers.refused(reason)
        if request.method == "POST":
            # No redirect: a form that is kept since its session ended would be taken for saved.
            return conflict_page(request, self.proposal, reason)
        messages.error(request, reason)
        return redirect("workflows:proposal", pk=self.proposal.pk)

    @cached_property
    def typed(self) -> list[TypedAnswers]:
        """The reader's answers that are not saved."""
        return answers.typed_answers(signed_in(self.request), self.proposal)

    @property
    def row(self) -> str:
        """The community or item that the page is about, if it is about one."""
        return ""

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        shown = progress(self.standing, self.section, {each.section for each in self.typed})
        context = {"proposal": self.proposal, "progress": shown, "section": self.section, **context}
        context["editing_costs"] = what_editing_costs(signed_in(self.request), self.proposal)
        context["remarks"] = found = asked_remarks(self.standing, self.section)
        context["placed"] = put_at_fields(found, context.get("forms", ()), row=self.row)
        context["has_errors"] = any(form.is_bound and form.errors for form in context.get("forms", ()))
        return render(self.request, self.template_name, context, status=status)
