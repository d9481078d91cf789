"""What is typed on the page of a step and not sent yet: each of its buttons sends it along, and it is kept for its author."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.core.permissions import RefusedError
from portal.core.typed_text import number_in
from workflows import actions
from workflows.enums import OPEN_TASK, Section, Step
from workflows.forms.comments import CommentForm
from workflows.forms.paper_checks import PaperCheckForm
from workflows.models import PaperKind, Proposal, TaskMeta
from workflows.permissions import check_can_act, holds_right_of
from workflows.unsaved import TICKED, Typed, after, stored
from workflows.views import answers
from workflows.views.access import signed_in
from workflows.views.conflicts import conflict_page
from workflows.views.screens import SCREENS

SHOWN, TASK, LOOKED_AT = "shown", "task", "dilihat"
"""Hidden fields: what the page held when it was drawn, the task it is about, the kind of paper that is looked at."""
FINDING, COMMENT = "finding", "comment"
# Whoever certifies says so at that moment: the tick of «certified» is never put back by the page.
_FILLED_IN = re.compile(r"quantity_\d{1,9}|dated_on|unchanged_[a-z]{1,20}|reply_\d{1,9}", re.ASCII)
"""Fields that may hold something before anybody types: emptied, they stay empty."""
_DECISION = re.compile(
    rf"outcome_choice|reason|marked_sections|comment_[a-z]+|consideration|note|{_FILLED_IN.pattern}", re.ASCII
)
"""The fields of a step's own form: an official's verdict, or what the unit says as it sends."""
_COMMENT = re.compile(rf"((?:{'|'.join(Section.values)})\.[^.]{{0,40}}\.[^.]{{0,40}})-comment")
_FINDING = re.compile(r"(\d{1,9})-finding", re.ASCII)


def finding_name(kind: int) -> str:
    """What is kept of the sentence about a paper that is not in order."""
    return f"{kind}-{FINDING}"


def comment_name(target: str) -> str:
    """The field of the comment on one answer."""
    return f"{target}-{COMMENT}"


def sent(request: HttpRequest) -> Typed:
    """What the page held when its button was pressed."""
    looked_at, found = number_in(request.POST.get(LOOKED_AT, "")), Typed()
    for name, values in request.POST.lists():
        kept_as = finding_name(looked_at) if name == FINDING and looked_at else name
        if any(pattern.fullmatch(kept_as) for pattern in (_DECISION, _COMMENT, _FINDING)):
            found[kept_as] = _values(kept_as, values)
    return found


def keep(
    request: HttpRequest, proposal: Proposal, *, step: Step | None = None, task_id: int | None = None, without: str = ""
) -> tuple[Typed, bool]:
    """Keeps what was typed and not saved; `without` has just been. Raises what `actions.keep_unsaved` raises.

    Without a `step` it is the one that comments; without a `task_id` the one that the page names.
    """
    shown, now = _shown(request), sent(request)
    if without:
        # Also where the page still shows it: whatever is kept under this name is done with.
        shown, now = shown | {without: ["-"]}, now | {without: []}
    return actions.keep_unsaved(
        by=signed_in(request),
        proposal=proposal,
        step=step or actions.commenting_step(proposal),
        shown=shown,
        sent=now,
        task_id=task_id or number_in(request.POST.get(TASK, "")) or None,
        tab=answers.tab_of(request),
    )


def keep_reason_to_withdraw(request: HttpRequest, proposal: Proposal) -> tuple[Typed, bool]:
    """The same on the page that takes the proposal back. Raises what the action of that name raises."""
    return actions.keep_reason_to_withdraw(
        by=signed_in(request),
        proposal=proposal,
        shown=_shown(request),
        sent=sent(request),
        tab=answers.tab_of(request),
    )


def kept_in_background(request: HttpRequest, keep_it: Callable[[], tuple[Typed, bool]]) -> HttpResponse:
    """For the page's own script: what it typed is kept by `keep_it`, or why not."""
    try:
        _typed, is_overtaken = keep_it()
    except (actions.ConflictError, RefusedError) as refused:
        return answers.refused(str(refused))
    return told_kept(request, is_overtaken=is_overtaken)


def told_kept(request: HttpRequest, *, is_overtaken: bool) -> HttpResponse:
    """The script's page holds from now on what it has sent."""
    if is_overtaken:
        return answers.saved(0, overtaken=True)
    what_next = _("Hanya Anda yang melihatnya; belum dikirim.")
    return answers.kept(0, what_next=what_next, ids={SHOWN: json.dumps(sent(request), ensure_ascii=False)})


def typed_until_now(request: HttpRequest, meta: TaskMeta) -> Typed:
    """What `keep` would keep at this task, without keeping it: a decision that is taken ends it. One query."""
    kept = stored(signed_in(request).pk, meta.proposal, meta.pk)
    return after(kept, _shown(request), sent(request), answers.tab_of(request))[0]


def shown_as_field(
    kept: Typed, form: Form | None, targets: Iterable[str] = (), finding: tuple[int, str] | None = None
) -> str:
    """What the page holds when it is drawn, for its hidden field: of `kept` only what stands on this page.

    `finding` is the kind of paper that may be marked, with the sentence in its form.
    """
    names = {comment_name(target) for target in targets}
    told = {name: values for name, values in kept.items() if name in names}
    for bound in form or ():
        if _DECISION.fullmatch(bound.name):
            value = bound.value()
            told[bound.name] = _values(bound.name, value if isinstance(value, list | tuple) else [value])
    if finding is not None:
        told[finding_name(finding[0])] = _plain([finding[1]])
    return json.dumps(told, ensure_ascii=False)


def _shown(request: HttpRequest) -> Typed:
    """Whatever is no answer of a page fits none, and nothing is taken back because of it."""
    try:
        told = json.loads(request.POST.get(SHOWN, ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: _values(name, values) for name, values in told.items() if isinstance(values, list)}


def _values(name: str, values: Iterable[Any]) -> list[str]:
    plain = _plain("" if value is None else str(value) for value in values)
    return plain or ([""] if _FILLED_IN.fullmatch(name) else [])


def _plain(values: Iterable[str]) -> list[str]:
    """A browser's line ends are no change, and PostgreSQL keeps no NUL. Nothing typed is nothing."""
    return list(filter(None, (value.replace("\r\n", "\n").replace("\x00", "") for value in values)))


def initial_of(kept: Typed) -> dict[str, object]:
    """The step's own form as it was left."""
    return {name: values if name in TICKED else values[0] for name, values in kept.items() if _DECISION.fullmatch(name)}


def comments_of(kept: Typed) -> dict[str, str]:
    """By their answer, the comments that were typed and not saved."""
    return {match[1]: values[0] for name, values in kept.items() if (match := _COMMENT.fullmatch(name))}


def refusal_of_unsaved(kept: Typed) -> str:
    """The sentence that holds a decision up while a comment or a finding is typed and not saved; empty when none is."""
    sections = dict.fromkeys(Section(target.partition(".")[0]).label for target in comments_of(kept))
    kinds = [int(match[1]) for name in kept if (match := _FINDING.fullmatch(name))]
    places = [*map(str, sections), *map(str, PaperKind.objects.filter(pk__in=kinds))]
    if not places:
        return ""
    words = _("Ada catatan yang ditulis tetapi belum disimpan: %s. Simpan atau kosongkan catatan itu, lalu putuskan.")
    return words % ", ".join(f"«{place}»" for place in places)


def check_can_work(request: HttpRequest, proposal: Proposal, step: Step) -> None:
    """As `check_can_act`; raises StepIsOverError where the page is about a step of theirs that was decided meanwhile."""
    user = signed_in(request)
    try:
        check_can_act(user, proposal, step)
    except RefusedError:
        named = TaskMeta.objects.filter(pk=number_in(request.POST.get(TASK, "")), proposal=proposal).select_related(
            "task"
        )
        meta = named.first()
        if meta is None or meta.task.status in OPEN_TASK or not holds_right_of(user, proposal, Step(meta.step)):
            raise
        raise actions.StepIsOverError(
            _("Langkah «%(step)s» sudah selesai. Usulan sekarang pada tahap «%(stage)s».")
            % {"step": Step(meta.step).label, "stage": proposal.get_stage_display()}
        ) from None


def in_conflict(request: HttpRequest, proposal: Proposal, reason: str, *, step: Step | None = None) -> HttpResponse:
    """409: nothing was changed, and every text of the page is shown so that it can be copied."""
    decision = SCREENS[step if step in SCREENS else actions.commenting_step(proposal)].form(
        request.POST, proposal=proposal
    )
    comments = [CommentForm(request.POST, prefix=target) for target in comments_of(sent(request))]
    return conflict_page(request, proposal, reason, PaperCheckForm(request.POST), *comments, decision)


def busy() -> str:
    """The sentence for whoever came while somebody else held the case."""
    return _("Usulan ini sedang dikerjakan pejabat lain. Coba lagi sebentar.")
