"""The inbox and the list of proposals: a constant number of queries, however much there is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.masking import masked_text, number_like
from portal.core.models import User
from portal.core.permissions import directorate_ids_with, holds_by_role, unit_ids_with
from workflows.enums import DECIDING_FUNCTIONS, OPEN_TASK, Function
from workflows.handed_in import is_of_unit
from workflows.holding import is_held
from workflows.models import Contribution, Decision, Proposal, ReturnRequest, TaskMeta
from workflows.steps import STEPS, Reach


class InboxTab(StrEnum):
    """The groups of the inbox; the value stands in the address."""

    MINE = "saya"
    FREE = "belum-diambil"
    WAITING = "menunggu"
    DONE = "selesai"

    @property
    def label(self) -> str | Promise:
        return _TAB_LABELS[self]


_TAB_LABELS = {
    InboxTab.MINE: _("Tugas saya"),
    InboxTab.FREE: _("Belum diambil"),
    InboxTab.WAITING: _("Menunggu pihak lain"),
    InboxTab.DONE: _("Selesai"),
}


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many tasks wait for the account, and how urgent they are."""

    mine: int
    free: int
    waiting: int
    late: int
    today: int

    def of(self, tab: InboxTab) -> int | None:
        """The number beside a tab; what is done has none."""
        return {InboxTab.MINE: self.mine, InboxTab.FREE: self.free, InboxTab.WAITING: self.waiting}.get(tab)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the reader narrows the inbox by; empty narrows nothing."""

    words: str = ""
    step: str = ""
    cluster: int | None = None

    def __bool__(self) -> bool:
        return bool(self.words or self.step or self.cluster)


def open_tasks() -> QuerySet[TaskMeta]:
    """Human tasks that wait for somebody, the most urgent first."""
    tasks = TaskMeta.objects.filter(task__status__in=OPEN_TASK)
    return tasks.order_by(F("due_on").asc(nulls_last=True), "pk")


def actable_by(user: User) -> Q:
    """Tasks whose step the account may do: it holds the right, and has not acted on the proposal in another function."""
    condition = Q(pk__in=())
    for step, facts in STEPS.items():
        place = _places(user, facts.right.permission, facts.right.reach)
        if place is not None:
            condition |= Q(step=step) & place & ~_acted_otherwise(user, facts.function)
    return condition


def _places(user: User, permission: str, reach: Reach) -> Q | None:
    if holds_by_role(user, permission):
        return Q()
    if reach is Reach.UNIT and (units := unit_ids_with(user, permission)):
        return Q(proposal__unit__in=units)
    if reach is Reach.DIRECTORATE and (directorates := directorate_ids_with(user, permission)):
        return Q(proposal__leading_directorate__in=directorates)
    return None


def _acted_otherwise(user: User, function: Function) -> Q:
    if function not in DECIDING_FUNCTIONS:
        return Q(pk__in=())
    others = sorted(DECIDING_FUNCTIONS - {function})
    acted = Decision.objects.answered_for_by(user.pk).filter(proposal=OuterRef("proposal"), function__in=others)
    otherwise = Q(Exists(acted))
    return otherwise if function is Function.DRAFTER else otherwise | _written_by(user)


def _written_by(user: User) -> Q:
    wrote = Contribution.objects.filter(proposal=OuterRef("proposal"), user=user)
    return Q(proposal__created_by=user) | Q(Exists(wrote))


def inbox_counts(user: User) -> InboxCounts:
    """One query."""
    today = timezone.localdate()
    mine, free, waiting = (_group(user, tab) for tab in (InboxTab.MINE, InboxTab.FREE, InboxTab.WAITING))
    counts = open_tasks().aggregate(
        mine=Count("pk", filter=mine),
        free=Count("pk", filter=free),
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=(mine | free) & Q(due_on__lt=today)),
        today=Count("pk", filter=(mine | free) & Q(due_on=today)),
    )
    return InboxCounts(**counts)


def inbox_tasks(user: User, tab: InboxTab, chosen: InboxFilter) -> QuerySet[TaskMeta]:
    """Open tasks of one tab (not DONE), most urgent first, with everything a row shows."""
    tasks = open_tasks().select_related("task__owner", "meant_for", "proposal__unit").filter(_group(user, tab))
    return tasks.filter(_narrow(user, chosen, "proposal__"), Q(step=chosen.step) if chosen.step else Q())


def _group(user: User, tab: InboxTab) -> Q:
    # Whoever has left or lost the role holds nothing: the task is as free as one that nobody has taken.
    nobody = Q(task__owner__isnull=True) | ~is_held(owner="task__owner", step="step")
    if tab is InboxTab.MINE:
        return (Q(task__owner=user) & ~nobody) | (Q(meant_for=user) & nobody & actable_by(user))
    if tab is InboxTab.FREE:
        return nobody & actable_by(user) & ~Q(meant_for=user)
    own = Q(proposal__unit__in=unit_ids_with(user, "core.view_proposals"))
    acted = Q(Exists(Decision.objects.filter(proposal=OuterRef("proposal"), by=user)))
    return (own | acted) & ((~nobody & ~Q(task__owner=user)) | (nobody & ~actable_by(user)))


def inbox_done(user: User, chosen: InboxFilter) -> QuerySet[Decision]:
    """What the account decided, newest first."""
    decisions = Decision.objects.filter(by=user).select_related("proposal__unit").order_by("-pk")
    return decisions.filter(_narrow(user, chosen, "proposal__"), Q(step=chosen.step) if chosen.step else Q())


def last_answered_return(proposal: Proposal, user: User) -> ReturnRequest | None:
    """The last return that the unit has answered, with what was asked; to officials once the head has certified the answers."""
    answered = proposal.return_requests.answered()
    answered = answered if is_of_unit(user, proposal) else answered.handed_in()
    return answered.select_related("decision").prefetch_related("sections").last()


def proposals_for(user: User, chosen: InboxFilter, *, stage: str = "") -> QuerySet[Proposal]:
    """The list of proposals the account may see, newest first."""
    proposals = Proposal.objects.visible_to(user).select_related("unit").filter(_narrow(user, chosen, ""))
    return proposals.filter(stage=stage) if stage else proposals


def _narrow(user: User, chosen: InboxFilter, prefix: str) -> Q:
    condition = Q()
    if chosen.words:
        free_text = _says(_FREE_TEXT, chosen.words, prefix)
        if any(map(str.isdigit, chosen.words)):
            free_text &= ~Q(**{f"{prefix}pk__in": _masked_hits(user, chosen.words)})
        condition &= free_text | _says(("registration_number", "unit__name"), chosen.words, prefix)
    if chosen.cluster:
        # A subquery, not a join: a proposal with five communities is one row.
        concerned = Proposal.objects.filter(communities__cluster=chosen.cluster).values("pk")
        condition &= Q(**{f"{prefix}pk__in" if prefix else "pk__in": concerned})
    return condition


_FREE_TEXT = ("title", "applicant_name")


def _says(columns: Iterable[str], words: str, prefix: str = "") -> Q:
    return reduce(or_, (Q(**{f"{prefix}{column}__icontains": words}) for column in columns))


def _masked_hits(user: User, words: str) -> list[int]:
    """Whose text has the words only in a number that screens mask: digit by digit the list would give the number away."""
    numbered = reduce(or_, (Q(**{f"{column}__regex": number_like()}) for column in _FREE_TEXT))
    found = Proposal.objects.visible_to(user).filter(_says(_FREE_TEXT, words) & numbered).order_by()
    return [
        pk
        for pk, *texts in found.values_list("pk", *_FREE_TEXT)
        if not any(words.casefold() in masked_text(text).casefold() for text in texts)
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """How urgent a task is, as word, icon and colour."""

    text: str
    kind: str
    icon: str
    row_class: str


def due(on: dt.date | None) -> Due | None:
    """The label of a due date, in calendar days from today."""
    if on is None:
        return None
    days = (on - timezone.localdate()).days
    if days < 0:
        return Due(str(_("Terlambat %(days)s hari")) % {"days": -days}, "danger", "error", "late")
    if days == 0:
        return Due(str(_("Hari ini")), "warn", "clock", "today")
    kind = "info" if days <= 2 else ""
    return Due(str(_("%(days)s hari lagi")) % {"days": days}, kind, "clock", "")
