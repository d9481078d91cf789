"""The page on which a case is verified: what is asked, each paper with its mark, the answers, and the decision."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.models import User
from portal.core.permissions import holds_by_role
from portal.core.typed_text import number_in
from workflows import actions, pinning, previews, queries, snapshots
from workflows.checklists import Line, checklist, while_verified
from workflows.earlier import earlier_proposals
from workflows.enums import COMMENTING_STEPS, PaperVerdict, Section, Stage
from workflows.forms.comments import CommentForm, parse_target
from workflows.forms.paper_checks import PaperCheckForm
from workflows.forms.verdicts import StepForm
from workflows.handed_in import comments_for, papers_for
from workflows.models import Paper, PaperCheck, PinnedComment, Proposal, ReturnedSection, ReturnRequest
from workflows.timeline import Current, Timeline, timeline
from workflows.unsaved import Typed
from workflows.views import answers, desk
from workflows.views.access import signed_in, visible_proposal
from workflows.views.refusals import keeps_what_is_typed
from workflows.views.screens import SCREENS, SCREENS_WITH_A_PAGE
from workflows.views.unmasking import may_read_clear, running_access

CHOSEN, PAGE, NOTED = "berkas", "hal", "catatan"
"""Parameters of the address: the kind of paper that is looked at, its page, and the answer that is to be commented."""
OPENED, DROPPED = "buka", "buang"
"""Buttons: to opening a paper with personal data, and to throw away a comment that was begun."""


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
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever sees the case reads it; 404 for everybody else. Before its registration there is nothing to verify.

    POST keeps what was typed and leads on: to another paper or page of it, to an answer that is to be commented, or back.
    """
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if request.method == "POST":
        return _keep(request, proposal)
    if not proposal.is_registered:
        messages.info(request, _("Usulan ini belum diajukan, sehingga belum ada yang diperiksa."))
        return redirect("workflows:proposal", pk=pk)
    return verification_page(request, proposal)


def _keep(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    is_background = answers.is_background(request)
    try:
        desk.check_can_work(request, proposal, actions.commenting_step(proposal))
        dropped = request.POST.get(DROPPED, "")
        without = desk.comment_name(dropped) if dropped else ""
        _typed, is_overtaken = desk.keep(request, proposal, without=without)
    except actions.ConflictError as conflict:
        return answers.refused(str(conflict)) if is_background else desk.in_conflict(request, proposal, str(conflict))
    if not is_background:
        return redirect(_way_on(request, proposal))
    return desk.told_kept(request, is_overtaken=is_overtaken)


def _way_on(request: HttpRequest, proposal: Proposal) -> str:
    """Where the button that was pressed leads."""
    looked_at, posted = number_in(request.POST.get(desk.LOOKED_AT, "")) or None, request.POST
    if CHOSEN in posted:
        kind, _dot, page = posted[CHOSEN].partition(".")
        turned = f"&{PAGE}={number_in(page)}" if page else ""
        return f"{address_of(proposal, number_in(kind))}{turned}#pratinjau"
    if target := parse_target(posted.get(NOTED, "") or posted.get(DROPPED, "")):
        asked = {NOTED: posted[NOTED]} if NOTED in posted else {}
        query = urlencode(asked | ({CHOSEN: looked_at} if looked_at else {}))
        return f"{address_of(proposal)}?{query}#isian-{'-'.join(target)}"
    if paper := number_in(posted.get(OPENED, "")):
        return f"{reverse('workflows:personal_data', args=(proposal.pk,))}?berkas={paper}"
    messages.success(request, _("Isian disimpan sementara. Hanya Anda yang melihatnya, sampai langkah ini diputuskan."))
    return f"{address_of(proposal, looked_at)}#keputusan"


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
    current, works_here, may_comment = way.current, _works_here(way.current), _may_comment(way.current)
    kept = way.typed if may_comment else {}
    if form is None and works_here and current:
        form = SCREENS[current.step].form(proposal=proposal, initial=desk.initial_of(kept))
    papers = papers_for(user, proposal)
    lines = _lines(user, proposal, papers)
    answered = queries.last_answered_return(proposal, user)
    line = _chosen_line(lines, chosen or number_in(request.GET.get(CHOSEN, "")))
    marking = (paper_form or _form_of(line, kept)) if works_here and line else None
    context: dict[str, Any] = {
        "proposal": proposal,
        "way": way,
        "form": form,
        "form_template": SCREENS[current.step].template if works_here and current else "",
        "lines": [(each, each.is_kept_since(_answered_at(answered))) for each in lines if not each.is_absent],
        "absent": [(each, False) for each in lines if each.is_absent],
        "open_lines": sum(each.is_open for each in lines),
        "line": line,
        "preview": _preview(request, proposal, line),
        "line_is_kept": bool(line and line.is_kept_since(_answered_at(answered))),
        "paper_form": marking,
        "is_unseen": bool(marking and line and line.paper and not actions.has_opened(user, line.paper, line.kind)),
        "answered": answered,
        "earlier": earlier_proposals(user, proposal),
        "forms": [each for each in (form, paper_form, comment_form) if each is not None],
        "has_errors": paper_form is not None or comment_form is not None,
        "may_comment": may_comment,
    }
    current_papers = [each for each in papers if each.is_current]
    context |= _answers(request, proposal, str(line.kind.pk) if line else "", answered, current_papers)
    context["comment_forms"] = _comment_forms(request, kept, context["targets"], comment_form) if may_comment else {}
    finding = (line.kind.pk, str(marking["finding"].value() or "")) if line and marking else None
    context["shown"] = desk.shown_as_field(kept, form, context["comment_forms"], finding)
    return render(request, "workflows/verification.html", context)


def _lines(user: User, proposal: Proposal, papers: Iterable[Paper]) -> list[Line]:
    lines = checklist(proposal, PaperCheck.objects.visible_to(user, proposal), papers)
    is_of_unit = holds_by_role(user, "core.draft_proposals", proposal.unit)
    return while_verified(lines) if is_of_unit and proposal.stage == Stage.VERIFICATION else lines


def _answers(
    request: HttpRequest, proposal: Proposal, kind: str, answered: ReturnRequest | None, current: Iterable[Paper]
) -> dict[str, Any]:
    """All answers with their comments; `targets` are those on the page. `kind` is the paper looked at."""
    found = comments_for(signed_in(request), proposal)
    contents = snapshots.take_all(proposal, current)
    kept = pinning.kept_contents(
        each for comment in found if comment.request for each in comment.request.sections.all()
    )
    clear = snapshots.clear_of(proposal) if running_access(request, proposal) else {}
    remarks = [
        pinning.remark(comment, kept, contents[section], clear.get(section))
        for comment in found
        for section in [Section(comment.section)]
    ]
    rows = {section: pinning.rows_of(section, contents[section], remarks, clear.get(section)) for section in Section}
    known = {each.target for section in rows.values() for row in section for each in (row.whole, *row.answers) if each}
    papers = {row.whole.target: row.whole for row in rows[Section.PAPERS] if row.whole}
    paper = next((whole for whole in papers.values() if whole.row == kind), None)
    elsewhere = {target for target in known if target.startswith(f"{Section.PAPERS}.")}
    return {
        "returned": _returned(answered, found),
        "sections": [(section, rows[section]) for section in Section if section is not Section.PAPERS],
        "paper_noted": paper,
        "is_open": bool(clear),
        "settled_elsewhere": [each for each in remarks if _target_of(each.comment) not in known],
        "remarks": remarks,
        "targets": (known - elsewhere) | ({paper.target} if paper else set()),
    }


def _returned(answered: ReturnRequest | None, comments: list[PinnedComment]) -> list[tuple[ReturnedSection, str]]:
    """What the last return asked for, each section with why it was left as it is."""
    if answered is None:
        return []
    own = [each for each in comments if each.request_id == answered.pk]
    return [(each, pinning.explanation_of(each, own)) for each in answered.sections.all()]


def _comment_forms(
    request: HttpRequest, kept: Typed, targets: Set[str], failed: CommentForm | None
) -> dict[str, CommentForm]:
    """By the answer that they are about: the one that was asked for, and those that were begun and not saved."""
    begun = desk.comments_of(kept)
    asked = {request.GET.get(NOTED, ""), *begun} & targets
    forms = {target: CommentForm(prefix=target, initial={"comment": begun.get(target, "")}) for target in asked}
    return forms | ({str(failed.prefix): failed} if failed else {})


def _target_of(comment: PinnedComment) -> str:
    return f"{comment.section}.{comment.row}.{comment.column}"


def _may_comment(current: Current | None) -> bool:
    return bool(current and current.step in COMMENTING_STEPS and current.may_act and not current.is_taken)


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


def _form_of(line: Line, kept: Typed) -> PaperCheckForm:
    typed = kept.get(desk.finding_name(line.kind.pk))
    reason = typed[0] if typed else line.check.reason if line.check else ""
    return PaperCheckForm(initial={"paper": line.paper.pk if line.paper else None, "finding": reason})


def address_of(proposal: Proposal, kind: int | None = None) -> str:
    """The page, with the kind of paper that is to be looked at."""
    chosen = f"?{CHOSEN}={kind}" if kind is not None else ""
    return reverse("workflows:verification", args=(proposal.pk,)) + chosen
