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
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from portal.core.formats import moment_long
from portal.core.permissions import RefusedError
from workflows import actions
from workflows.drafts import SectionData
from workflows.enums import Section
from workflows.forms.sections import ApplicantForm, CommunityForm, CommunityRows, GeneralForm
from workflows.models import Proposal
from workflows.permissions import can_create, check_can_edit_section, what_editing_costs
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import Difference, SavedMeanwhile, conflict_page, differences
from workflows.views.steps import progress, url_after


class Sheet(Protocol):
    """A form or rows of forms: what a section page shows and saves."""

    def is_valid(self) -> bool: ...

    def data_object(self) -> SectionData: ...


class DraftPage(LoginRequiredMixin, View):
    """A page of a proposal that its own unit may change now."""

    section: ClassVar[Section]
    template_name: ClassVar[str]
    proposal: Proposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        user = signed_in(request)
        self.proposal = visible_proposal(user, kwargs["pk"])
        if not can_create(user, self.proposal.unit):
            raise PermissionDenied
        try:
            check_can_edit_section(user, self.proposal, self.section)
        except RefusedError as refused:
            return self.closed(request, str(refused))
        try:
            return super().dispatch(request, *args, **kwargs)
        except RefusedError as refused:
            # The proposal moved on after the look above: the action looks again under its lock, and has the last word.
            self.proposal.refresh_from_db()
            return self.closed(request, str(refused))

    def closed(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        """The proposal has moved on since the page was opened, or the section was not sent back."""
        if request.method == "POST":
            # No redirect: a form that is kept since its session ended would be taken for saved.
            return conflict_page(request, self.proposal, reason)
        messages.error(request, reason)
        return redirect("workflows:proposal", pk=self.proposal.pk)

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        standing = progress(self.proposal, self.section)
        context = {"proposal": self.proposal, "progress": standing, "section": self.section, **context}
        context["editing_costs"] = what_editing_costs(signed_in(self.request), self.proposal)
        context["has_errors"] = any(form.is_bound and form.errors for form in context.get("forms", ()))
        return render(self.request, self.template_name, context, status=status)

    @property
    def typed_version(self) -> int:
        """The version that the page was made from; whatever is no number fits no version."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SectionPage(DraftPage):
    """A section that is one form, or rows of one form."""

    row_label: ClassVar[str | Promise] = ""

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> Sheet:
        raise NotImplementedError

    def forms_of(self, sheet: Any) -> list[forms.Form]:
        return [sheet]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.sheet())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        goes_on = request.POST.get("action", "next") == "next"
        sheet = self.sheet(data=request.POST, lenient=not goes_on)
        if not sheet.is_valid():
            return self.show(sheet)
        try:
            saved = actions.save_draft_section(
                by=signed_in(request), proposal=self.proposal, data=sheet.data_object(), version=self.typed_version
            )
        except (actions.StaleVersionError, actions.UnknownRowError):
            self.proposal.refresh_from_db()
            found = differences(self.forms_of(self.sheet()), self.forms_of(sheet), row_label=str(self.row_label))
            if found:
                return self.show_conflict(sheet, found)
            # A double click: what the second one says is what the first one saved.
            saved = self.proposal
        if goes_on:
            return redirect(url_after(saved, self.section))
        messages.success(
            request, _("Draf tersimpan %s. Anda dapat melanjutkannya nanti.") % moment_long(timezone.now())
        )
        return redirect(request.path)

    def closed(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        if request.method != "POST":
            return super().closed(request, reason)
        # What was typed stays on the screen, so that it can be copied; there is just nothing to save it into.
        return self.show(self.sheet(data=request.POST, lenient=True), refused=reason, status=409)

    def show(self, sheet: Sheet, **context: Any) -> HttpResponse:
        return self.page(sheet=sheet, forms=self.forms_of(sheet), **{"version": self.proposal.version, **context})

    def show_conflict(self, sheet: Sheet, found: list[Difference]) -> HttpResponse:
        """Both texts, and the choice: nothing is overwritten unless the person says so by saving again."""
        return self.show(self.after_conflict(sheet), conflict=SavedMeanwhile(found), status=409)

    def after_conflict(self, sheet: Any) -> Sheet:
        """What the person goes on with."""
        return sheet  # type: ignore[no-any-return]


class GeneralPage(SectionPage):
    section = Section.GENERAL
    template_name = "workflows/edit_form.html"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> GeneralForm:
        return GeneralForm(data, lenient=lenient, initial=GeneralForm.initial_of(self.proposal))


class ApplicantPage(SectionPage):
    section = Section.APPLICANT
    template_name = "workflows/edit_form.html"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> ApplicantForm:
        return ApplicantForm(data, lenient=lenient, initial=ApplicantForm.initial_of(self.proposal))


class CommunitiesPage(SectionPage):
    """All communities on one page; «Tambah» and «Hapus» are submits that save nothing yet and lose nothing."""

    section = Section.COMMUNITIES
    template_name = "workflows/edit_communities.html"
    row_label = gettext_lazy("Komunitas")

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> CommunityRows:
        stored = [] if data is not None else self.proposal.communities.all()
        return CommunityRows(data=data, lenient=lenient, initial=[CommunityForm.initial_of(each) for each in stored])

    def forms_of(self, sheet: Any) -> list[forms.Form]:
        return list(sheet.forms)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        action = request.POST.get("action", "")
        if action != "add" and not action.startswith("remove-"):
            return super().post(request, pk)
        rows = self.sheet(data=request.POST).as_typed()
        if action == "add":
            rows.append({})
        else:
            rows = [row for index, row in enumerate(rows) if action != f"remove-{index}"]
        return self.show(CommunityRows(initial=rows), version=self.typed_version, is_unsaved=True)

    def after_conflict(self, sheet: Any) -> CommunityRows:
        known = set(self.proposal.communities.values_list("pk", flat=True))
        rows = sheet.as_typed()
        for row in rows:
            # A community that was removed meanwhile comes back as a new one, if this person saves it.
            row["id"] = row["id"] if str(row["id"]).isdigit() and int(row["id"]) in known else None
        return CommunityRows(initial=rows)
