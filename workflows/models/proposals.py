"""The aid proposal: one row per proposal, its totals derived from the items and held by the database."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import (
    EDITABLE_STAGES,
    FINAL_STAGES,
    ApplicantKind,
    Outcome,
    Scheme,
    Stage,
)
from workflows.querysets import ProposalQuerySet

BEFORE_REGISTRATION = (Stage.DRAFT, Stage.SUBMISSION, Stage.WITHDRAWN)


class Proposal(models.Model):
    """A unit's request for aid. Rupiah are whole numbers; totals are written by `workflows.totals` only, never typed.

    The `*_outcome` fields hold the verdict of the present round; the flow's switches read them.
    """

    unit = models.ForeignKey(
        "core.Unit", verbose_name=_("unit pengusul"), on_delete=models.PROTECT, related_name="proposals"
    )
    process = models.OneToOneField(
        "viewflow.Process",
        verbose_name=_("proses"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
    )
    stage = models.CharField(_("tahap"), max_length=30, choices=Stage.choices, default=Stage.DRAFT)
    # Null, not empty, while there is none: two empty texts would clash.
    registration_number = models.CharField(_("nomor registrasi"), max_length=40, null=True, blank=True, unique=True)

    title = models.CharField(_("judul"), max_length=200)
    background = models.TextField(_("latar belakang"), blank=True)
    scheme = models.CharField(_("skema"), max_length=20, choices=Scheme.choices, blank=True)
    applicant_kind = models.CharField(_("jenis pemohon"), max_length=20, choices=ApplicantKind.choices, blank=True)
    applicant_name = models.CharField(_("nama pemohon"), max_length=200, blank=True)
    applicant_registration = models.CharField(_("nomor tanda daftar/akta pemohon"), max_length=100, blank=True)
    applicant_address = models.TextField(_("alamat pemohon"), blank=True)

    leading_directorate = models.ForeignKey(
        "core.Directorate",
        verbose_name=_("direktorat utama"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cluster_count = models.PositiveSmallIntegerField(_("jumlah klaster"), default=0)
    requested_amount = models.PositiveBigIntegerField(_("nilai diusulkan"), default=0)
    approved_amount = models.PositiveBigIntegerField(_("nilai disetujui"), default=0)
    delivered_amount = models.PositiveBigIntegerField(_("nilai tersalur"), default=0)

    verification_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    submission_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    director_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    director_general_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    decision_confirm_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("disusun oleh"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True)
    submitted_at = models.DateTimeField(_("diajukan pada"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("data pribadi dihapus pada"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan bantuan")
        verbose_name_plural = _("usulan bantuan")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("unit", "stage"), name="proposal_unit_stage"),
            models.Index(fields=("leading_directorate", "stage"), name="proposal_directorate_stage"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_amount__lte=F("requested_amount")), name="approved_within_requested"
            ),
            models.CheckConstraint(
                condition=Q(delivered_amount__lte=F("approved_amount")), name="delivered_within_approved"
            ),
            models.CheckConstraint(
                condition=(
                    Q(registration_number__isnull=True, submitted_at__isnull=True)
                    | (Q(registration_number__isnull=False, submitted_at__isnull=False) & ~Q(registration_number=""))
                ),
                name="number_comes_with_submission",
            ),
            models.CheckConstraint(
                condition=Q(registration_number__isnull=False) | Q(stage__in=BEFORE_REGISTRATION),
                name="number_before_any_official_step",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="proposal_stage_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.registration_number or _('Draf')}: {self.title}"

    @property
    def is_registered(self) -> bool:
        """Officials outside the unit know the proposal from here on."""
        return self.registration_number is not None

    @property
    def is_editable(self) -> bool:
        """The unit may change the content (after a return: the marked sections)."""
        return self.stage in EDITABLE_STAGES

    @property
    def is_open(self) -> bool:
        """Somebody still has to act."""
        return self.stage not in FINAL_STAGES
