"""Who holds which right. Model-wide or on the object: callers never ask twice."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q
from guardian.models import GroupObjectPermission

from portal.core.models import Directorate, Unit, User

Person: TypeAlias = User | AnonymousUser
Place: TypeAlias = Unit | Directorate


class RefusedError(Exception):
    """The account may not do this; the message is a sentence for the user."""


def holds(user: Person, permission: str, place: Place | None = None) -> bool:
    """Whether the account holds `core.codename` everywhere or, when a place is given, on that unit or directorate."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.has_perm(permission):
        return True
    if place is None:
        return False
    held = unit_ids_with(user, permission) if isinstance(place, Unit) else directorate_ids_with(user, permission)
    return place.pk in held


def unit_ids_with(user: Person, permission: str) -> frozenset[int]:
    """Units on which the account's groups were granted the right; model-wide rights are not unfolded."""
    return _object_ids(user, permission, "unit")


def directorate_ids_with(user: Person, permission: str) -> frozenset[int]:
    """Directorates on which the account's groups were granted the right."""
    return _object_ids(user, permission, "directorate")


def _object_ids(user: Person, permission: str, model: str) -> frozenset[int]:
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.place_grants is None:
        user.place_grants = _read_grants(user)  # one query per request: a withdrawn right acts on the next one
    return frozenset(user.place_grants.get((model, permission.removeprefix("core.")), ()))


def _read_grants(user: User) -> dict[tuple[str, str], set[int]]:
    rows = GroupObjectPermission.objects.filter(
        group__user=user, permission__content_type__app_label="core"
    ).values_list("permission__content_type__model", "permission__codename", "object_pk")
    grants: dict[tuple[str, str], set[int]] = {}
    for model, codename, pk in rows:
        grants.setdefault((model, codename), set()).add(int(pk))
    return grants


def groups_with(permission: str, place: Place | None = None) -> frozenset[int]:
    """Ids of the groups whose members hold the right everywhere or on the place: the readers of a record."""
    codename = permission.removeprefix("core.")
    everywhere = Group.objects.filter(permissions__content_type__app_label="core", permissions__codename=codename)
    ids = set(everywhere.values_list("pk", flat=True))
    if place is not None:
        on_place = Q(object_pk=str(place.pk), permission__codename=codename) & Q(
            content_type__app_label="core", content_type__model=place._meta.model_name
        )
        ids.update(GroupObjectPermission.objects.filter(on_place).values_list("group_id", flat=True))
    return frozenset(ids)
