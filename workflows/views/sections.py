"""The pages on which a proposal is drafted, section by section. Each is saved by itself; nothing depends on JavaScript."""

from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.core.formats import moment_long
from workflows import actions
from workflows.drafts import SectionData
from workflows.models import Proposal
from workflows.standing import Standing
from workflows.versions import is_overtaken, of_section, version_of
from workflows.views import answers
from workflows.views.access import signed_in
from workflows.views.conflicts import Difference, SavedMeanwhile, differences
from workflows.views.draft_page import DraftPage
from workflows.views.progress import url_after


class Sheet(Protocol):
    """A form or rows of forms: what a section page shows and saves."""

    def is_valid(self) -> bool: ...

    def typed_fields(self) -> list[list[str]]: ...

    def redrawn(self) -> "Sheet": ...


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
