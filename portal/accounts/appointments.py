"""«Plh. dan Plt.»: who acts for whom, who may appoint, and until when. Rights follow from the rows and their dates alone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.permissions import can_manage_people
from portal.core import audit
from portal.core.formats import date_long
from portal.core.models import ActingAppointment, ActingKind, RoleGroup, User
from portal.core.models.acting import ActingAppointmentQuerySet
from portal.core.permissions import Person, RefusedError
from portal.core.roles import OFFICES, ROLES
from workflows.models import Decision
from workflows.steps import STEPS

HEAD_RIGHT = "core.submit_proposals"


class AppointmentDoesNotFitError(Exception):
    """The appointment cannot be made so; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What is typed: both days are included, `basis` is the number of the letter that appoints."""

    person: User
    represented: User
    office: RoleGroup
    kind: ActingKind
    from_on: dt.date
    until_on: dt.date
    basis: str


def offices_appointable_by(user: Person) -> QuerySet[RoleGroup]:
    """All offices for an administrator, those of the own unit for its head; not for whoever only acts as one."""
    offices = RoleGroup.objects.filter(role__in=OFFICES).select_related("group", "unit", "directorate")
    if can_manage_people(user):
        return offices
    if not isinstance(user, User) or not user.is_active:
        return offices.none()
    own = RoleGroup.objects.filter(group__user=user, role__in=_heads(), unit__isnull=False)
    return offices.filter(unit__in=own.values("unit"))


def _heads() -> list[str]:
    return [role.code for role in ROLES.values() if role.is_office and HEAD_RIGHT in role.permissions]


def check_can_appoint(user: Person) -> None:
    """Raises RefusedError for whoever may appoint nobody at all."""
    if not offices_appointable_by(user).exists():
        raise RefusedError(_("Halaman ini hanya untuk administrator portal dan kepala balai."))


def can_appoint(user: Person) -> bool:
    return offices_appointable_by(user).exists()


def visible_to(user: Person) -> ActingAppointmentQuerySet:
    """Appointments to offices that the account may appoint to, the latest first."""
    found: ActingAppointmentQuerySet = ActingAppointment.objects.filter(role_group__in=offices_appointable_by(user))
    return found.with_names()


def people_for(user: Person) -> QuerySet[User]:
    """Who may be named: everybody with an account in use for an administrator, the unit's own people for its head."""
    people: QuerySet[User] = User.objects.filter(is_superuser=False)
    if can_manage_people(user):
        return people
    units = offices_appointable_by(user).values("unit")
    return people.filter(groups__role_group__unit__in=units).distinct()


def represented_for(user: Person) -> QuerySet[User]:
    """Who may be named as represented: who holds one of those offices, or has decided in one and may have left it since."""
    offices = offices_appointable_by(user)
    roles = set(offices.values_list("role", flat=True))
    steps = [step for step, facts in STEPS.items() if set(facts.holders) <= roles]
    decided = Decision.objects.filter(step__in=steps, acting_for__isnull=True)
    if not can_manage_people(user):
        decided = decided.filter(proposal__unit__in=offices.values("unit"))
    is_known = Q(groups__role_group__in=offices) | Q(pk__in=decided.values("by"))
    people: QuerySet[User] = User.objects.filter(is_known, is_superuser=False).distinct()
    return people


@transaction.atomic
def appoint(*, by: User, wanted: Appointment) -> ActingAppointment:
    """Raises RefusedError, AppointmentDoesNotFitError. The row of the office is locked, so that two do not overlap unseen."""
    check_can_appoint_to(by, wanted.office)
    RoleGroup.objects.select_for_update().get(pk=wanted.office.pk)
    _check_people(by, wanted)
    _check_days(wanted)
    _check_alone(wanted)
    appointment = ActingAppointment.objects.create(
        person=wanted.person,
        represented=wanted.represented,
        role_group=wanted.office,
        kind=wanted.kind,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        basis=wanted.basis,
        made_by=by,
    )
    _record(by, "acting_appointed", appointment)
    return appointment


@transaction.atomic
def end(*, by: User, appointment: ActingAppointment) -> ActingAppointment:
    """At once, before its last day; an appointment that is over stays as it is. Raises RefusedError."""
    locked = ActingAppointment.objects.select_for_update().get(pk=appointment.pk)
    check_can_appoint_to(by, appointment.role_group)
    if not locked.is_open:
        return appointment
    locked.ended_by, locked.ended_at = by, timezone.now()
    locked.save(update_fields=("ended_by", "ended_at"))
    _record(by, "acting_ended", locked)
    return locked


def check_can_appoint_to(by: User, office: RoleGroup) -> None:
    """Raises RefusedError."""
    if not offices_appointable_by(by).filter(pk=office.pk).exists():
        raise RefusedError(_("Jabatan ini bukan wewenang Anda untuk ditunjuk penggantinya."))


def _check_people(by: User, wanted: Appointment) -> None:
    person, represented = wanted.person, wanted.represented
    if person.pk == by.pk:
        raise RefusedError(_("Tidak ada yang menunjuk dirinya sendiri. Mintalah administrator lain mencatatnya."))
    if person.pk == represented.pk:
        raise AppointmentDoesNotFitError(_("Pejabat pengganti dan pejabat yang diwakili harus dua orang."))
    if not person.is_active or person.is_superuser:
        raise AppointmentDoesNotFitError(_("Akun %(name)s tidak aktif. Pilih orang lain.") % {"name": person})
    if _is_in(person, wanted.office):
        words = {"name": person, "office": wanted.office}
        raise AppointmentDoesNotFitError(_("%(name)s sudah memegang jabatan %(office)s sendiri.") % words)
    if wanted.kind is ActingKind.PLH and not (_is_in(represented, wanted.office) and represented.is_active):
        words = {"name": represented, "office": wanted.office}
        raise AppointmentDoesNotFitError(
            _("%(name)s tidak memegang jabatan %(office)s. Untuk jabatan yang kosong pilih Plt.") % words
        )


def _is_in(user: User, office: RoleGroup) -> bool:
    return user.groups.filter(pk=office.group_id).exists()


def _check_days(wanted: Appointment) -> None:
    if wanted.from_on < timezone.localdate():
        raise AppointmentDoesNotFitError(_("Mulai paling awal hari ini: yang sudah lewat tidak dapat diubah."))
    if wanted.until_on < wanted.from_on:
        raise AppointmentDoesNotFitError(_("Hari terakhir tidak boleh sebelum hari pertama."))
    if wanted.until_on - wanted.from_on > ActingAppointment.LONGEST:
        raise AppointmentDoesNotFitError(_("Paling lama satu tahun. Catat penunjukan baru bila masih diperlukan."))


def _check_alone(wanted: Appointment) -> None:
    """One substitute at a time for one official in one office, and nobody twice in the same."""
    same_days = ActingAppointment.objects.filter(
        role_group=wanted.office, ended_at__isnull=True, from_on__lte=wanted.until_on, until_on__gte=wanted.from_on
    )
    other = same_days.filter(Q(person=wanted.person) | Q(represented=wanted.represented)).with_names().first()
    if other is not None:
        words = {"name": other.person, "represented": other.represented, "until": date_long(other.until_on)}
        raise AppointmentDoesNotFitError(
            _("%(name)s sudah mewakili %(represented)s sampai %(until)s. Akhiri dulu penunjukan itu.") % words
        )


def _record(by: User, verb: str, appointment: ActingAppointment) -> None:
    office = appointment.role_group
    data = {
        "appointment": appointment.pk,
        "role": office.role,
        "directorate": office.directorate.code if office.directorate else None,
        "represented": appointment.represented_id,
        "kind": appointment.kind,
        "from": appointment.from_on.isoformat(),
        "until": appointment.until_on.isoformat(),
        "basis": appointment.basis,
    }
    audit.record(by=by, verb=verb, obj=appointment.person, unit=office.unit, data=data)
