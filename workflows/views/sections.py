"""The pages on which a proposal is drafted, section by section. Each is saved by itself; nothing depends on JavaScript."""

from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views import View

from portal.core.formats import moment_long
from portal.core.permissions import RefusedError
from workflows import actions
from workflows.drafts import SectionData
from workflows.enums import Section
from workflows.models import Proposal, TypedAnswers
from workflows.permissions import can_create, check_can_edit_section, what_editing_costs
from workflows.standing import Standing
from workflows.versions import is_overtaken, of_section, version_of
from workflows.views import answers
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import Difference, SavedMeanwhile, conflict_page, differences
from workflows.views.progress import progress, url_after
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.remarks import asked_remarks, put_at_fields


class Sheet(Protocol):
    """A form or rows of forms: what a section page shows and saves."""

    def is_valid(self) -> bool: ...

    def typed_fields(self) -> list[list[str]]: ...

    def redrawn(self) -> "Sheet": ...


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


class SectionPage(DraftPage):
    """A form, or rows of one form, that saves a section or a part of it."""

    row_label: ClassVar[str | Promise] = ""

    @property
    def place(self) -> str:
        """Which of the section's forms this is, when it has several."""
        return ""

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> Any:
        """The form as stored, or with these answers."""
        raise NotImplementedError

    def data_of(self, sheet: Any) -> SectionData:
        """What a valid sheet says."""
        return sheet.data_object()  # type: ignore[no-any-return]

    def forms_of(self, sheet: Any) -> list[forms.Form]:
        return [sheet]

    def rearranged(self, sheet: Any, action: str) -> Sheet | None:
        """The sheet with one row more or less, for an action that asks for it."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("isian") and (late := getattr(request, "late_fields", None)):
            # Typed before the session ended; the rows must be there before their values are filled in.
            return self.show(self.sheet(data=answers.as_post(late), lenient=True).redrawn())
        own = [each for each in self.typed if (each.section, each.place) == (self.section, self.place)]
        kept = own[0] if own else None
        if kept is None:
            return self.show(self.sheet())
        sheet = self.sheet(data=answers.as_post(kept.fields), lenient=True)
        if kept.version != version_of(self.proposal, self.section):
            return self.show_conflict(sheet, kept=kept, status=200)
        return self.show(sheet.redrawn(), version=kept.version, kept=kept)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        action = request.POST.get("action", "next")
        if action == answers.DISCARD:
            self.discard()
            return redirect(request.path)
        if answers.is_background(request):
            state = of_section(self.proposal, self.section)
            if is_overtaken(state, answers.tab_of(request)):
                return answers.saved(state.number, overtaken=True)
        sheet = self.sheet(data=request.POST, lenient=action != "next")
        if changed := self.rearranged(sheet, action):
            self.keep(changed)
            return self.show(changed, version=answers.typed_version(request), is_unsaved=True)
        if action == answers.KEEP or not sheet.is_valid():
            return self.not_saved(sheet)
        try:
            saved = self.save(sheet)
        except (actions.StaleVersionError, actions.UnknownRowError):
            return self.in_conflict(sheet)
        except actions.CommunityIsNeededError as needed:
            return self.not_accepted(sheet, str(needed))
        except actions.RowIsNotAskedError as closed:
            actions.record_refusal(by=signed_in(request), proposal=self.proposal, section=self.section)
            return self.not_accepted(sheet, str(closed))
        self.discard()
        return self.done(saved, sheet)

    def save(self, sheet: Sheet) -> Proposal:
        return actions.save_draft_section(
            by=signed_in(self.request),
            proposal=self.proposal,
            data=self.data_of(sheet),
            version=answers.typed_version(self.request),
            tab=answers.tab_of(self.request),
        )

    def done(self, saved: Proposal, sheet: Sheet) -> HttpResponseBase:
        if answers.is_background(self.request):
            return answers.saved(version_of(saved, self.section), ids=self.row_ids(sheet))
        if self.request.POST.get("action", "next") == "next":
            return redirect(self.next_url(saved))
        now = moment_long(timezone.now())
        messages.success(self.request, _("Draf tersimpan %s. Anda dapat melanjutkannya nanti.") % now)
        return redirect(self.request.path)

    def next_url(self, saved: Proposal) -> str:
        return url_after(Standing(saved), self.section)

    def row_ids(self, sheet: Any) -> dict[str, int]:
        """Values for the hidden fields of rows that are stored now."""
        return {}

    def not_saved(self, sheet: Sheet) -> HttpResponseBase:
        """Wrong answers stand on the page with their errors, and are kept for a page that is opened anew."""
        fits = self.keep(sheet)
        if not answers.is_background(self.request):
            return self.show(sheet)
        if not fits:
            return answers.refused(_("Isian ini terlalu panjang untuk disimpan. Perpendek, lalu simpan."))
        wrong = 0 if self.request.POST["action"] == answers.KEEP else sum(len(f.errors) for f in self.forms_of(sheet))
        return answers.kept(wrong)

    def not_accepted(self, sheet: Sheet, reason: str) -> HttpResponseBase:
        """Right as such, but not now: kept, with the reason and the way back to what is stored."""
        self.keep(sheet)
        if answers.is_background(self.request):
            return answers.refused(reason)
        return self.show(sheet, not_accepted=reason, status=409)

    def in_conflict(self, sheet: Sheet) -> HttpResponseBase:
        self.keep(sheet)
        return answers.conflicting() if answers.is_background(self.request) else self.show_conflict(sheet)

    def keep(self, sheet: Sheet) -> bool:
        return actions.keep_answers(
            by=signed_in(self.request),
            proposal=self.proposal,
            section=self.section,
            place=self.place,
            fields=sheet.typed_fields(),
            version=answers.typed_version(self.request),
            tab=answers.tab_of(self.request),
        )

    def discard(self) -> None:
        user = signed_in(self.request)
        actions.discard_answers(by=user, proposal=self.proposal, section=self.section, place=self.place)

    def closed(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        if request.method != "POST" or answers.is_background(request):
            return super().closed(request, reason)
        # What was typed stays on the screen, so that it can be copied; there is just nothing to save it into.
        return self.show(self.sheet(data=request.POST, lenient=True), refused=reason, status=409)

    def show(self, sheet: Any, **context: Any) -> HttpResponse:
        if "version" not in context:
            context["version"] = version_of(self.proposal, self.section)
        return self.page(sheet=sheet, forms=self.forms_of(sheet), **context)

    def show_conflict(self, sheet: Sheet, *, status: int = 409, **context: Any) -> HttpResponse:
        """Both texts, and the choice: nothing is overwritten unless the person says so by saving again."""
        self.proposal.refresh_from_db()
        self.standing = Standing(self.proposal)
        found = self.differences(self.sheet(), sheet)
        return self.show(self.after_conflict(sheet), conflict=SavedMeanwhile(found), status=status, **context)

    def differences(self, stored: Any, typed: Any) -> list[Difference]:
        """What is saved beside what was typed, answer by answer."""
        return differences(self.forms_of(stored), self.forms_of(typed), row_label=str(self.row_label))

    def after_conflict(self, sheet: Any) -> Sheet:
        """What the person goes on with."""
        return sheet  # type: ignore[no-any-return]
