"""The least that a test needs, made by the real actions."""

import datetime as dt
import itertools

from django.utils import timezone

from portal.accounts import appointments
from portal.core import actions
from portal.core.models import ActingAppointment, ActingKind, Directorate, RoleGroup, Unit, User
from portal.core.role_groups import sync_place
from portal.core.roles import OFFICES

_numbers = itertools.count(1)


def make_unit(name: str = "") -> Unit:
    """A unit with its role groups."""
    number = next(_numbers)
    unit = Unit.objects.create(code=f"unit-{number}", name=name or f"Sentra Contoh {number}")
    sync_place(unit)
    return unit


def make_user(*roles: str, unit: Unit | None = None, directorate: Directorate | None = None) -> User:
    """An active account that holds the roles, those of a unit in `unit`, those of a directorate in `directorate`."""
    number = next(_numbers)
    user = actions.create_user(
        by=None,
        email=f"orang{number}@contoh.invalid",
        name=f"Orang Contoh {number}",
        office="Jabatan contoh",
        password="kata-sandi-panjang",
    )
    for role in roles:
        place = {"unit": unit, "directorate": None}
        if role in {"koordinator", "direktur"}:
            place = {"unit": None, "directorate": directorate}
        elif role not in {"operator_balai", "kepala_balai"}:
            place = {"unit": None, "directorate": None}
        actions.give_role(by=None, user=user, role=role, **place)
    return user


def make_acting(
    person: User,
    represented: User,
    *,
    by: User | None = None,
    days: tuple[int, int] = (0, 7),
    kind: ActingKind = ActingKind.PLH,
) -> ActingAppointment:
    """The person acts in the first office of the other one, from and until so many days from today."""
    held = RoleGroup.objects.filter(group__user=represented, role__in=OFFICES)
    today = timezone.localdate()
    wanted = appointments.Appointment(
        person=person,
        represented=represented,
        office=held.earliest("pk"),
        kind=kind,
        from_on=today + dt.timedelta(days=days[0]),
        until_on=today + dt.timedelta(days=days[1]),
        basis="800/12/2026",
    )
    return appointments.appoint(by=by or make_user("admin_portal"), wanted=wanted)
