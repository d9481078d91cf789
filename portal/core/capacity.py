"""In which capacity somebody acts: in an office of their own, or for somebody else, whom the record then names as well."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.models import ActingAppointment, User
from portal.core.permissions import Place, groups_with, is_acting


@dataclass(frozen=True, slots=True)
class Capacity:
    """Name and office as a record copies them."""

    name: str
    office: str
    acting_for: User | None = None

    @property
    def acting_for_name(self) -> str:
        return self.acting_for.name if self.acting_for else ""

    @property
    def acting_for_office(self) -> str:
        return self.acting_for.office if self.acting_for else ""

    @property
    def office_in_full(self) -> str:
        """«Plh. Kepala Sentra Abiyoso, mewakili Budi»: for records that have one column for it."""
        if self.acting_for is None:
            return self.office
        words = {"office": self.office, "name": self.acting_for.name}
        return (_("%(office)s, mewakili %(name)s") % words)[:150]


def own_capacity(user: User) -> Capacity:
    """What somebody does that needs no office."""
    return Capacity(user.name, user.office)


def capacity_of(user: User, permission: str, place: Place | None = None) -> Capacity:
    """As whom the account uses the right: as oneself if a role of one's own grants it, or else as the acting officer.

    No query for whoever acts for nobody, at most four for the others.
    """
    if not is_acting(user):
        return own_capacity(user)
    acting = list(ActingAppointment.objects.running().filter(person=user).with_names())
    if not acting:
        return own_capacity(user)
    granting = groups_with(permission, place)
    if user.groups.filter(pk__in=granting).exists():
        return own_capacity(user)
    for appointment in acting:
        if appointment.role_group.group_id in granting:
            return Capacity(user.name, appointment.office[:150], appointment.represented)
    return own_capacity(user)
