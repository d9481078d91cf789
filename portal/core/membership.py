"""Who counts as a member of a group today: whoever is in it, and whoever acts in the office that the group stands for.

Everything that asks for rights, notices or readers asks here, so that an appointment begins and ends by its dates alone.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from portal.core.models import ActingAppointment, User


def groups_of(user: User) -> QuerySet[Group]:
    """Groups whose rights the account has today: none once it is closed, whatever the instance in hand still says."""
    acting = ActingAppointment.objects.running().filter(person=user.pk, person__is_active=True)
    own = User.groups.through.objects.filter(user=user.pk, user__is_active=True)
    return Group.objects.filter(Q(pk__in=own.values("group")) | Q(pk__in=acting.values("role_group__group")))


def members_of(groups: Iterable[int] | QuerySet[Group]) -> QuerySet[User]:
    """Active accounts that are in one of the groups (or their ids), or act in its office, today."""
    ids: Any = groups.order_by().values("pk") if isinstance(groups, QuerySet) else sorted(groups)
    acting = ActingAppointment.objects.running().filter(role_group__group__in=ids)
    own = User.groups.through.objects.filter(group__in=ids)
    members: QuerySet[User] = User.objects.active().filter(
        Q(pk__in=own.values("user")) | Q(pk__in=acting.values("person"))
    )
    return members
