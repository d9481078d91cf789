"""Papers of a proposal: the checklist with its uploads, and the download."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.forms.boundfield import BoundField
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.core.files import private_download
from workflows import actions
from workflows.enums import Section
from workflows.forms.papers import PapersForm
from workflows.models import Paper, PaperRequirement, Proposal
from workflows.views.access import signed_in
from workflows.views.sections import DraftPage
from workflows.views.steps import url_after


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A kind of paper with what was uploaded so far, the newest first."""

    requirement: PaperRequirement
    field: BoundField
    papers: list[Paper]

    @property
    def current(self) -> Paper | None:
        return next((paper for paper in self.papers if paper.is_current), None)

    @property
    def older(self) -> list[Paper]:
        return [paper for paper in self.papers if not paper.is_current]


class PapersPage(DraftPage):
    """All uploads are one form: several files, one press; each good file is kept even when another is refused."""

    section = Section.PAPERS
    template_name = "workflows/edit_papers.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(PapersForm(self._requirements()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if "remove" in request.POST:
            return self._remove(request.POST["remove"])
        form = PapersForm(self._requirements(), request.POST, request.FILES)
        kept = form.accepted()
        for kind, checked in kept:
            actions.attach_paper(
                by=signed_in(request),
                proposal=self.proposal,
                kind=kind,
                file=ContentFile(checked.content),
                name=checked.name,
                content_type=checked.content_type,
            )
        if kept:
            messages.success(request, ngettext("%s berkas tersimpan.", "%s berkas tersimpan.", len(kept)) % len(kept))
        if form.errors:
            return self._show(form)
        if request.POST.get("action") == "next":
            return redirect(url_after(self.proposal, self.section))
        return redirect(request.path)

    def _requirements(self) -> list[PaperRequirement]:
        wanted = PaperRequirement.objects.filter(scheme=self.proposal.scheme)
        return list(wanted.select_related("kind").order_by("-is_required", "kind__order", "kind"))

    def _remove(self, paper_id: str) -> HttpResponseBase:
        known = paper_id if paper_id.isascii() and paper_id.isdigit() and len(paper_id) < 12 else "0"
        paper = get_object_or_404(Paper.objects.current(), pk=known, proposal=self.proposal)
        actions.remove_paper(by=signed_in(self.request), paper=paper)
        messages.success(self.request, _("Berkas “%s” dihapus dari daftar.") % paper.name)
        return redirect(self.request.path)

    def _show(self, form: PapersForm) -> HttpResponse:
        papers: dict[int, list[Paper]] = {}
        for paper in self.proposal.papers.order_by("-version"):
            papers.setdefault(paper.kind_id, []).append(paper)
        rows = [
            ChecklistRow(requirement, form[f"kind-{requirement.kind_id}"], papers.get(requirement.kind_id, []))
            for requirement in self._requirements()
        ]
        required = [row for row in rows if row.requirement.is_required]
        optional = [row for row in rows if not row.requirement.is_required]
        return self.page(form=form, forms=[form], required=required, optional=optional)


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """One version of a paper, for those who may see its proposal; for everybody else it does not exist."""
    visible = Proposal.objects.visible_to(signed_in(request))
    found = get_object_or_404(Paper, pk=pk, proposal__in=visible)
    return private_download(found.file, name=found.name, content_type=found.content_type)
