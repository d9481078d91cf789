"""Groups and guardian grants, made from the table of roles. Running it again changes nothing that is already right."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from portal.core.models import Directorate, RoleGroup, Unit
from portal.core.roles import ROLES, Role, Scope

Place: TypeAlias = Unit | Directorate | None


def sync_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Receiver of post_migrate: once per run, after the last app's permissions exist."""
    if sender.label == "core" and kwargs.get("using", "default") == "default" and "plan" in kwargs:
        _make_permissions()
        sync_role_groups()


def _make_permissions() -> None:
    """Permissions of all apps are made by Django's own receiver app by app; the table needs those of later apps already now."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)


@transaction.atomic
def sync_role_groups() -> None:
    """One group per role and place, with exactly the table's permissions. Memberships are not touched."""
    for role, place in _role_places():
        _ensure_group(role, place)


def sync_place(place: Unit | Directorate) -> None:
    """The groups of one new unit or directorate."""
    scope = Scope.UNIT if isinstance(place, Unit) else Scope.DIRECTORATE
    for role in ROLES.values():
        if role.scope is scope:
            _ensure_group(role, place)


def rename_groups(place: Unit | Directorate) -> None:
    """The groups bear the name of their place, also after it has another one."""
    for held in place.role_groups.select_related("group"):
        name = _name_of(ROLES[held.role], place)
        if held.group.name != name:
            held.group.name = _free_name(name)
            held.group.save(update_fields=("name",))


def _role_places() -> Iterator[tuple[Role, Place]]:
    units, directorates = list(Unit.objects.all()), list(Directorate.objects.all())
    places: dict[Scope, Iterable[Place]] = {
        Scope.EVERYWHERE: [None],
        Scope.UNIT: units,
        Scope.DIRECTORATE: directorates,
    }
    for role in ROLES.values():
        for place in places[role.scope]:
            yield role, place


def _ensure_group(role: Role, place: Place) -> None:
    found = RoleGroup.objects.filter(role=role.code, **_place_fields(place)).select_related("group").first()
    if found is None:
        group = Group.objects.create(name=_free_name(_name_of(role, place)))
        RoleGroup.objects.create(group=group, role=role.code, **_place_fields(place))
    else:
        group = found.group
    _grant(group, role, place)


def _name_of(role: Role, place: Place) -> str:
    return (f"{role.label} · {place}" if place else str(role.label))[:150]


def _place_fields(place: Place) -> dict[str, Any]:
    return {
        "unit": place if isinstance(place, Unit) else None,
        "directorate": place if isinstance(place, Directorate) else None,
    }


def _free_name(name: str) -> str:
    return name if not Group.objects.filter(name=name).exists() else f"{name[:140]} ({Group.objects.count()})"


def _grant(group: Group, role: Role, place: Place) -> None:
    everywhere = role.everywhere if place else role.permissions + role.everywhere
    wanted = list(_permissions(everywhere))
    # Rights of other apps (Wagtail's pages) may have been added to the group by hand: they stay.
    group.permissions.add(*wanted)
    stale = group.permissions.filter(content_type__app_label="core").exclude(pk__in=[p.pk for p in wanted])
    group.permissions.remove(*stale)
    if place is None:
        return
    names = {name.partition(".")[2] for name in role.permissions}
    granted = GroupObjectPermission.objects.filter(
        group=group, object_pk=str(place.pk), permission__content_type__app_label="core"
    )
    have = set(granted.values_list("permission__codename", flat=True))
    granted.exclude(permission__codename__in=names).delete()
    for codename in names - have:
        assign_perm(f"core.{codename}", group, place)


def _permissions(names: Iterable[str]) -> Iterable[Permission]:
    query = Q(pk__in=[])
    for name in names:
        app, _, codename = name.partition(".")
        query |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(query)
