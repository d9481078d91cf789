"""The page on which a case is verified: what is asked, each paper with its mark, the answers, and the decision."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.typed_text import number_in
from workflows import actions, pinning, previews, queries
from workflows.checklists import Line, checklist
from workflows.earlier import earlier_proposals
from workflows.enums import COMMENTING_STEPS, PaperVerdict, Section, Step
from workflows.forms.comments import CommentForm
from workflows.forms.paper_checks import PaperCheckForm
from workflows.forms.verdicts import StepForm
from workflows.models import PaperKind, PinnedComment, Proposal
from workflows.permissions import check_can_act
from workflows.timeline import Current, Timeline, timeline
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import conflict_page
from workflows.views.screens import SCREENS, SCREENS_WITH_A_PAGE
from workflows.views.unmasking import may_read_clear

CHOSEN, PAGE, NOTED = "berkas", "hal", "catatan"
"""Parameters of the address: the kind of paper that is looked at, its page, and the answer that is to be commented."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The paper that is looked at: one of its pages, or why none is shown."""

    pages: int = 0
    number: int = 1
    is_masked: bool = False
    problem: str = ""

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@login_required
@never_cache
@require_safe
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever sees the case reads it; 404 for everybody else. Before its registration there is nothing to verify."""
    proposal = visible_proposal(signed_in(request), pk)
    if not proposal.is_registered:
        messages.info(request, _("Usulan ini belum diajukan, sehingga belum ada yang diperiksa."))
        return redirect("workflows:proposal", pk=pk)
    return verification_page(request, proposal)


def verification_page(
    request: HttpRequest,
    proposal: Proposal,
    *,
    form: StepForm | None = None,
    way: Timeline | None = None,
    paper_form: PaperCheckForm | None = None,
    comment_form: CommentForm | None = None,
    chosen: int | None = None,
) -> HttpResponse:
    """The page; forms with errors answer 200, nothing was saved. `chosen` is the kind of paper that is looked at."""
    user = signed_in(request)
    way = way or timeline(proposal, user)
    works_here = _works_here(way.current)
    if form is None and works_here and way.current:
        form = SCREENS[way.current.step].form(proposal=proposal)
    lines = checklist(proposal)
    answered = queries.last_answered_return(proposal)
    line = _chosen_line(lines, chosen or number_in(request.GET.get(CHOSEN, "")))
    context: dict[str, Any] = {
        "proposal": proposal,
        "way": way,
        "form": form,
        "form_template": SCREENS[way.current.step].template if works_here and way.current else "",
        "lines": [(each, each.is_kept_since(_answered_at(answered))) for each in lines if not each.is_absent],
        "absent": [(each, False) for each in lines if each.is_absent],
        "open_lines": sum(each.is_open for each in lines),
        "line": line,
        "preview": _preview(request, proposal, line),
        "line_is_kept": bool(line and line.is_kept_since(_answered_at(answered))),
        "paper_form": (paper_form or _form_of(line)) if works_here and line else None,
        "answered": answered,
        "earlier": earlier_proposals(user, proposal),
        "forms": [each for each in (form, paper_form, comment_form) if each is not None],
        "has_errors": paper_form is not None or comment_form is not None,
    }
    context |= _answers(request, proposal, way.current, comment_form, str(line.kind.pk) if line else "")
    return render(request, "workflows/verification.html", context)


def _answers(
    request: HttpRequest, proposal: Proposal, current: Current | None, form: CommentForm | None, kind: str
) -> dict[str, Any]:
    """All answers with their comments, and the form at the one that is to be commented. `kind` is the paper looked at."""
    comments = PinnedComment.objects.filter(proposal=proposal).visible_to(signed_in(request), proposal.unit)
    found = list(comments.select_related("request").prefetch_related("request__sections"))
    contents = pinning.contents_of(proposal)
    kept = pinning.kept_contents(
        each for comment in found if comment.request for each in comment.request.sections.all()
    )
    remarks = [pinning.remark(comment, kept, contents[Section(comment.section)]) for comment in found]
    may_comment = bool(current and current.step in COMMENTING_STEPS and current.may_act and not current.is_taken)
    noted = str(form["target"].value()) if form else request.GET.get(NOTED, "")
    rows = {section: pinning.rows_of(section, contents[section], remarks) for section in Section}
    known = {each.target for section in rows.values() for row in section for each in (row.whole, *row.answers) if each}
    return {
        "sections": [(section, rows[section]) for section in Section if section is not Section.PAPERS],
        "paper_noted": next((row.whole for row in rows[Section.PAPERS] if row.whole and row.whole.row == kind), None),
        "settled_elsewhere": [each for each in remarks if _target_of(each.comment) not in known],
        "remarks": remarks,
        "may_comment": may_comment,
        "noted": noted if may_comment and noted in known else "",
        "comment_form": form or CommentForm(initial={"target": noted}),
    }


def _target_of(comment: PinnedComment) -> str:
    return f"{comment.section}.{comment.row}.{comment.column}"


def _works_here(current: Current | None) -> bool:
    return bool(current and current.step in SCREENS_WITH_A_PAGE and current.may_act and not current.is_taken)


def _answered_at(answered: Any) -> Any:
    return answered.answered_at if answered else None


def _chosen_line(lines: list[Line], kind: int) -> Line | None:
    """The kind that was asked for; else the first that nobody has looked at, or that is not in order, or the first of all."""
    by_need = sorted(lines, key=lambda line: (not line.is_open, line.verdict is not PaperVerdict.NOT_IN_ORDER))
    return next((line for line in lines if line.kind.pk == kind), next(iter(by_need), None))


def _preview(request: HttpRequest, proposal: Proposal, line: Line | None) -> Preview | None:
    paper = line.paper if line else None
    if paper is None:
        return None
    if paper.kind.holds_personal_data and not may_read_clear(request, proposal):
        return Preview(is_masked=True)
    try:
        pages = previews.page_count(paper, by=signed_in(request))
    except previews.NoPreviewError as error:
        return Preview(problem=str(error))
    return Preview(pages, min(max(number_in(request.GET.get(PAGE, "")), 1), pages))


def _form_of(line: Line) -> PaperCheckForm:
    reason = line.check.reason if line.check else ""
    return PaperCheckForm(initial={"paper": line.paper.pk if line.paper else None, "finding": reason})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_paper(request: HttpRequest, pk: int, kind: int) -> HttpResponseBase:
    """One mark, kept at once; the next paper that nobody has looked at is shown then. GET leads to the paper."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if request.method != "POST":
        return redirect(address_of(proposal, kind))
    check_can_act(user, proposal, Step.VERIFICATION)
    found = get_object_or_404(PaperKind, pk=kind)
    form = PaperCheckForm(request.POST)
    if not form.is_valid():
        return verification_page(request, proposal, paper_form=form, chosen=kind)
    try:
        _mark(request, proposal, found, form)
    except actions.ConflictError as conflict:
        return conflict_page(request, proposal, str(conflict), form)
    except actions.FlowLockFailed:
        return conflict_page(
            request, proposal, _("Usulan ini sedang dikerjakan pejabat lain. Coba lagi sebentar."), form
        )
    return redirect(_address_of_next(request, proposal, kind, is_unmarked=form.cleaned_data["verdict"] is None))


def _mark(request: HttpRequest, proposal: Proposal, kind: PaperKind, form: PaperCheckForm) -> None:
    user, data = signed_in(request), form.cleaned_data
    if data["verdict"] is None:
        actions.uncheck_paper(by=user, proposal=proposal, kind=kind, paper_id=data["paper"])
    else:
        actions.check_paper(
            by=user,
            proposal=proposal,
            kind=kind,
            paper_id=data["paper"],
            verdict=data["verdict"],
            reason=data["finding"],
        )


def _address_of_next(request: HttpRequest, proposal: Proposal, kind: int, *, is_unmarked: bool) -> str:
    """Of the next paper in the list that nobody has looked at, from the top again after the last; else of the same."""
    lines = checklist(proposal)
    place = next((number for number, line in enumerate(lines) if line.kind.pk == kind), 0)
    following = [line.kind.pk for line in lines[place + 1 :] + lines[:place] if line.is_open]
    if not following and not is_unmarked:
        messages.success(request, _("Semua berkas sudah diperiksa."))
    chosen = kind if is_unmarked or not following else following[0]
    return f"{address_of(proposal, chosen)}#berkas"


def address_of(proposal: Proposal, kind: int | None = None) -> str:
    """The page, with the kind of paper that is to be looked at."""
    chosen = f"?{CHOSEN}={kind}" if kind is not None else ""
    return reverse("workflows:verification", args=(proposal.pk,)) + chosen
