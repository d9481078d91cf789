"""The least that a test needs, made by the real actions."""

import itertools

from portal.core import actions
from portal.core.models import Directorate, Unit, User
from portal.core.role_groups import sync_place

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
