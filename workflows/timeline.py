"""A proposal's history for the screen: who has it, since when, what comes next, and everything that happened."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.models import ActingAppointment, User
from portal.core.roles import ROLES
from workflows import pinning
from workflows.enums import OPEN_TASK, Function, Outcome, Section, Stage, Step
from workflows.failures import LetterFailure, failure_of
from workflows.handed_in import handed_in_answers, is_of_unit
from workflows.holding import is_held
from workflows.json_rows import json_rows
from workflows.models import Contribution, Decision, PinnedComment, Policy, Proposal, ReturnedSection, TimelineEvent
from workflows.permissions import can_act, capacity_in, functions_in
from workflows.phases import PhaseShown, phases_of
from workflows.queries import Due, due
from workflows.routing import concerns_director_general
from workflows.steps import MAIN_ROAD, STEPS
from workflows.unsaved import Typed, of_each_task, typed_in

SHOWN_VERBS = ("draft_created", "complete", "failed", "withdrawn", "handover_recorded")
"""Claims, creations and cancellations are in the audit trail; here they would hide what matters."""

_OF_A_COMMENT = ("id", "section", "row", "column", "text")

BACKWARD = frozenset({Outcome.RETURNED, Outcome.SENT_BACK, Outcome.REFUSED})
_ICONS = {
    Outcome.SUBMITTED: "send",
    Outcome.REVISED: "upload",
    Outcome.READY: "send",
    Outcome.REJECTED: "cross",
} | dict.fromkeys(BACKWARD, "return")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    title: str
    at: dt.datetime
    icon: str
    who: str = ""
    office: str = ""
    note: str = ""
    is_back: bool = False
    sections: tuple["Asked", ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A section that was sent back, with what its single answers were asked."""

    returned: ReturnedSection
    notes: tuple[PinnedComment, ...]
    """Section, row, column, text and reply of each."""
    explanation: str
    """Why the section as a whole was left as it is; answers to single notes stand at these."""

    @property
    def section(self) -> Section:
        return Section(self.returned.section)


@dataclass(frozen=True, slots=True)
class Current:
    """The open step: who has it, since when, until when."""

    task_id: int
    step: Step
    holder: str
    since: dt.datetime
    due_on: dt.date | None
    due: Due | None
    is_taken: bool
    is_mine: bool
    may_act: bool
    comes_back_to: str = ""
    """Somebody else did this work last and is expected to go on; it may be taken all the same."""
    left_by: str = ""
    """Who had taken it and has left or lost the role since: the task is free again."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything the page of a proposal tells about its way."""

    entries: list[Entry]
    current: Current | None
    next_step: Step | None
    next_holder: str
    phases: list[PhaseShown] = field(default_factory=list)
    acted: frozenset[Function] = frozenset()
    was_corrected: bool = False
    """The unit has answered a return: what it changed can be looked at."""
    failure: LetterFailure | None = None
    """The letter is still not made, because making it failed."""
    open_comments: tuple[dict[str, Any], ...] = ()
    """Each comment that is not settled: where it stands, its step and request, its words and who wrote them."""
    asked: tuple[Asked, ...] = ()
    """What the unit is to mend now; the entry of that return does not say it once more."""
    typed: Typed = field(default_factory=dict)
    """What the reader typed at the open step and has not sent."""


def timeline(proposal: Proposal, user: User) -> Timeline:
    """Newest first. One query beside that of the account's rights, and those about an acting officer who has the step."""
    events = _events(proposal, user)
    decisions = [decision for event in events if (decision := _decision(event)) is not None]
    wrote = any(event.reader_wrote for event in events)  # type: ignore[attr-defined]  # annotated in _events
    acted = frozenset(functions_in(user, proposal, decisions, wrote=wrote))
    current = _current(proposal, user, events, acted)
    next_step = _next_step(proposal, current.step, events) if current else None
    told = handed_in_answers(decisions) if not is_of_unit(user, proposal) else frozenset(each.pk for each in decisions)
    entries = [entry for event in _without_repetitions(events) if (entry := _entry(event, told)) is not None]
    returned = next((entry for entry in entries if entry.sections), None) if proposal.stage == Stage.REVISION else None
    return Timeline(
        entries=[replace(entry, sections=()) if entry is returned else entry for entry in entries],
        asked=returned.sections if returned else (),
        typed=_typed(current, events),
        current=current,
        next_step=next_step,
        next_holder=holder_of(next_step) if next_step else "",
        phases=phases_of(proposal, current.step if current else None),
        acted=acted,
        was_corrected=any(
            request.answered_at for d in decisions if d.pk in told and (request := getattr(d, "return_request", None))
        ),
        open_comments=tuple(events[0].open_comments or ()) if events else (),  # type: ignore[attr-defined]  # annotated
        failure=next((failure_of(event.task) for event in events if event.task and _is_failing(event)), None),
    )


def holder_of(step: Step) -> str:
    """Whom a step waits for while nobody has taken it."""
    return _(" atau ").join(str(ROLES[role].label) for role in STEPS[step].holders)


def _events(proposal: Proposal, user: User) -> list[TimelineEvent]:
    """What is shown, and whatever tells of the open task: every task begins with an event. With the one figure of Policy,
    and whether the reader wrote on the proposal."""
    is_shown = Q(verb__in=SHOWN_VERBS) | Q(task__status__in=OPEN_TASK, task__meta__isnull=False)
    related = ("task__owner", "task__meta__meant_for", "task__decision__return_request")
    threshold = Subquery(Policy.objects.values("director_general_from")[:1])
    comments = PinnedComment.objects.open().filter(proposal=OuterRef("proposal"))
    sections = ReturnedSection.objects.filter(request__decision__task=OuterRef("task"))
    notes = PinnedComment.objects.filter(request__decision__task=OuterRef("task"))
    holders = Q(person=OuterRef("task__owner")) | Q(person=OuterRef("task__meta__meant_for"))
    acts = Exists(ActingAppointment.objects.running().filter(holders))
    wrote = Exists(Contribution.objects.filter(proposal=proposal, user=user))
    return list(
        TimelineEvent.objects.filter(is_shown, proposal=proposal)
        .annotate(director_general_from=threshold, reader_wrote=wrote, acts=acts)
        .annotate(returned=json_rows(sections, "request", "section", "comment", "explanation", "is_changed"))
        .annotate(noted=json_rows(notes, "request", *_OF_A_COMMENT, "reply"))
        .annotate(open_comments=json_rows(comments, "proposal", *_OF_A_COMMENT, "step", "request_id", "by_name"))
        .annotate(typed=of_each_task(user.pk, proposal, task="task"))
        .annotate(is_held=is_held(owner="task__owner", step="task__meta__step"))
        .annotate(is_expected=is_held(owner="task__meta__meant_for", step="task__meta__step"))
        .select_related(*related)
        .order_by("-pk")
    )


def _typed(current: Current | None, events: list[TimelineEvent]) -> Typed:
    of_current = [event for event in events if current is not None and event.task_id == current.task_id]
    return typed_in(of_current[0].typed or []) if of_current else {}  # type: ignore[attr-defined]  # annotated by _events


def _without_repetitions(events: list[TimelineEvent]) -> list[TimelineEvent]:
    """Of the failures of one job only the last, which counts them all: hundreds of lines would hide what matters."""
    last: dict[int | None, int] = {}
    for event in events:
        if event.verb == "failed":
            last.setdefault(event.task_id, event.pk)
    return [event for event in events if event.verb != "failed" or last[event.task_id] == event.pk]


def _is_failing(event: TimelineEvent) -> bool:
    return event.verb == "failed" and event.task is not None and event.task.finished is None


def _failures(event: TimelineEvent) -> int:
    count: int = event.task.data.get("failures", 1) if event.task is not None else 1
    return count


def _decision(event: TimelineEvent) -> Decision | None:
    """The decision that the event completed, if it is one of people."""
    is_complete = event.verb == "complete" and event.task is not None
    return getattr(event.task, "decision", None) if is_complete else None


def _entry(event: TimelineEvent, told: frozenset[int]) -> Entry | None:
    """`told` are the returns whose answers the reader may know."""
    decision = _decision(event)
    if decision is not None:
        returned, noted = event.returned or (), event.noted or ()  # type: ignore[attr-defined]  # annotated
        if decision.pk not in told:
            returned = [row | {"explanation": ""} for row in returned]
            noted = [row | {"reply": ""} for row in noted]
        return _decided(decision, returned, noted)
    if event.verb == "failed":
        return Entry(_("Surat keputusan gagal dibuat (%s kali)") % _failures(event), event.at, "warning")
    known = _TOLD.get((event.verb, event.node)) or _TOLD.get((event.verb, ""))
    if known is None:
        return None
    title, icon = known
    if event.verb == "handover_recorded" and event.note:
        # Its note names the community: several handovers would look the same.
        return Entry(f"{title}: {event.note}", event.at, icon, event.actor_name, event.actor_office)
    return Entry(str(title), event.at, icon, event.actor_name, event.actor_office, event.note)


_TOLD: dict[tuple[str, str], tuple[str | Promise, str]] = {
    ("draft_created", ""): (gettext_lazy("Draf dibuat"), "file"),
    ("withdrawn", ""): (gettext_lazy("Usulan ditarik oleh unit"), "cross"),
    ("handover_recorded", ""): (gettext_lazy("Serah terima (BAST) dicatat"), "check"),
    ("complete", "letter"): (gettext_lazy("Surat keputusan terbit"), "file"),
    ("complete", "done"): (gettext_lazy("Seluruh bantuan tersalur"), "check"),
    ("complete", "expired"): (gettext_lazy("Kedaluwarsa: tidak diperbaiki sampai batas waktu"), "cross"),
}


def _decided(decision: Decision, returned: Iterable[dict[str, str]], noted: Iterable[dict[str, Any]]) -> Entry:
    outcome = Outcome(decision.outcome)
    in_order = sorted(returned, key=lambda row: Section.values.index(row["section"]))
    return Entry(
        title=f"{decision.get_step_display()}: {decision.get_outcome_display()}",
        at=decision.at,
        icon=_ICONS.get(outcome, "check"),
        who=decision.who,
        office=decision.by_office,
        note=decision.reason,
        is_back=outcome in BACKWARD,
        sections=tuple(_asked(ReturnedSection(**row), noted) for row in in_order),
    )


def _asked(returned: ReturnedSection, noted: Iterable[dict[str, Any]]) -> Asked:
    own = [PinnedComment(**row) for row in noted if row["section"] == returned.section]
    own.sort(key=lambda comment: comment.pk)
    return Asked(returned, tuple(own), pinning.explanation_of(returned, own))


def _current(proposal: Proposal, user: User, events: list[TimelineEvent], acted: frozenset[Function]) -> Current | None:
    of_tasks = {event.task.pk: event for event in events if event.task and event.task.status in OPEN_TASK}
    event = of_tasks[max(of_tasks)] if of_tasks else None
    if event is None or event.task is None:
        return None
    task = event.task
    step, is_held = Step(task.meta.step), event.is_held  # type: ignore[attr-defined]  # annotated by _events
    owner = task.owner if is_held else None
    expected = task.meta.meant_for if owner is None and event.is_expected else None  # type: ignore[attr-defined]
    holder = owner or expected
    return Current(
        task_id=task.pk,
        step=step,
        holder=_named(holder, proposal, step, acts=event.acts) if holder else holder_of(step),  # type: ignore[attr-defined]
        since=task.created,
        due_on=task.meta.due_on,
        due=due(task.meta.due_on),
        is_taken=owner is not None and owner.pk != user.pk,
        is_mine=holder is not None and holder.pk == user.pk,
        may_act=can_act(user, proposal, step, acted),
        comes_back_to=expected.name if expected is not None and expected.pk != user.pk else "",
        left_by=task.owner.name if task.owner and not is_held else "",
    )


def _named(holder: User, proposal: Proposal, step: Step, *, acts: bool) -> str:
    """«Sari Wakil, Plh. Kepala Sentra Contoh»: in the office in which the step is done. Asked only of who `acts` for anybody."""
    office = capacity_in(holder, proposal, step).office if acts else holder.office
    return f"{holder.name}, {office}"


def _next_step(proposal: Proposal, step: Step, events: list[TimelineEvent]) -> Step | None:
    """What follows if all goes well."""
    if step is Step.REVISION:
        return Step.SUBMISSION
    ahead = MAIN_ROAD[MAIN_ROAD.index(step) + 1 :]
    if ahead and ahead[0] is Step.DIRECTOR_GENERAL:
        threshold = events[0].director_general_from  # type: ignore[attr-defined]  # annotated by _events
        if not concerns_director_general(proposal, threshold):
            ahead = ahead[1:]
    return ahead[0] if ahead else None
