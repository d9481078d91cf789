"""Changes of people and places: who holds which role, who leaves, which units exist."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import Directorate, RoleGroup, Unit, User
from portal.core.roles import ROLES, Scope


class RoleNeedsPlaceError(Exception):
    """A role of a unit or directorate was named without its place, or another one with a place."""


@transaction.atomic
def create_user(*, by: User | None, email: str, name: str, office: str = "", password: str | None = None) -> User:
    """A new account; without a password it cannot log in until its invitation is accepted."""
    user: User = User.objects.create_user(email, password, name=name, office=office)
    audit.record(by=by, verb="user_created", obj=user)
    return user


@transaction.atomic
def give_role(
    *, by: User | None, user: User, role: str, unit: Unit | None = None, directorate: Directorate | None = None
) -> User:
    """Adds the account to the role's group; giving it again changes nothing. Raises RoleNeedsPlaceError."""
    group = role_group(role, unit=unit, directorate=directorate)
    if not user.groups.filter(pk=group.group_id).exists():
        user.groups.add(group.group)
        audit.record(by=by, verb="role_given", obj=user, unit=unit, data=_role_data(role, directorate))
    return user


@transaction.atomic
def take_role(
    *, by: User | None, user: User, role: str, unit: Unit | None = None, directorate: Directorate | None = None
) -> User:
    """Removes the account from the role's group. Raises RoleNeedsPlaceError."""
    group = role_group(role, unit=unit, directorate=directorate)
    if user.groups.filter(pk=group.group_id).exists():
        user.groups.remove(group.group)
        audit.record(by=by, verb="role_taken", obj=user, unit=unit, data=_role_data(role, directorate))
    return user


def _role_data(role: str, directorate: Directorate | None) -> dict[str, Any]:
    return {"role": role} | ({"directorate": directorate.code} if directorate else {})


def role_group(role: str, *, unit: Unit | None = None, directorate: Directorate | None = None) -> RoleGroup:
    """The group of a role in its place. Raises RoleNeedsPlaceError with a sentence for the user."""
    scope = ROLES[role].scope
    if (scope is Scope.UNIT) != (unit is not None) or (scope is Scope.DIRECTORATE) != (directorate is not None):
        raise RoleNeedsPlaceError(
            {
                Scope.UNIT: _("Pilih unit untuk peran ini."),
                Scope.DIRECTORATE: _("Pilih direktorat untuk peran ini."),
                Scope.EVERYWHERE: _("Peran ini berlaku di semua unit; kosongkan unit dan direktorat."),
            }[scope]
        )
    return RoleGroup.objects.select_related("group").get(role=role, unit=unit, directorate=directorate)


@transaction.atomic
def deactivate_user(*, by: User | None, user: User) -> User:
    """Closes the account: its sessions end with the next request, its records stay."""
    if user.is_active:
        user.is_active = False
        user.deactivated_at = timezone.now()
        user.save(update_fields=("is_active", "deactivated_at"))
        audit.record(by=by, verb="user_deactivated", obj=user)
    return user


@transaction.atomic
def reactivate_user(*, by: User | None, user: User) -> User:
    """Opens a closed account again, with the roles it had."""
    if not user.is_active:
        user.is_active = True
        user.deactivated_at = None
        user.save(update_fields=("is_active", "deactivated_at"))
        audit.record(by=by, verb="user_reactivated", obj=user)
    return user
