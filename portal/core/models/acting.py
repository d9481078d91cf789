"""Officials who act in another's office for a while: Plh. and Plt."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models.people import RoleGroup, User


class ActingKind(models.TextChoices):
    """The holder is away for a while, or the office has none."""

    PLH = "plh", _("Pelaksana harian (Plh.)")
    PLT = "plt", _("Pelaksana tugas (Plt.)")

    @property
    def short(self) -> str:
        """As it stands before the office: «Plh.»."""
        return "Plh." if self is ActingKind.PLH else "Plt."


def running(prefix: str = "", on: dt.date | None = None) -> Q:
    """Appointments in force on a day (Western Indonesian time, today when none is named), at the end of a path."""
    day = on or timezone.localdate()
    return Q(**{f"{prefix}from_on__lte": day, f"{prefix}until_on__gte": day, f"{prefix}ended_at__isnull": True})


class ActingAppointmentQuerySet(models.QuerySet["ActingAppointment"]):
    def running(self) -> "ActingAppointmentQuerySet":
        """In force today."""
        return self.filter(running())

    def open(self) -> "ActingAppointmentQuerySet":
        """In force today or later."""
        return self.filter(ended_at__isnull=True, until_on__gte=timezone.localdate())

    def over_lately(self, person: User) -> "ActingAppointmentQuerySet":
        """Those of a person that ended, by themselves or early, within a week: a form may still be open since."""
        since = timezone.localdate() - dt.timedelta(days=7)
        by_themselves = Q(ended_at__isnull=True, until_on__lt=timezone.localdate(), until_on__gte=since)
        return self.filter(by_themselves | Q(ended_at__date__gte=since), person=person)

    def with_names(self) -> "ActingAppointmentQuerySet":
        """With everything that a line about one says."""
        return self.select_related("person", "represented", "made_by", "ended_by", *_OFFICE)


_OFFICE = ("role_group__group", "role_group__unit", "role_group__directorate")


class ActingAppointment(models.Model):
    """One person holds another's office between two days, both included; what is done in it names both.

    The office is a role group: for these days the person counts as its member (portal/core/membership.py), and nothing has to
    be switched on or off.
    """

    LONGEST = dt.timedelta(days=366)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pejabat pengganti"), on_delete=models.PROTECT, related_name="acting"
    )
    represented = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("mewakili"), on_delete=models.PROTECT, related_name="represented_by"
    )
    role_group = models.ForeignKey(
        RoleGroup, verbose_name=_("jabatan"), on_delete=models.PROTECT, related_name="acting"
    )
    kind = models.CharField(_("jenis"), max_length=3, choices=ActingKind.choices)
    from_on = models.DateField(_("mulai"))
    until_on = models.DateField(_("sampai dengan"))
    basis = models.CharField(_("nomor surat"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("dicatat pada"), auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diakhiri oleh"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("diakhiri pada"), null=True, blank=True)

    objects = ActingAppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penunjukan Plh./Plt.")
        verbose_name_plural = _("penunjukan Plh./Plt.")
        ordering = ("-from_on", "-pk")
        indexes = (models.Index(fields=("person", "until_on"), name="acting_of_a_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="acting_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("represented")), name="nobody_acts_for_oneself"),
            models.CheckConstraint(condition=~Q(person=F("made_by")), name="nobody_appoints_oneself"),
            models.CheckConstraint(condition=~Q(basis=""), name="acting_has_a_basis"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="acting_is_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office}: {self.person}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.from_on <= timezone.localdate() <= self.until_on

    @property
    def is_open(self) -> bool:
        """In force today or later."""
        return self.ended_at is None and timezone.localdate() <= self.until_on

    @property
    def over_on(self) -> dt.date:
        """The last day in the office."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.until_on

    @property
    def office(self) -> str:
        """«Plh. Kepala Sentra Abiyoso»: of the represented person as their account says, or else of the role in its place."""
        held = self.represented.office or str(self.role_group)
        return f"{ActingKind(self.kind).short} {held}"


def is_member(person: "models.OuterRef | User", prefix: str = "") -> Q:
    """Role groups, or rows with a path to one, whose office the person holds today: as a member or acting, while active."""
    own = Q(**{f"{prefix}group__user": person, f"{prefix}group__user__is_active": True})
    acting = Q(**{f"{prefix}acting__person": person, f"{prefix}acting__person__is_active": True})
    return own | (acting & running(f"{prefix}acting__"))
