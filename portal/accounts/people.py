"""Reads for the screen of officials: who holds what, with a constant number of queries per page."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from portal.accounts.models import Invitation
from portal.core.models import Directorate, RoleGroup, Unit, User
from portal.core.roles import ROLES, Scope

# Django writes «!» and random letters when an account has no password.
NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class Standing(enum.StrEnum):
    """Whether the account can be used now."""

    ACTIVE = "aktif"
    INVITED = "diundang"
    INVITATION_OVER = "undangan-berakhir"
    CLOSED = "nonaktif"


STANDING_LABELS: dict[Standing, str | Promise] = {
    Standing.ACTIVE: _("Aktif"),
    Standing.INVITED: _("Diundang"),
    Standing.INVITATION_OVER: _("Undangan berakhir"),
    Standing.CLOSED: _("Nonaktif"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed by; empty values narrow nothing."""

    text: str = ""
    role: str = ""
    unit: int | None = None
    standing: str = ""


def listed(narrow: Filter) -> QuerySet[User]:
    """Accounts with roles, places and open invitation loaded."""
    invited = Exists(Invitation.objects.open().filter(user=OuterRef("pk")))
    people: QuerySet[User] = User.objects.annotate(is_invited=invited).prefetch_related(_roles())
    for word in narrow.text.split()[:6]:
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(office__icontains=word))
    if narrow.role:
        people = people.filter(Exists(_memberships(role_group__role=narrow.role)))
    if narrow.unit:
        people = people.filter(Exists(_memberships(role_group__unit=narrow.unit)))
    return _of_standing(people, narrow.standing).order_by("name", "pk")


def _memberships(**of_group: object) -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(
        pk=OuterRef("pk"), **{f"groups__{name}": value for name, value in of_group.items()}
    )
    return people


def _roles() -> "Prefetch[str, QuerySet[RoleGroup], str]":
    held = RoleGroup.objects.select_related("unit", "directorate")
    return Prefetch("groups__role_group", queryset=held)


def _of_standing(people: QuerySet[Any], standing: str) -> QuerySet[User]:
    match standing:
        case Standing.ACTIVE:
            return people.filter(is_active=True).exclude(NO_PASSWORD)
        case Standing.INVITED:
            return people.filter(NO_PASSWORD, is_active=True, is_invited=True)
        case Standing.INVITATION_OVER:
            return people.filter(NO_PASSWORD, is_active=True, is_invited=False)
        case Standing.CLOSED:
            return people.filter(is_active=False)
    return people


def standing_of(user: User) -> Standing:
    """Of an account read through `listed`."""
    if not user.is_active:
        return Standing.CLOSED
    if user.has_usable_password():
        return Standing.ACTIVE
    return Standing.INVITED if getattr(user, "is_invited", False) else Standing.INVITATION_OVER


def roles_of(user: User) -> list[RoleGroup]:
    """In the order of the table of roles."""
    held = [group.role_group for group in user.groups.all() if hasattr(group, "role_group")]
    order = list(ROLES)
    return sorted(held, key=lambda role_group: (order.index(role_group.role), str(place_of(role_group) or "")))


def other_holders(person: User, *, role: str, unit: Unit | None, directorate: Directorate | None) -> list[User]:
    """Active accounts that hold this office of a unit or directorate already; one of its kind has one holder as a rule."""
    if not ROLES[role].is_office or ROLES[role].scope is Scope.EVERYWHERE:
        return []
    office = RoleGroup.objects.filter(role=role, unit=unit, directorate=directorate)
    holders = User.objects.active().filter(groups__role_group__in=office).exclude(pk=person.pk)
    return list(holders.distinct().order_by("name", "pk"))


def place_of(held: RoleGroup) -> object:
    return held.unit or held.directorate


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A step that waits for this person."""

    title: str
    since: dt.datetime


def open_tasks_of(user: User) -> QuerySet[Task]:
    """Steps assigned to this person, oldest first: somebody else must take them over when the person leaves."""
    held: QuerySet[Task] = (
        Task.objects.filter(owner=user, status__in=(STATUS.ASSIGNED, STATUS.STARTED), meta__isnull=False)
        .select_related("meta__proposal")
        .order_by("created")
    )
    return held


def described(tasks: Iterable[Task]) -> list[HeldTask]:
    return [HeldTask(f"{task.meta.get_step_display()} · {task.meta.proposal}", task.created) for task in tasks]
