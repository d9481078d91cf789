"""Who saw personal data in clear and why, and how long it is kept."""

import datetime as dt

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.enums import KEPT_STAGES, AccessKind, Stage
from workflows.models.papers import Paper
from workflows.models.proposals import Proposal
from workflows.models.recipients import Community


class PersonalDataAccessQuerySet(models.QuerySet["PersonalDataAccess"]):
    def running(self) -> "PersonalDataAccessQuerySet":
        """Those that still open something."""
        return self.filter(until__gt=timezone.now())

    def of_no_proposal(self) -> "PersonalDataAccessQuerySet":
        """Copies of one person's data, and looks at drafts that are erased."""
        return self.filter(proposal__isnull=True)

    def covering(self, part: str) -> "PersonalDataAccessQuerySet":
        """Those at the whole proposal, or at this part of it."""
        return self.filter(part__in=("", part))

    def opening(self, paper: Paper) -> "PersonalDataAccessQuerySet":
        """Looks during which this version of the paper could be opened."""
        return self.covering(part_of(paper)).filter(proposal=paper.proposal_id, until__gt=paper.uploaded_at)


class PersonalDataAccess(models.Model):
    """One look at personal data in clear, with name, office and reason of that moment.

    `until` ends the look at a proposal. `part` is what a writer of the proposal read of it, as `part_of` names it; empty for
    all of it. The subject of an export stands here as a keyed hash only. The row outlives a draft that is erased, whose number
    and unit are then copied into it.
    """

    LIFETIME = dt.timedelta(minutes=15)
    MOST_LETTERS = 500

    kind = models.CharField(_("jenis"), max_length=20, choices=AccessKind.choices, default=AccessKind.SHOWN)
    proposal = models.ForeignKey(
        Proposal,
        verbose_name=_("usulan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="personal_data_accesses",
    )
    erased_draft = models.PositiveBigIntegerField(_("nomor draf yang dihapus"), null=True, blank=True)
    erased_unit = models.CharField(_("unit draf yang dihapus"), max_length=200, blank=True)
    part = models.CharField(_("bagian yang dibaca"), max_length=40, blank=True)
    subject = models.CharField(_("sidik orang yang dicari"), max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("nama"), max_length=150)
    by_office = models.CharField(_("jabatan"), max_length=150, blank=True)
    reason = models.CharField(_("alasan"), max_length=MOST_LETTERS)
    at = models.DateTimeField(_("waktu"), default=timezone.now, db_index=True)
    until = models.DateTimeField(_("sampai"), null=True, blank=True)

    objects = PersonalDataAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembukaan data pribadi")
        verbose_name_plural = _("pembukaan data pribadi")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="personal_data_access_has_a_reason"),
            models.CheckConstraint(
                condition=(
                    Q(kind=AccessKind.SHOWN, until__isnull=False, subject="")
                    & (
                        Q(proposal__isnull=False, erased_draft__isnull=True, erased_unit="")
                        | (Q(proposal__isnull=True, erased_draft__isnull=False) & ~Q(erased_unit=""))
                    )
                )
                | (
                    Q(kind__in=(AccessKind.SEARCHED, AccessKind.EXPORTED), proposal__isnull=True, until__isnull=True)
                    & Q(erased_draft__isnull=True, erased_unit="")
                    & ~Q(subject="")
                ),
                name="personal_data_access_is_of_a_proposal_or_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk}"


PAPER_PART = "paper-"
"""How the parts that are papers begin."""


def part_of(row: Community | Paper) -> str:
    """How a look names a list of people or a paper; not as a key of the database, because the look stays when they go."""
    return f"{row._meta.model_name}-{row.pk}"


class RetentionPeriodQuerySet(models.QuerySet["RetentionPeriod"]):
    def keeping_unreadable(self) -> "RetentionPeriodQuerySet":
        """Under which files stay although nobody can look for names in them."""
        return self.filter(removes_unreadable=False)


class RetentionPeriod(models.Model):
    """Days after which personal data of proposals in a state goes. A state without a row keeps everything: no official
    schedule is known."""

    stage = models.CharField(
        _("keadaan usulan"), max_length=30, choices=[(stage.value, stage.label) for stage in KEPT_STAGES], unique=True
    )
    days = models.PositiveIntegerField(_("hari"), validators=(MinValueValidator(1),))
    removes_unreadable = models.BooleanField(
        _("hapus juga berkas tanpa teks yang terbaca"),
        default=True,
        help_text=_("Foto, hasil pindai, dan versi lama: nama di dalamnya tidak dapat dicari. Catatannya tetap ada."),
    )

    objects = RetentionPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("masa simpan data pribadi")
        verbose_name_plural = _("masa simpan data pribadi")
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(days__gte=1), name="retention_period_is_a_day_at_least"),)

    def __str__(self) -> str:
        return f"{Stage(self.stage).label}: {self.days}"
