"""Who holds which right. Model-wide or on the object: callers never ask twice."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from guardian.models import GroupObjectPermission

from portal.core.membership import groups_of
from portal.core.models import ActingAppointment, Directorate, Unit, User

Person: TypeAlias = User | AnonymousUser
Place: TypeAlias = Unit | Directorate
EVERYWHERE = ("", 0)
"""Stands where a place would: the right is model-wide."""
_ACTING = "*acting"
"""Stands where the app of a right would: no right, but that the account acts for somebody."""


class RefusedError(PermissionDenied):
    """The account may not do this; the message is a sentence for the user, who reads it on the page of a 403."""


def holds(user: Person, permission: str, place: Place | None = None) -> bool:
    """Whether the account holds `core.codename` everywhere or, when a place is given, on that unit or directorate.

    A superuser holds everything: this is for looking. Whoever acts in an office needs `holds_by_role`.
    """
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return True
    return holds_by_role(user, permission, place)


def holds_by_role(user: Person, permission: str, place: Place | None = None) -> bool:
    """Whether a role of the account grants the right; a superuser without that role holds nothing."""
    held = _rights_of(user).get(permission, set())
    return EVERYWHERE in held or (place is not None and (place._meta.model_name, place.pk) in held)


def unit_ids_with(user: Person, permission: str) -> frozenset[int]:
    """Units on which the account's groups were granted the right; model-wide rights are not unfolded."""
    return _place_ids(user, permission, "unit")


def directorate_ids_with(user: Person, permission: str) -> frozenset[int]:
    """Directorates on which the account's groups were granted the right."""
    return _place_ids(user, permission, "directorate")


def permissions_everywhere(user: Person) -> set[str]:
    """Names of the rights that the account's groups hold model-wide."""
    return {permission for permission, held in _rights_of(user).items() if EVERYWHERE in held}


def holds_only(user: Person, permission: str) -> bool:
    """Whether this is all that the account's roles grant."""
    return set(_rights_of(user)) == {permission}


def _place_ids(user: Person, permission: str, model: str) -> frozenset[int]:
    return frozenset(pk for kind, pk in _rights_of(user).get(permission, ()) if kind == model)


def _rights_of(user: Person) -> dict[str, set[tuple[str, int]]]:
    if not isinstance(user, User) or not user.is_active:
        return {}
    if user.role_rights is None:
        user.role_rights = _read_rights(user)  # one query per request: a withdrawn right acts on the next one
    return user.role_rights


def forget_rights(user: User) -> None:
    """They are read once more when they are next asked for: whoever waited for a lock may have lost an office meanwhile."""
    user.role_rights = None


def is_acting(user: User) -> bool:
    """Whether the account acts in somebody's office today: read with its rights."""
    _rights_of(user)
    return user.is_acting


def _read_rights(user: User) -> dict[str, set[tuple[str, int]]]:
    """Permission → where it is held: through one's groups, and those in whose office one acts today.

    Notes on the account whether it acts for anybody.
    """
    model, pk = EVERYWHERE
    everywhere = (
        Permission.objects.filter(group__in=groups_of(user))
        .order_by()
        .values_list("content_type__app_label", "codename", Value(model), Value(str(pk)))
    )
    held = GroupObjectPermission.objects.filter(group__in=groups_of(user), content_type__app_label="core")
    on_places = held.values_list(
        "permission__content_type__app_label", "permission__codename", "content_type__model", "object_pk"
    )
    acting = ActingAppointment.objects.running().filter(person=user.pk).order_by()
    acts = acting.values_list(Value(_ACTING), Value(""), Value(model), Value(str(pk)))
    rights: dict[str, set[tuple[str, int]]] = {}
    user.is_acting = False
    for app, codename, kind, place in everywhere.union(on_places, acts, all=True):
        if app == _ACTING:
            user.is_acting = True
            continue
        rights.setdefault(f"{app}.{codename}", set()).add((kind, int(place)))
    return rights


class Grants:
    """Which groups hold some rights, and where, as they were when it was made with one query: for many records at once."""

    def __init__(self, *permissions: str) -> None:
        model, pk = EVERYWHERE
        names = [permission.removeprefix("core.") for permission in permissions]
        everywhere = (
            Permission.objects.filter(content_type__app_label="core", codename__in=names, group__isnull=False)
            .order_by()
            .values_list("codename", "group", Value(model), Value(str(pk)))
        )
        on_places = GroupObjectPermission.objects.filter(
            content_type__app_label="core", permission__codename__in=names
        ).values_list("permission__codename", "group", "content_type__model", "object_pk")
        self._groups: dict[tuple[str, str, int], set[int]] = {}
        for name, group, kind, place in everywhere.union(on_places, all=True):
            self._groups.setdefault((f"core.{name}", kind, int(place)), set()).add(group)

    def listed(self) -> list[tuple[str, str, int, list[int]]]:
        """Each right at each place with the ids of the groups that hold it there, in an order that only they decide."""
        return sorted((*held, sorted(groups)) for held, groups in self._groups.items())

    def groups_with(self, permission: str, place: Place | None = None) -> frozenset[int]:
        """Ids of the groups whose members hold the right everywhere or on the place."""
        everywhere = frozenset(self._groups.get((permission, *EVERYWHERE), ()))
        return everywhere if place is None else everywhere | self.groups_on(permission, place)

    def groups_on(self, permission: str, place: Place) -> frozenset[int]:
        """Ids of the groups that were granted the right on the place itself, whatever they hold everywhere."""
        return frozenset(self._groups.get((permission, str(place._meta.model_name), place.pk), ()))


def groups_with(permission: str, place: Place | None = None) -> frozenset[int]:
    """Ids of the groups whose members hold the right everywhere or on the place."""
    return Grants(permission).groups_with(permission, place)


def groups_holding(permission: str, place: Place | None = None) -> QuerySet[Group]:
    """`groups_with` as a part of another query."""
    app, name = permission.split(".")
    groups: QuerySet[Group] = Group.objects.filter(
        pk__in=Permission.objects.filter(content_type__app_label=app, codename=name).values("group")
    )
    if place is None:
        return groups
    on_place = GroupObjectPermission.objects.filter(
        permission__content_type__app_label=app,
        permission__codename=name,
        content_type__app_label=app,
        content_type__model=place._meta.model_name,
        object_pk=str(place.pk),
    )
    return groups | Group.objects.filter(pk__in=on_place.values("group"))
