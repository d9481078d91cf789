"""Papers of a proposal: the checklist with its uploads and dates, and the download."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.core.files import private_download
from portal.core.models import User
from portal.core.typed_text import number_in
from workflows import actions
from workflows.enums import Section
from workflows.forms.papers import PapersForm
from workflows.models import Paper, PaperRequirement, Proposal
from workflows.readiness import requirements_of
from workflows.standing import Standing
from workflows.uploads import MAX_BYTES
from workflows.versions import version_of
from workflows.views import answers
from workflows.views.access import signed_in
from workflows.views.conflicts import SavedMeanwhile, differences
from workflows.views.draft_page import DraftPage
from workflows.views.progress import url_after
from workflows.views.remarks import asked_remarks, put_at_fields, put_papers_at_fields
from workflows.views.unmasking import may_read_clear, record_paper_reading

ASKED = "hapus"
"""The button and parameter of the address: the paper about which the page asks before it goes."""


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A kind of paper with what was uploaded so far, the newest first, and the fields of the form."""

    requirement: PaperRequirement
    papers: list[Paper]
    file: BoundField | None = None
    until: BoundField | None = None

    @property
    def current(self) -> Paper | None:
        return next((paper for paper in self.papers if paper.is_current), None)

    @property
    def older(self) -> list[Paper]:
        return [paper for paper in self.papers if not paper.is_current]

    @property
    def is_over(self) -> bool:
        """The current paper was valid until a day that has passed."""
        return bool(self.current and self.current.valid_until and self.current.valid_until < timezone.localdate())

    @property
    def offers_place(self) -> bool:
        """A photo that tells where it was taken."""
        return bool(self.requirement.kind.shows_place and self.current and self.current.point)


def checklist_row(proposal: Proposal, kind_id: int) -> ChecklistRow:
    """One row as it stands, its field with what officials ask about it."""
    requirement = PaperRequirement.objects.select_related("kind").get(scheme=proposal.scheme, kind=kind_id)
    form, standing = PapersForm([requirement]), Standing(proposal)
    put_at_fields(asked_remarks(standing, Section.PAPERS), [form])
    put_papers_at_fields(standing, form)
    papers = list(proposal.papers.filter(kind=kind_id).order_by("-version"))
    return ChecklistRow(requirement, papers, form[f"kind-{kind_id}"])


class PapersPage(DraftPage):
    """All uploads are one form: several files, one press; each good file is kept even when another is refused."""

    section = Section.PAPERS
    template_name = "workflows/edit_papers.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if "remove" in request.POST:
            return self._remove(request.POST["remove"])
        # What else is there need not be read to save.
        requirements = _in_order(requirements_of(self.proposal))
        form = PapersForm(requirements, request.POST, request.FILES, account=signed_in(request).pk)
        self._attach(form)
        try:
            saved = actions.save_draft_section(
                by=signed_in(request),
                proposal=self.proposal,
                data=form.data_object(),
                version=answers.typed_version(request),
                tab=answers.tab_of(request),
            )
        except actions.StaleVersionError:
            return self._in_conflict(form)
        except actions.PaperIsReplacedError as replaced:
            # In the background nobody is held up: the paper may have come from this very page a moment ago.
            return answers.not_yet(str(replaced)) if answers.is_background(request) else self._in_conflict(form)
        except actions.RowIsNotAskedError as closed:
            # A date; the files that came with it are kept.
            actions.record_refusal(by=signed_in(request), proposal=self.proposal, section=self.section)
            if answers.is_background(request):
                return answers.refused(str(closed))
            form.add_error(None, str(closed))
            return self._show(form, status=409)
        self.standing = Standing(self.proposal)
        if answers.is_background(request):
            return answers.kept(len(form.errors)) if form.errors else answers.saved(version_of(saved, self.section))
        if form.errors:
            return self._show(form)
        if request.POST.get("action") == "next":
            return redirect(url_after(self.standing, self.section))
        if asked := number_in(request.POST.get(ASKED, "")):
            return redirect(f"{request.path}?{ASKED}={asked}")
        return redirect(request.path)

    def _attach(self, form: PapersForm) -> None:
        new = [accepted.new_paper() for accepted in form.accepted()]
        if not new:
            return
        attached = actions.attach_papers(by=signed_in(self.request), proposal=self.proposal, papers=new)
        for kind, refusal in attached.refused.items():
            if isinstance(refusal, actions.RowIsNotAskedError):
                actions.record_refusal(by=signed_in(self.request), proposal=self.proposal, section=self.section)
            form.refuse(kind, str(refusal))
        if kept := len(attached.papers):
            messages.success(self.request, ngettext("%s berkas tersimpan.", "%s berkas tersimpan.", kept) % kept)

    def _form(self) -> PapersForm:
        found = self.standing.inventory
        return PapersForm(_in_order(found.requirements), initial=PapersForm.initial_of(found.papers))

    def _remove(self, paper_id: str) -> HttpResponseBase:
        paper = get_object_or_404(Paper, pk=number_in(paper_id), proposal=self.proposal)
        if paper.is_current:
            actions.remove_paper(by=signed_in(self.request), paper=paper)
            messages.success(self.request, _("Berkas “%s” dihapus dari daftar.") % paper.name)
        else:
            messages.info(self.request, _("Berkas “%s” sudah tidak ada di daftar.") % paper.name)
        return redirect(self.request.path)

    def _in_conflict(self, form: PapersForm) -> HttpResponse:
        if answers.is_background(self.request):
            return answers.conflicting()
        self.standing = Standing(self.proposal)
        return self._show(form, conflict=SavedMeanwhile(differences([self._form()], [form])), status=409)

    def _show(self, form: PapersForm, *, status: int = 200, conflict: SavedMeanwhile | None = None) -> HttpResponse:
        put_papers_at_fields(self.standing, form)
        rows = list(self._rows(form))
        optional = [row for row in rows if not row.requirement.is_required]
        return self.page(
            status=status,
            form=form,
            forms=[form],
            conflict=conflict,
            version=version_of(self.proposal, self.section),
            asked=number_in(self.request.POST.get(ASKED, "") or self.request.GET.get(ASKED, "")),
            required=[row for row in rows if row.requirement.is_required],
            optional=optional,
            shows_optional=any(row.current for row in optional),
            most_bytes=MAX_BYTES,
        )

    def _rows(self, form: PapersForm) -> Iterable[ChecklistRow]:
        papers: dict[int, list[Paper]] = {}
        for paper in self.proposal.papers.order_by("-version"):
            papers.setdefault(paper.kind_id, []).append(paper)
        for pk, requirement in form.requirements.items():
            until = form[f"until-{pk}"] if requirement.expires else None
            yield ChecklistRow(requirement, papers.get(pk, []), form[f"kind-{pk}"], until)


def _in_order(requirements: Iterable[PaperRequirement]) -> list[PaperRequirement]:
    return sorted(requirements, key=lambda each: (not each.is_required, each.kind.order, each.kind_id))


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version of a paper, for those who may see its proposal; for everybody else it does not exist.

    One that holds personal data opens only while that is shown, or to those who are writing the draft; each look is on record.
    """
    found = readable_paper(request, signed_in(request), pk)
    if isinstance(found, HttpResponseBase):
        return found
    return private_download(found.file, name=found.name, content_type=found.content_type)


def readable_paper(request: HttpRequest, user: User, pk: int) -> Paper | HttpResponseBase:
    """The paper, or the answer of whoever may not read it now: 404, 410 once it was removed, or the way to opening it."""
    visible = Proposal.objects.visible_to(user)
    readable = Paper.objects.readable_by(user).select_related("kind", "proposal__unit")
    found = get_object_or_404(readable, pk=pk, proposal__in=visible)
    if not found.file:
        return render(request, "workflows/paper_removed.html", {"paper": found}, status=410)
    if found.kind.holds_personal_data:
        if not may_read_clear(request, found.proposal):
            return redirect(f"{reverse('workflows:personal_data', args=(found.proposal_id,))}?berkas={found.pk}")
        record_paper_reading(request, found)
    return found
